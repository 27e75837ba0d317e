"""Following: live of a session's space is listened to, where it tells what moves."""

from collections.abc import Iterator
from contextlib import suppress

from core.errors import HeadgateError, InputRefused, SourceUnreadable
from core.krm.resource import ResourceId
from core.model.names import NO_REVISION
from core.ports.moves import Moves
from core.sync.context import Context
from core.sync.texts import parsed

__all__ = ["follow"]


def follow(context: Context, space: str) -> Moves | None:
    """Listen to the live objects of a space; None where nothing tells: look again and again then."""
    if context.moves is None:
        return None
    try:
        resources = list(dict.fromkeys(_resources(context, space)))
        return context.moves(space, resources) if resources else None
    except HeadgateError:
        return None


def _resources(context: Context, space: str) -> Iterator[ResourceId]:
    """Name what Head and the revision last applied hold; units that cannot be read are left out."""
    known = context.spaces.get(space)
    for head in context.hub.heads(space):
        for number in {head.number, head.applied} - {NO_REVISION}:
            with suppress(SourceUnreadable, InputRefused):
                documents = parsed(context.hub.data(head.unit, number), known.namespace if known else "")
                yield from (one.id for one in (documents.documents if documents else ()) if one.id)
