"""Foreseen: what sync-back will offer to Git once a plan is carried out. Reads and computes; writes nothing.

The remote is not asked, so a branch that carries these fields already may make it unneeded.
"""

from dataclasses import replace

from core.errors import HeadgateError
from core.model.foreseen import Foreseen
from core.model.item import ItemKind
from core.model.names import NO_REVISION, RevisionNumber, hash_of
from core.model.plan import Plan
from core.model.unit import Head
from core.progress import never_stop
from core.sync.compared import compared
from core.sync.context import Context
from core.sync.gather import Gathered, gather
from core.sync.items import waiting
from core.sync.sync_back import located_in_source, source_diff
from core.sync.texts import parsed
from core.sync.wanted import Wanted, allowed

__all__ = ["foreseen"]


def foreseen(context: Context, plan: Plan) -> Foreseen:
    """Work out what sync-back will offer of a plan's unit. Renders the space, so it may take seconds."""
    try:
        return _foreseen(context, _after(gather(context, plan.unit), plan))
    except HeadgateError as error:
        return Foreseen(why=f"{error.what}: {error.why}")


def _foreseen(context: Context, sides: Gathered) -> Foreseen:
    space = sides.unit.space
    if space not in context.renderer.spaces():
        return Foreseen()
    unit = compared(sides, catalog=context.catalog, key=context.digest_key)
    wanted = [
        Wanted(unit=unit, fields=one.fields, revisions={})
        for one in waiting(unit, context.catalog, context.digest_key)
        if one.item.kind is ItemKind.SYNC_BACK
    ]
    if not wanted:
        return Foreseen()
    head = context.repository.head()
    now = {one.unit: one for one in context.renderer.readable(space, head.oid, stop=never_stop()).units}
    kept, left = allowed(context, wanted, now)
    _, located, out = located_in_source(context, space, head, kept)
    diff = source_diff(context, head, located.files)
    return Foreseen(diff=diff, left_out=tuple(f"{one.path}: {one.why}" for one in (*left, *out)))


def _after(sides: Gathered, plan: Plan) -> Gathered:
    """Put what a plan writes in place of what there is."""
    effects = plan.effects
    text = "" if effects.deletes else sides.hub_text if effects.text is None else effects.text
    number = sides.head.number if sides.head else NO_REVISION
    head = Head(
        unit=sides.unit,
        number=RevisionNumber(number + 1),
        data_hash=hash_of(text),
        applied=sides.head.applied if sides.head else NO_REVISION,
        deleted=effects.deletes,
    )
    point = effects.point or sides.point
    if point is not None:
        point = replace(point, hub_revision=head.number, hub_hash=head.data_hash)
    return replace(
        sides,
        head=head,
        hub=parsed(text, sides.space.namespace),
        hub_text=text,
        point=point,
        proposal=None if effects.settles else sides.proposal,
        captures=(),
    )
