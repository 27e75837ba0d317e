"""Groups: the same change across units as one thing to look at and decide. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from core.model.item import Item
from core.model.names import ItemId, UnitName

__all__ = ["GROUP_LETTER", "Group", "GroupedRow", "group_id", "grouped", "groups_of"]

GROUP_LETTER: Final = "g"
"""What the id of a group begins with; no item's does."""

_ID_LENGTH: Final = 10
_LEAST: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Items of several units that are about the same change, most urgent first.

    Attributes:
        id: content-addressed: the same change has the same id on every run, with however many units.
        items: at least two, all of one kind and with the same fields and values on every side.
    """

    id: ItemId
    items: tuple[Item, ...]

    @property
    def lead(self) -> Item:
        """The most urgent item, which speaks for the others."""
        return self.items[0]

    @property
    def units(self) -> tuple[UnitName, ...]:
        """The units that it is about."""
        return tuple(item.unit for item in self.items)


GroupedRow: TypeAlias = Item | Group


def grouped(items: Iterable[Item]) -> tuple[GroupedRow, ...]:
    """Fold items about the same change into groups, each at the place of its first item.

    What no second unit shares stays an item. Linear in items.
    """
    found: dict[str | int, list[Item]] = {}
    for number, item in enumerate(items):
        found.setdefault(item.change or number, []).append(item)
    return tuple(same[0] if len(same) < _LEAST else _group(same) for same in found.values())


def groups_of(items: Iterable[Item]) -> tuple[Group, ...]:
    """Pick the groups alone."""
    return tuple(row for row in grouped(items) if isinstance(row, Group))


def group_id(change: str) -> ItemId:
    """Name the group of a change.

    >>> group_id("0f3a9b12cd77")
    'g-0f3a9b12cd'
    """
    return ItemId(f"{GROUP_LETTER}-{change[:_ID_LENGTH]}")


def _group(items: Sequence[Item]) -> Group:
    return Group(id=group_id(items[0].change), items=tuple(items))
