"""Thawing: freezes are read back as proof while they stand, and let go from the bottom up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeAlias

from core.actuation.reverters import REVERTERS, Reverter
from core.errors import DecisionPending, HeadgateError, InputRefused, SourceUnreadable
from core.krm.edit.values import is_same, value_at
from core.krm.resource import ResourceId
from core.krm.values import Value
from core.model.freeze import FreezeState, Frozen
from core.model.item import UnknownUnit
from core.model.session import Disposition, SeenChange, Session
from core.ports.live import Live
from core.sync.breakglass.book import SessionBook
from core.sync.breakglass.freezing import over_live, rewritten, stored, tell_of
from core.sync.breakglass.looking import look
from core.sync.context import Context

__all__ = ["Proved", "at_risk", "prove", "thaw"]

_Key: TypeAlias = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """A session whose freezes were read back, and what could not be."""

    session: Session
    unknown: tuple[UnknownUnit, ...] = ()


def prove(context: Context, book: SessionBook, session: Session) -> Proved:
    """Read the freezes back: one that does not hold was taken back; one that holds after its time is proved.

    Raises:
        SideMoved: other terminals kept writing the session.
        StorageUnwritable: it cannot be written.
    """
    frozen = [one for one in session.frozen if one.state is FreezeState.FROZEN]
    if not frozen:
        return Proved(session=session)
    there, unknown = _read(context, session.space, frozen)
    now = context.clock.now()

    def seen(held: Sequence[Frozen]) -> tuple[Frozen, ...]:
        return tuple(_seen(one, there, now) for one in held)

    if seen(session.frozen) == session.frozen:
        return Proved(session=session, unknown=unknown)
    return Proved(session=rewritten(book, session, seen), unknown=unknown)


def _seen(one: Frozen, there: Mapping[_Key, Value], now: str) -> Frozen:
    if one.state is not FreezeState.FROZEN or one.resource.key not in there:
        return one
    if not is_same(value_at(there[one.resource.key], one.change(None).path), one.held):
        return replace(one, state=FreezeState.TAKEN_BACK, since=now)
    return replace(one, proved=now) if not one.proved and now >= one.prove_at else one


def at_risk(session: Session) -> tuple[SeenChange, ...]:
    """Name the live changes that whoever is let go would take back: no revision of the hub holds them."""
    return tuple(
        one
        for one in session.changes
        if not (one.undone or one.carried) and (not session.ended or one.disposition is Disposition.LATER)
    )


def thaw(
    context: Context, book: SessionBook, session: Session, *, over: Sequence[str] = (), anyway: bool = False
) -> Session:
    """Let go, from the bottom up, whoever the session stopped; stops where a step fails.

    A field that somebody set otherwise since is not touched: it is nobody's freeze any more. While the
    session is open live is looked at first, for what nobody saw yet would be taken back too.

    Args:
        context: the ports.
        book: of the sessions.
        session: whose freezes.
        over: field managers whose fields may be taken over, each named by a person.
        anyway: though live changes would be taken back that the hub does not hold.

    Raises:
        DecisionPending: live changes would be taken back; names them.
        SideMoved: a field moved meanwhile, or is somebody's who was not named; that one stays frozen.
        StorageUnwritable: the record cannot be written; nothing was sent.
        SourceUnreadable: live cannot be read or reached; that one stays frozen.
        InputRefused: live refuses a value; that one stays frozen.
        OutcomeUnknown: it was sent, and nobody knows; thaw again.
    """
    session = book.find(session.id)
    if not session.ended:
        session = look(context, book, session).session
    if at_risk(session) and not anyway:
        raise _too_early(session)
    live = over_live(context, over)
    for one in reversed(session.standing_freezes):
        state = _let_go(context, live, session, one)
        session = stored(book, session, one, _let_off(context, one, state))
    return session


def _let_off(context: Context, one: Frozen, state: FreezeState) -> Frozen:
    """Note what became of a freeze, and by when whoever was let go will have had its time."""
    takes = REVERTERS[Reverter(one.reverter)].latest_seconds or 0.0
    due = datetime.fromtimestamp(int(context.clock.seconds() + takes), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return replace(one, state=state, since=context.clock.now(), prove_at=due, proved="")


def _let_go(context: Context, live: Live, session: Session, one: Frozen) -> FreezeState:
    """Give a field back what it held; tells what became of the freeze."""
    there, unknown = _read(context, session.space, [one])
    if unknown:
        raise SourceUnreadable(
            f"Did not thaw {one.resource}",
            why=unknown[0].why,
            next_step="headgate breakglass thaw, once more",
        )
    held = value_at(there.get(one.resource.key), one.change(None).path)
    if is_same(held, one.thawed):
        return FreezeState.THAWED
    if not is_same(held, one.held):
        return FreezeState.TAKEN_BACK
    tell_of(context, "break-glass thaws", session, one)
    change, seen = one.change(one.thawed), one.change(one.held)
    live.apply(session.space, [change], whole="", token=session.id, seen=[seen])
    return FreezeState.THAWED


def _too_early(session: Session) -> DecisionPending:
    names = [f"{one.unit.unit}#{one.key.partition('#')[2]}" for one in at_risk(session)]
    return DecisionPending(
        f"Nothing was thawed: {len(names)} live change{'s' if len(names) > 1 else ''} would be taken back",
        why=f"the hub does not hold {', '.join(names)}",
        next_step="headgate breakglass end first, so that the hub carries them; or add --anyway",
        ref=session.id,
    )


def _read(
    context: Context, space: str, frozen: Sequence[Frozen]
) -> tuple[Mapping[_Key, Value], tuple[UnknownUnit, ...]]:
    """Read what the freezes are on; what is gone is given as nothing."""
    wanted: list[ResourceId] = list(dict.fromkeys(one.resource for one in frozen))
    try:
        observed = context.live.observe(space, wanted)
        documents = observed.documents("").documents
    except (SourceUnreadable, InputRefused) as error:
        return {}, (UnknownUnit(unit=f"freezes of {space}", why=_why(error)),)
    there: dict[_Key, Value] = {one.key: None for one in observed.missing}
    there |= {one.id.key: one.value for one in documents if one.id is not None}
    return there, tuple(UnknownUnit(unit=str(one), why=why) for one, why in observed.unread.items())


def _why(error: HeadgateError) -> str:
    return f"{error.what}: {error.why}"
