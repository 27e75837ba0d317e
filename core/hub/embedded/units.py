"""Heads and spaces in the embedded hub's file."""

from dataclasses import dataclass, replace
from typing import Final

from core.hub.embedded.schema import COUNTER, HEAD, SPACE
from core.model.names import DataHash, RevisionNumber, UnitName
from core.model.unit import Head
from core.store.sqlite import Transaction
from core.store.table import Record
from core.store.trouble import damaged

__all__ = [
    "UnitRow",
    "count_up",
    "counted",
    "space_names",
    "store_unit",
    "unit_at",
    "units_changed",
    "units_of",
]

_NO_NUMBER: Final = RevisionNumber(0)
_NO_DATA: Final = DataHash("")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """What the hub keeps of a unit beside its revisions.

    Attributes:
        unit: its name.
        number: of the newest revision; 0 where there is none yet.
        data_hash: of the newest revision; "" where there is none, or where it deletes.
        applied: number of the revision last applied; 0 for none.
        deleted: the newest revision deletes the unit.
        sync_version: of its sync point; 0 for none.
        changed: the change of the whole hub that touched it last; 0 for a unit that is not stored.
    """

    unit: UnitName
    number: RevisionNumber = _NO_NUMBER
    data_hash: DataHash = _NO_DATA
    applied: RevisionNumber = _NO_NUMBER
    deleted: bool = False
    sync_version: int = 0
    changed: int = 0

    def head(self) -> Head | None:
        """Read it as a head; None before the first revision."""
        if not self.number:
            return None
        return Head(
            unit=self.unit,
            number=self.number,
            data_hash=self.data_hash,
            applied=self.applied,
            deleted=self.deleted,
        )


def unit_at(held: Transaction, unit: UnitName) -> UnitRow:
    """Read what is kept of a unit; one that was never stored has ``changed`` 0.

    Raises:
        SourceUnreadable: it is damaged, or is gone while something of the unit is still there.
    """
    row = HEAD.find(held, unit.space, unit.unit)
    if row is not None:
        return _unit(row)
    for table in ("revision", "sync_point"):
        words = ["SELECT 1 FROM", table, "WHERE space = ? AND unit = ? LIMIT 1"]
        if held.rows(" ".join(words), unit.space, unit.unit):
            raise damaged(held.place, f"the head of {unit}", why="it is gone")
    return UnitRow(unit=unit)


def units_of(held: Transaction, space: str) -> list[UnitRow]:
    """List a space's units by name.

    Raises:
        SourceUnreadable: one of them is damaged or gone.
    """
    units = [_unit(row) for row in HEAD.scan(held, space)]
    row = SPACE.find(held, space)
    if len({row.unit for row in units}) != (row[1] if row else 0):
        raise damaged(held.place, f"space {space}", why="it has lost a unit")
    return units


def units_changed(held: Transaction, after: int) -> tuple[list[UnitRow], int]:
    """List the units that a change after this one touched, by name, and say which change is the newest.

    Raises:
        SourceUnreadable: one of them is damaged or gone.
    """
    newest = counted(held, "changes")
    stored = held.rows("SELECT ifnull(max(changed), 0), count(*) FROM head")
    if stored != [(newest, sum(int(row[1]) for row in SPACE.scan(held)))]:
        raise damaged(held.place, "the list of changes", why="it has lost one")
    return [_unit(row) for row in HEAD.select(held, "changed > ?", after)], newest


def space_names(held: Transaction) -> list[str]:
    """List the spaces that have had a revision, sorted.

    Raises:
        SourceUnreadable: one of them is damaged or gone.
    """
    spaces = SPACE.scan(held)
    if {row[0] for row in spaces} != {row[0] for row in held.rows("SELECT DISTINCT space FROM head")}:
        raise damaged(held.place, "the list of spaces", why="it does not fit the units")
    return [str(name) for name, _, heads in spaces if heads]


def store_unit(held: Transaction, old: UnitRow, new: UnitRow) -> None:
    """Write what is kept of a unit, as the newest change of the hub."""
    unit = new.unit
    row = SPACE.find(held, unit.space) or (unit.space, 0, 0)
    units = int(row[1]) + (not old.changed)
    heads = int(row[2]) + (bool(new.number) and not old.number)
    if row[1:] != (units, heads):
        SPACE.put(held, unit.space, units, heads)
    new = replace(new, changed=count_up(held, "changes"))
    HEAD.put(
        held,
        unit.space,
        unit.unit,
        new.number,
        new.data_hash,
        new.applied,
        int(new.deleted),
        new.sync_version,
        new.changed,
    )


def counted(held: Transaction, name: str) -> int:
    """Read a counter; 0 before it was first counted up."""
    row = COUNTER.find(held, name)
    return int(row[1]) if row else 0


def count_up(held: Transaction, name: str) -> int:
    """Count up, and say how far it is now."""
    value = counted(held, name) + 1
    COUNTER.put(held, name, value)
    return value


def _unit(row: Record) -> UnitRow:
    space, unit, number, data_hash, applied, deleted, sync_version, changed = row
    return UnitRow(
        unit=UnitName(str(space), str(unit)),
        number=RevisionNumber(int(number)),
        data_hash=DataHash(str(data_hash)),
        applied=RevisionNumber(int(applied)),
        deleted=bool(deleted),
        sync_version=int(sync_version),
        changed=int(changed),
    )
