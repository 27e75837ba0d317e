"""Signed: who caused what waits and since when, for items that no proposal or capture names."""

from collections.abc import Sequence
from dataclasses import replace

from core.krm.managers import managers_at
from core.krm.read.documents import Documents
from core.merge.resolution import Field
from core.model.item import Item, ItemKind
from core.model.names import RevisionNumber
from core.sync.compared import Compared
from core.sync.context import Context
from core.sync.items import Waiting
from core.sync.owners import revisions_of

__all__ = ["signed"]

_FROM_HUB = frozenset({ItemKind.SYNC_BACK, ItemKind.PENDING_APPLY, ItemKind.CONFLICT})


def signed(context: Context, unit: Compared, one: Waiting) -> Item:
    """Complete an item's author and age; reads Head's revision only where nothing else says it."""
    item = one.item
    if item.author:
        return item
    if item.kind in _FROM_HUB:
        return _by_revision(context, unit, item, one.fields)
    return _by_manager(unit, one)


def _by_revision(context: Context, unit: Compared, item: Item, fields: Sequence[Field]) -> Item:
    head = unit.sides.head
    if head is None:
        return item
    found = list(revisions_of(context, unit.sides, fields).values())
    found = found or list(context.hub.revisions(head.unit, after=RevisionNumber(head.number - 1)))
    newest = max(found, key=lambda revision: revision.number, default=None)
    return replace(item, author=newest.change.author, since=newest.created) if newest else item


def _by_manager(unit: Compared, one: Waiting) -> Item:
    """Name the tool that wrote a drifted field last; managedFields know no person."""
    live = unit.sides.live
    if not isinstance(live, Documents):
        return one.item
    held = {document.id.key: document.value for document in live.documents if document.id is not None}
    found = [
        manager
        for field in one.fields
        if field.place.resource.key in held
        for manager in managers_at(held[field.place.resource.key], field.path)[:1]
    ]
    newest = max(found, key=lambda manager: manager.when, default=None)
    return replace(one.item, author=newest.name, since=newest.when) if newest else one.item
