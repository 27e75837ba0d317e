"""Tables whose every record is sealed when it is written and checked when it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from core.store.seal import seal_of, unsealed
from core.store.sqlite import Row, Transaction
from core.store.trouble import damaged

__all__ = ["Record", "Table"]

Record: TypeAlias = tuple[str | int, ...]
"""The values of a record, keys first, without its seal, which was checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of a `core.store.schema.Schema`; its last column is ``seal``.

    A record that cannot be found by its key looks like one that never was, so whoever reads also compares
    with what another table says should be there.

    Attributes:
        name: of the table.
        keys: the columns of its primary key.
        others: its other columns, without ``seal``.
        noun: what one record is called, with the key's values: ``revision {2} of {0}/{1}``.
    """

    name: str
    keys: tuple[str, ...]
    others: tuple[str, ...]
    noun: str

    def find(self, held: Transaction, *key: str | int) -> Record | None:
        """Read the record with this key; None where there is none.

        Raises:
            SourceUnreadable: it is damaged.
        """
        rows = self.select(held, _equal(self.keys), *key)
        return rows[0] if rows else None

    def scan(self, held: Transaction, *key: str | int) -> list[Record]:
        """Read the records whose key begins so, in the order of their keys.

        Raises:
            SourceUnreadable: one of them is damaged.
        """
        return self.select(held, _equal(self.keys[: len(key)]), *key)

    def select(self, held: Transaction, condition: str, *values: str | int) -> list[Record]:
        """Read the records that meet a condition in SQL, in the order of their keys.

        Raises:
            SourceUnreadable: one of them is damaged.
        """
        columns = ", ".join((*self.keys, *self.others, "seal"))
        words = ["SELECT", columns, "FROM", self.name, "WHERE", condition, "ORDER BY", ", ".join(self.keys)]
        return [self._checked(held, row) for row in held.rows(" ".join(words), *values)]

    def put(self, held: Transaction, *values: str | int) -> None:
        """Write a record, over the one with the same key if there is one."""
        columns = (*self.others, "seal")
        changes = ", ".join(f"{column} = excluded.{column}" for column in columns)
        self._insert(held, values, f"ON CONFLICT ({', '.join(self.keys)}) DO UPDATE SET {changes}")

    def add(self, held: Transaction, *values: str | int) -> None:
        """Write a record whose key is new."""
        self._insert(held, values, "")

    def _insert(self, held: Transaction, values: Sequence[str | int], rule: str) -> None:
        marks = ", ".join("?" * (len(values) + 1))
        columns = ", ".join((*self.keys, *self.others, "seal"))
        words = ["INSERT INTO", self.name, f"({columns})", "VALUES", f"({marks})", rule]
        held.run(" ".join(words), *values, seal_of(self.name, values))

    def _checked(self, held: Transaction, row: Row) -> Record:
        record = unsealed(self.name, row)
        if record is None:
            raise damaged(held.place, self.noun.format(*row))
        return record


def _equal(columns: Sequence[str]) -> str:
    return " AND ".join(f"{column} = ?" for column in columns) or "TRUE"
