"""Following: live of a session's space is listened to, where it tells what moves."""

from core.errors import HeadgateError
from core.ports.moves import Moves
from core.sync.context import Context
from core.sync.gather import resources_of

__all__ = ["follow"]


def follow(context: Context, space: str) -> Moves | None:
    """Listen to the live objects of a space; None where nothing tells: look again and again then."""
    if context.moves is None:
        return None
    try:
        resources = resources_of(context, space)
        return context.moves(space, resources) if resources else None
    except HeadgateError:
        return None
