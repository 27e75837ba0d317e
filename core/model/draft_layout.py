"""Where drafts that were kept belong in an inbox that was read later. Pure."""

from collections.abc import Iterable

from core.model.draft import Draft
from core.model.item import Inbox
from core.model.names import ItemId, UnitName

__all__ = ["laid_out"]


def laid_out(
    drafts: Iterable[Draft], inbox: Inbox, *, space: str | None
) -> tuple[dict[ItemId, Draft], tuple[Draft, ...]]:
    """Find the item that each draft is about now, and the drafts that are about nothing any more.

    A draft of an item that moved belongs to what its unit has waiting now. One of a unit or space that could
    not be read, or was not looked at, is about neither.
    """
    by_id = {item.id: item for item in inbox.items}
    by_unit = {item.unit: item for item in reversed(inbox.items)}
    blind = {one.unit for one in inbox.unknown}
    offered: dict[ItemId, Draft] = {}
    gone: list[Draft] = []
    for draft in drafts:
        item = by_id.get(draft.item) or by_unit.get(draft.unit)
        if item is not None:
            offered[item.id] = draft
        elif draft.unit.space == (space or draft.unit.space) and not blind & _names(draft.unit):
            gone.append(draft)
    return offered, tuple(gone)


def _names(unit: UnitName) -> set[str]:
    return {str(unit), f"{unit.space}/*"}
