"""Listing: what of an inbox is shown, and in which order: filter, order, groups, which are unfolded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.model.groups import Group, grouped
from core.model.item import Inbox, Item, UnknownUnit
from tui.filtering import Filter, Listed, Row, searchable
from tui.marking import items_of_row
from tui.sorting import Order, in_order

__all__ = ["Listing", "Wanted", "following", "inside", "neighbour"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be shown.

    Attributes:
        fits: what is looked for.
        order: of the items.
        unfolded: ids of the groups whose items are listed below them.
        needs: picks what needs a person; None for everything.
    """

    fits: Filter
    order: Order = Order.URGENCY
    unfolded: frozenset[str] = frozenset()
    needs: Callable[[Listed], bool] | None = None


class Listing:
    """One reading of the inbox; what is searched in is made once, at the first letter."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox
        self._listed: tuple[Listed, ...] = (*inbox.items, *inbox.unknown)
        self._texts: list[str] = []
        self._last: tuple[Filter, Sequence[Listed], Sequence[str]] | None = None

    @property
    def total(self) -> int:
        """How many items and unreadable units there are."""
        return len(self._listed)

    def rows(self, wanted: Wanted) -> tuple[Row, ...]:
        """Give the rows, groups at the place of their first item."""
        found = self._picked(wanted.fits)
        if wanted.needs is not None:
            found = [one for one in found if wanted.needs(one)]
        items = [one for one in found if isinstance(one, Item)]
        unknown = [one for one in found if not isinstance(one, Item)]
        rows: list[Row] = []
        for row in grouped(in_order(items, wanted.order)):
            rows.append(row)
            if isinstance(row, Group) and row.id in wanted.unfolded:
                rows.extend(row.items)
        return (*rows, *unknown)

    def _picked(self, fits: Filter) -> Sequence[Listed]:
        """Pick what is looked for; one more letter looks only among what fitted before."""
        if fits.is_empty:
            self._last = None
            return self._listed
        self._texts = self._texts or [searchable(one) for one in self._listed]
        rows: Sequence[Listed] = self._listed
        texts: Sequence[str] = self._texts
        if self._last is not None and fits.narrows(self._last[0]):
            _, rows, texts = self._last
        picked = fits.pick(rows, texts)
        self._last = (fits, [row for row, _ in picked], [text for _, text in picked])
        return self._last[1]


def inside(rows: Sequence[Row], unfolded: frozenset[str]) -> frozenset[str]:
    """Name the items that are listed below their group."""
    groups = (row for row in rows if isinstance(row, Group) and row.id in unfolded)
    return frozenset(str(item.id) for group in groups for item in group.items)


def neighbour(rows: Sequence[Row], item_id: str, step: int, *, done: frozenset[str]) -> str | None:
    """Name the item some rows after another, those that are done left out; None past the ends."""
    held = [at for at, row in enumerate(rows) if any(one.id == item_id for one in items_of_row(row))]
    at = (held[-1] if step > 0 else held[0]) + step if held else -1
    while 0 <= at < len(rows):
        left = [str(item.id) for item in items_of_row(rows[at]) if item.id not in done]
        if left and not isinstance(rows[at], UnknownUnit):
            return left[0]
        at += step
    return None


def following(rows: Sequence[Row], at: int, way: int, wants: Callable[[Row], bool]) -> int | None:
    """Find the next row that is wanted, around the ends; None where there is none."""
    order = ((at + way * step) % len(rows) for step in range(1, len(rows) + 1))
    return next((row for row in order if wants(rows[row])), None)
