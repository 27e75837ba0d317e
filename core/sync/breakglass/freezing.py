"""Freezing: who takes a live edit back is stopped from the top down, step by step, each written down first.

A freeze is the session's own: none of its changes, never captured. Whether it holds is read back after
whoever would take it back has had its time, and with every look after that.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from core.actuation.freezing import FreezeOffer, FreezeStep, freeze_plan
from core.actuation.undoers import around_of, undoers
from core.errors import Blocked, HeadgateError, OutcomeUnknown, UsageError
from core.krm.managers import managers_at
from core.krm.resource import ResourceId
from core.krm.values import Absent, Value
from core.model.freeze import FreezeState, Frozen
from core.model.item import UnknownUnit
from core.model.session import Session
from core.ports.live import Live
from core.sync.breakglass.book import SessionBook
from core.sync.breakglass.objects import live_objects
from core.sync.context import Context

__all__ = ["freeze", "offer_freeze", "over_live", "rewritten", "stored", "tell_of"]

_OURS: Final = "headgate"


def offer_freeze(context: Context, session: Session, units: Sequence[str] = ()) -> FreezeOffer:
    """Plan to stop whoever takes live edits of a session's space back; writes nothing.

    Args:
        context: the ports.
        session: whose space.
        units: only edits of these shall stay; none means all of the space.

    Raises:
        NotFound: the space has no such unit.
        SourceUnreadable: neither the hub nor Git can be read: which objects the space has is unknown.
    """
    live, unknown = live_objects(context, session.space, units)
    seen = context.around(session.space, list(live.values())) if context.around else None
    around = around_of(seen.objects if seen else ())
    found = [one for named, value in live.items() for one in undoers(named, value, around)]
    plan = freeze_plan(found, around, live)
    there: dict[ResourceId, Mapping[str, Value]] = dict(live)
    there |= {named: value for held in around.values() for named, value in held}
    unread = tuple(
        UnknownUnit(unit=f"around {session.space}", why=why) for why in (seen.unread if seen else ())
    )
    return FreezeOffer(
        plan=plan, owners=tuple(_owners(step, there) for step in plan.steps), unknown=(*unknown, *unread)
    )


def _owners(step: FreezeStep, there: Mapping[ResourceId, Mapping[str, Value]]) -> tuple[str, ...]:
    named = step.change.resource
    value = there.get(named, {}) if isinstance(named, ResourceId) else {}
    found = managers_at(dict(value), step.change.path)
    return tuple(dict.fromkeys(one.name for one in found if one.name != _OURS))


def freeze(
    context: Context, book: SessionBook, session: Session, offer: FreezeOffer, *, over: Sequence[str] = ()
) -> Session:
    """Carry the steps of a freeze out, from the top down; stops where one fails.

    Each is in the sealed record and in the audit record before it is sent; so whatever cuts this off, thaw
    finds what was stopped.

    Args:
        context: the ports.
        book: of the sessions.
        session: whose freeze it is.
        offer: what was shown.
        over: field managers whose fields may be taken over, each named by a person.

    Raises:
        Blocked: the session is over, or a program asks.
        SideMoved: a field is not as it was seen, or is somebody's who was not named; that step was not made.
        StorageUnwritable: the record cannot be written; that step was not made.
        SourceUnreadable: live cannot be reached, or rights are missing; that step was not made.
        InputRefused: live refuses the value; that step was not made.
        OutcomeUnknown: it was sent, and nobody knows; the record has it.
    """
    _may(context, session)
    live = over_live(context, over)
    for step in offer.plan.steps:
        one = _meant(context, step)
        session = stored(book, session, None, one)
        tell_of(context, "break-glass freezes", session, one)
        try:
            live.apply(session.space, [step.change], whole="", token=session.id, seen=[step.seen])
        except OutcomeUnknown:
            raise
        except HeadgateError:
            stored(book, session, one, None)
            raise
        session = stored(
            book, session, one, replace(one, state=FreezeState.FROZEN, since=context.clock.now())
        )
    return session


def over_live(context: Context, over: Sequence[str]) -> Live:
    """Give live with the right to take fields over from the managers that were named.

    Raises:
        UsageError: this live side takes nothing over.
    """
    if not over:
        return context.live
    if context.overruling is None:
        raise UsageError(
            "This live side takes nothing over",
            why="it knows no field managers",
            next_step="leave --over out",
        )
    return context.overruling(frozenset(over))


def rewritten(
    book: SessionBook, session: Session, edit: Callable[[tuple[Frozen, ...]], tuple[Frozen, ...]]
) -> Session:
    """Store other freezes, over the session as it is by now.

    Raises:
        SideMoved: other terminals kept writing it.
        StorageUnwritable: it cannot be written.
    """
    return book.change(session, lambda now: replace(now, frozen=edit(now.frozen)))


def stored(book: SessionBook, session: Session, old: Frozen | None, new: Frozen | None) -> Session:
    """Store one freeze in another's place: none before it is first meant, none after it came to nothing.

    Another terminal may have proved the old one meanwhile: it is known by its field, not by all it says.

    Raises:
        SideMoved: other terminals kept writing the session.
        StorageUnwritable: it cannot be written.
    """
    added = () if new is None else (new,)
    if old is None:
        return rewritten(book, session, lambda now: (*now, *added))
    return rewritten(
        book,
        session,
        lambda now: tuple(one for it in now for one in (added if _is_same(it, old) else (it,))),
    )


def _is_same(one: Frozen, other: Frozen) -> bool:
    return one == other or (one.stands and one.name == other.name)


def tell_of(context: Context, event: str, session: Session, one: Frozen) -> None:
    """Put a step into the audit record, before its effect."""
    actor = context.operator.actor()
    context.ledger.note(
        event,
        decision=session.id,
        unit=f"{session.space}/*",
        who=f"{actor.name} ({actor.how_known})",
        about=(("incident", session.incident), ("resource", str(one.resource)), ("path", one.path)),
    )


def _may(context: Context, session: Session) -> None:
    actor = context.operator.actor()
    if session.ended or actor.is_agent:
        raise Blocked(
            "Nothing was frozen",
            why=f"session {session.incident} is over" if session.ended else f"{actor.name} is a program",
            next_step="headgate breakglass start, by a person",
            ref=session.id,
        )


def _meant(context: Context, step: FreezeStep) -> Frozen:
    named = step.change.resource
    if isinstance(named, int):
        raise TypeError("live fields are named by their resource")
    due = datetime.fromtimestamp(int(context.clock.seconds() + step.prove_after_seconds), UTC)
    return Frozen(
        resource=named,
        path=str(step.change.path),
        before=_kept(step.seen.value),
        value=_kept(step.change.value),
        reverter=step.reverter.value,
        why=step.why,
        state=FreezeState.MEANT,
        since=context.clock.now(),
        prove_at=due.strftime("%Y-%m-%dT%H:%M:%SZ"),
        by=context.operator.actor().name,
    )


def _kept(value: Value | Absent) -> tuple[Value, ...]:
    return () if isinstance(value, Absent) else (value,)
