"""Which rows of a list are marked, as values: single ones, a range, all that are shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from core.model.groups import Group
from core.model.item import Item
from tui.filtering import Row

__all__ = ["Markable", "Marks", "items_of_row"]

Markable: TypeAlias = Row | str
"""A row of the inbox, or the key of any other row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Marked items by id, or other rows by key.

    Attributes:
        ids: the marked ones.
        start: the row at which a range began; None for no range.
        before: what was marked when it began.
    """

    ids: frozenset[str] = frozenset()
    start: int | None = None
    before: frozenset[str] = frozenset()

    def turned(self, row: Markable) -> "Marks":
        """Mark a row, or take its mark away where all of it is marked; a group stands for its items."""
        mine = _ids(row)
        ids = self.ids - mine if mine <= self.ids else self.ids | mine
        return Marks(ids=ids)

    def begun(self, at: int) -> "Marks":
        """Begin a range at a row, or end the one that is under way."""
        if self.start is not None:
            return Marks(ids=self.ids)
        return replace(self, start=at, before=self.ids)

    def reached(self, rows: Sequence[Markable], at: int) -> "Marks":
        """Mark from where the range began to a row."""
        if self.start is None:
            return self
        first, last = sorted((self.start, at))
        between = frozenset[str]().union(*(_ids(row) for row in rows[first : last + 1]))
        return replace(self, ids=self.before | between)

    def all(self, rows: Iterable[Markable]) -> "Marks":
        """Mark every row, or none where every one is marked."""
        every = frozenset[str]().union(*(_ids(row) for row in rows))
        return Marks() if every <= self.ids else Marks(ids=self.ids | every)

    def kept(self, ids: Iterable[str]) -> "Marks":
        """Forget the marks of what is not there any more."""
        return Marks(ids=self.ids & frozenset(ids))

    def of(self, row: Markable) -> str:
        """Say how much of a row is marked: ``+`` all of it, ``-`` some of a group, "" nothing."""
        mine = _ids(row)
        if not mine or not mine & self.ids:
            return ""
        return "+" if mine <= self.ids else "-"


def items_of_row(row: Row | None) -> tuple[Item, ...]:
    """Give the items that a row stands for; a unit that could not be read has none."""
    match row:
        case Group() as group:
            return group.items
        case Item() as item:
            return (item,)
        case _:
            return ()


def _ids(row: Markable) -> frozenset[str]:
    if isinstance(row, str):
        return frozenset((row,))
    return frozenset(str(item.id) for item in items_of_row(row))
