"""Starting: a session is written down before anything is looked at, and works while the hub is down."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from core.errors import Blocked, NotFound, UsageError
from core.model.moment import Counted
from core.model.people import Actor
from core.model.session import LONGEST_MINUTES, USUAL_MINUTES, Session
from core.sync.breakglass.book import SessionBook
from core.sync.breakglass.looking import standing_now
from core.sync.context import Context

__all__ = ["later", "start"]

_MINUTE_SECONDS: Final = 60


def start(
    context: Context, book: SessionBook, *, space: str, incident: str, reason: str, minutes: int
) -> tuple[Session, bool]:
    """Begin a session, or join the one that is open for the space; tells whether it was joined.

    The record is written first. Then live is read, so that what was there before is told apart; where the
    hub or live cannot be read the session stands without that.

    Raises:
        UsageError: incident or reason is missing, or the time is none.
        NotFound: neither settings nor hub know the space.
        Blocked: a program asks for it in its own name.
        StorageUnwritable: the record cannot be written; there is no session.
    """
    actor = context.operator.actor()
    _checked(context, space, incident, reason, minutes, actor)
    known = next((one for one in book.open_ones() if one.space == space), None)
    if known is not None:
        return _joined(context, book, known, actor), True
    moment = context.clock.moment()
    begun = Session(
        id=context.ids.decision_id(),
        space=space,
        incident=incident.strip(),
        reason=reason.strip(),
        actor=actor.name,
        known=(("how", actor.how_known), *actor.evidence),
        started=context.clock.now(),
        deadline=later(context, minutes),
        joined=(actor.name,),
        counted=Counted(since=moment.wall, at=moment),
    )
    _tell(context, "break-glass begins", begun, actor, ("reason", begun.reason), ("until", begun.deadline))
    begun = book.save(begun)
    return book.save(standing_now(context, book, begun)), False


def _checked(context: Context, space: str, incident: str, reason: str, minutes: int, actor: Actor) -> None:
    if space not in context.spaces and space not in context.hub.spaces():
        raise NotFound(
            f"There is no space {space}",
            why="neither the settings nor the hub name it",
            next_step=f"the spaces are: {', '.join(context.spaces) or 'none yet'}",
        )
    if not incident.strip() or not reason.strip():
        raise UsageError(
            "A break-glass session needs an incident and a reason",
            why="the record and the pull request say why production was changed by hand",
            next_step='add --incident INC-1 --reason "…"',
        )
    if not 0 < minutes <= LONGEST_MINUTES:
        raise UsageError(
            f"A session of {minutes} minutes cannot be begun",
            why=f"it has between 1 and {LONGEST_MINUTES} minutes",
            next_step=f"--ttl {USUAL_MINUTES}m is usual",
        )
    if actor.is_agent:
        raise Blocked(
            f"{actor.name} may not break glass",
            why="a program acts in its own name; a person answers for a change by hand",
            next_step="let a person begin the session",
        )


def _joined(context: Context, book: SessionBook, session: Session, actor: Actor) -> Session:
    if actor.name in session.joined:
        return session
    _tell(context, "break-glass joined", session, actor)
    return book.save(replace(session, joined=(*session.joined, actor.name)))


def later(context: Context, minutes: int) -> str:
    """Say when some minutes will have passed, RFC 3339 UTC."""
    end = context.clock.seconds() + minutes * _MINUTE_SECONDS
    return datetime.fromtimestamp(int(end), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _tell(context: Context, event: str, session: Session, actor: Actor, *about: tuple[str, str]) -> None:
    context.ledger.note(
        event,
        decision=session.id,
        unit=f"{session.space}/*",
        who=f"{actor.name} ({actor.how_known})",
        about=(("incident", session.incident), *about, *actor.evidence),
    )
