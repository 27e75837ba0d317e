"""Showing: sessions that somebody must look at stand in the inbox, and what they hold says so."""

from collections.abc import Sequence
from dataclasses import replace

from core.errors import Blocked, HeadgateError
from core.model.item import Inbox, Item, ItemKind, UnknownUnit
from core.model.session import Session
from core.sync.breakglass.book import SessionBook

__all__ = ["refuse_force", "with_sessions"]


def with_sessions(inbox: Inbox, book: SessionBook) -> Inbox:
    """Put the sessions that somebody must look at into an inbox; where they cannot be read it says so."""
    try:
        left = [one for one in book.sessions() if not one.is_through]
    except HeadgateError as error:
        blind = UnknownUnit(unit="break-glass sessions", why=f"{error.what}: {error.why}")
        return replace(inbox, unknown=(*inbox.unknown, blind))
    there = tuple(one for one in left if not one.ended)
    items = tuple(_marked(item, there) for item in inbox.items) if there else inbox.items
    return replace(inbox, items=items, sessions=there, ended=tuple(one for one in left if one.ended))


def refuse_force(book: SessionBook, space: str | None) -> None:
    """Refuse a propose that is to be forced while somebody works live by hand, in one space or in any.

    Source: domain.md §4.7, the freeze matrix: CI publish.

    Raises:
        Blocked: a session is open; nothing was proposed.
        SourceUnreadable: the sessions cannot be read, so that one may be open.
    """
    for session in book.open_ones():
        if space in {None, session.space}:
            raise Blocked(
                f"Nothing was proposed to {session.space}: it is not forced",
                why=f"break-glass session {session.incident} is open, by {session.actor}",
                next_step="leave --force out: what the session changed is held, the rest goes on",
            )


def _marked(item: Item, sessions: Sequence[Session]) -> Item:
    """Name the incident where Git would undo what a session changed: that is why it is held."""
    if item.kind is not ItemKind.HOLD:
        return item
    for session in sessions:
        if any(one.unit == item.unit and not one.undone for one in session.changes):
            words = f"break-glass session {session.incident} is open, by {session.actor}"
            return replace(item, incident=session.incident, reason=f"{item.reason}; {words}")
    return item
