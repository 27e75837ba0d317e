"""Opened: one item with all that its decision needs, as people may see it. Reads; writes nothing."""

from dataclasses import replace

from core.merge.resolution import Resolution
from core.model.delivery import delivery_words
from core.model.item import Opened
from core.sync.context import Context
from core.sync.inbox import Found
from core.sync.owners import owners_of
from core.sync.remembered import remembered
from core.sync.show import shown_field
from core.sync.stale import stale

__all__ = ["opened"]


def opened(context: Context, found: Found) -> Opened:
    """Show an item: its fields with secrets masked, and who set them."""
    sides, fields = found.unit.sides, found.waiting.fields
    held = context.leases.all().get(sides.unit, ())
    return Opened(
        item=replace(found.waiting.item, open_at=held),
        resolution=Resolution(fields=tuple(shown_field(field) for field in fields)),
        owners=owners_of(context, sides, fields),
        commit=sides.commit,
        head=sides.head.number if sides.head else 0,
        applied=sides.head.applied if sides.head else 0,
        delivery=delivery_words(sides.head.delivery, context.clock.now()) if sides.head else "",
        ignored=found.unit.comparison.ignored,
        warned=found.unit.comparison.warned,
        remembered=remembered(context, fields),
        stale=stale(context, found.waiting.item.kind, sides),
        read_at=context.clock.now(),
    )
