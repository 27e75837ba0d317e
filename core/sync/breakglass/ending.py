"""Ending: what becomes of each change is said, planned, carried out as decisions, and the session closed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.errors import DecisionPending, HeadgateError, NotFound, SideMoved, UsageError
from core.merge.places import Side
from core.merge.resolution import Field, Resolution
from core.merge.verdict import Verdict
from core.model.names import UnitName
from core.model.plan import Plan, Receipt
from core.model.proposal import Capture
from core.model.session import Disposition, SeenChange, Session, SessionState
from core.model.session_results import Ended
from core.model.unit import RevisionSource
from core.progress import Progress, Stop
from core.sync.breakglass.book import SessionBook
from core.sync.breakglass.leaving import leave
from core.sync.breakglass.observations import refuse_old
from core.sync.breakglass.starting import later
from core.sync.capture import readable
from core.sync.carry.steps import carry_out
from core.sync.compared import Compared, Digest
from core.sync.context import Context
from core.sync.decide import value_of
from core.sync.inbox import read_unit
from core.sync.planning import Intent, LiveStep, make_plan
from core.sync.points import Settled

__all__ = ["chosen_changes", "dispose", "end", "plans_of", "short_name"]

_KEEP = Disposition.KEEP
_WRITES = {Disposition.KEEP: Side.LIVE, Disposition.BEFORE: Side.HUB}


def chosen_changes(session: Session, names: Sequence[str]) -> frozenset[tuple[UnitName, str]]:
    """Find the changes that names mean, or all that are open where there is no name.

    A name is a unit, for all of its changes; a path or the end of one, where that is unique; or both, as
    ``unit#path``.

    Raises:
        NotFound: a name fits no change.
        UsageError: a path fits several.
    """
    if not names:
        return frozenset((one.unit, one.key) for one in session.undecided)
    return frozenset(one for name in names for one in _meant(session, name))


def _meant(session: Session, name: str) -> Sequence[tuple[UnitName, str]]:
    there = [one for one in session.changes if not (one.undone or one.carried)]
    unit, hash_sign, path = name.partition("#")
    of_unit = [one for one in there if unit in {one.unit.unit, str(one.unit)}]
    if of_unit and not hash_sign:
        return [(one.unit, one.key) for one in of_unit]
    among, wanted = (of_unit, path) if of_unit else (there, name)
    fits = [one for one in among if wanted == one.key] or [one for one in among if _ends(one, wanted)]
    if len(fits) == 1:
        return [(fits[0].unit, fits[0].key)]
    listed = ", ".join(short_name(one) for one in (fits or there)) or "none"
    if not fits:
        raise NotFound(
            f"No change of this session is named {name!r}",
            why=f"its changes are: {listed}",
            next_step="headgate breakglass status lists them",
        )
    raise UsageError(
        f"{name!r} fits several changes", why=f"it could be: {listed}", next_step="give more of its path"
    )


def short_name(change: SeenChange) -> str:
    """Name a change as it can be typed: ``cart#spec.replicas``."""
    return f"{change.unit.unit}#{change.key.partition('#')[2]}"


def _ends(change: SeenChange, path: str) -> bool:
    whole = change.key.partition("#")[2]
    before = whole[: -len(path)] if path and whole.endswith(path) else None
    return before is not None and (not before or before.endswith(".") or path.startswith("["))


def dispose(
    context: Context,
    book: SessionBook,
    session: Session,
    names: Sequence[str],
    said: Disposition,
    *,
    minutes: int = 0,
) -> Session:
    """Say what becomes of some changes, or of all that are open; writes the session and nothing else.

    What is left for later may be left for some minutes; 0 for as long as it takes.

    Raises:
        NotFound: a name fits no change.
        UsageError: a name fits several.
        SideMoved: another terminal changed the session meanwhile.
        SourceUnreadable: what is to be kept was seen in the cloud before the session began.
        StorageUnwritable: it cannot be written.
    """
    if said is Disposition.KEEP:
        refuse_old(context, session, names)
    keys = chosen_changes(session, names)
    until = later(context, minutes) if minutes and said is Disposition.LATER else ""
    return book.save(session.with_disposition(keys, said, context.operator.actor().name, until=until))


def plans_of(context: Context, session: Session) -> tuple[Plan, ...]:
    """Plan what ending the session writes: one decision a unit.

    Raises:
        DecisionPending: a change has nothing said about it; names it.
        SideMoved: live holds something else than was looked at, or the field is a conflict by now.
        Blocked: a secret would be captured.
        SourceUnreadable: hub or live cannot be read; what was said is kept.
    """
    if session.undecided:
        listed = [short_name(one) for one in session.undecided]
        raise DecisionPending(
            f"{len(listed)} change{'s' if len(listed) > 1 else ''} of {session.incident} still undecided",
            why=", ".join(listed),
            next_step="headgate breakglass capture|before|later CHANGE says what becomes of it",
            ref=session.id,
        )
    return tuple(_plan(context, session, unit) for unit in _units(session))


def end(
    context: Context,
    book: SessionBook,
    session: Session,
    plans: Sequence[Plan],
    *,
    progress: Progress,
    stop: Stop,
) -> Ended:
    """Carry the plans out, offer what is left for later as captures, and close the session.

    One that fails stops no other; the session stays open then and says what was done. It stays open too where
    another terminal saw a change meanwhile of which nobody said what becomes.

    Raises:
        SideMoved: another terminal decided otherwise or ended it; nothing was written. Or they kept writing.
        StorageUnwritable: the session cannot be written.
    """
    _refuse_moved(book.find(session.id), session)
    receipts: list[Receipt] = []
    failed: list[tuple[UnitName, HeadgateError]] = []
    for number, plan in enumerate(plans):
        try:
            receipts.append(carry_out(context, plan, progress=progress, stop=stop))
        except HeadgateError as error:
            failed.append((plan.unit, error))
        progress.step("units", number + 1, len(plans))
    left = leave(context, session)
    failed += left.failed
    session = _written_down(book, session, receipts)
    if not session.ended:
        session = _closed(context, book, session, through=not (failed or session.undecided))
    return Ended(session=session, receipts=tuple(receipts), captures=left.captures, failed=tuple(failed))


def _refuse_moved(now: Session, session: Session) -> None:
    """Refuse to carry out what another terminal decided otherwise since the plans were made."""
    meant = [[(c.unit, c.key, c.digest, c.disposition) for c in one.changes] for one in (now, session)]
    if now.ended or meant[0] != meant[1]:
        raise SideMoved(
            f"Nothing of {session.incident} was written",
            why=f"another terminal ended it {now.ended}"
            if now.ended
            else "another terminal changed it since",
            next_step="headgate breakglass status shows it as it is now",
            ref=session.id,
        )


def _written_down(book: SessionBook, session: Session, receipts: Sequence[Receipt]) -> Session:
    """Note what was carried out in the session as it is by now: a look of another terminal loses nothing."""
    units, done = {one.unit for one in receipts}, [(str(one.unit), _words(one)) for one in receipts]
    kept = {(one.unit, one.key): one.digest for one in session.to_keep if one.unit in units}

    def noted(change: SeenChange) -> SeenChange:
        """Live is no longer otherwise than applied, and yet nobody took it back."""
        is_kept = kept.get((change.unit, change.key)) == change.digest and change.disposition is _KEEP
        return replace(change, carried=True, undone="", undone_by="") if is_kept else change

    return book.change(
        session,
        lambda now: replace(now, done=(*now.done, *done), changes=tuple(noted(one) for one in now.changes)),
    )


def _closed(context: Context, book: SessionBook, session: Session, *, through: bool) -> Session:
    context.ledger.note(
        "break-glass ends" if through else "break-glass is not through",
        decision=session.id,
        unit=f"{session.space}/*",
        who=context.operator.actor().name,
        about=(("incident", session.incident), *session.done),
    )
    if not through:
        return session
    when = context.clock.now()
    ended = book.forget(session)
    return book.change(ended, lambda now: replace(now, state=SessionState.ENDED, ended=when, kept=""))


def _words(receipt: Receipt) -> str:
    did = "; ".join(f"{side} {what}" for side, what in receipt.done)
    return f"decision {receipt.decision}: {did}"


def _units(session: Session) -> tuple[UnitName, ...]:
    return tuple(dict.fromkeys(one.unit for one in session.changes if _writes(one)))


def _writes(change: SeenChange) -> bool:
    return change.disposition in _WRITES and not (change.undone or change.carried)


def _plan(context: Context, session: Session, unit: UnitName) -> Plan:
    found = readable(read_unit(context, unit))
    fields = {field.key: field for field in found.fields if field.place.live_changed}
    wanted = [one for one in session.changes if one.unit == unit and _writes(one)]
    chosen = [(_still(context, found, fields, one), _WRITES[one.disposition]) for one in wanted]
    actor = context.operator.actor()
    resolution = Resolution(fields=tuple(field for field, _ in chosen))
    for field, side in chosen:
        resolution = resolution.choose([field.key], side)
    reverts = any(side is Side.HUB for _, side in chosen)
    return make_plan(
        context,
        Intent(
            unit=found,
            settled=tuple(
                Settled(place=field.place, choice=side.value, result=value_of(field, side))
                for field, side in chosen
            ),
            resolution=resolution,
            item=None,
            captures=_answered(found, [field for field, _ in chosen]),
            actor=f"{actor.name} ({actor.how_known})",
            author=actor.name,
            reason=f"{session.incident}: {session.reason}",
            cause="captured",
            source=RevisionSource.BREAK_GLASS,
            incident=session.incident,
            live=LiveStep.REVERT if reverts else LiveStep.NOTHING,
            partial=True,
            twin=f"headgate breakglass end --session {session.id}",
        ),
    )


def _still(context: Context, unit: Compared, fields: dict[str, Field], change: SeenChange) -> Field:
    """Find the field as it was looked at; what was decided never lands on another value."""
    field = fields.get(change.key)
    if field is None or _digest(context, field) != change.digest:
        raise SideMoved(
            f"{change.key} of {unit.sides.unit} changed after it was looked at",
            why="live holds another value now",
            next_step="headgate breakglass status, then say again what becomes of it",
        )
    if field.verdict in {Verdict.CONFLICT, Verdict.CONFLICT_LIVE}:
        raise SideMoved(
            f"{change.key} of {unit.sides.unit} meets a change of the hub or of Git",
            why="it is a conflict: what was said of the live change was said without that",
            next_step=f"headgate show {unit.sides.unit} decides it; "
            f"or headgate breakglass later {short_name(change)}",
        )
    return field


def _digest(context: Context, field: Field) -> str:
    digest = Digest(field.place.resource, field.path, context.catalog, context.digest_key)
    return digest.of(field.place.live) or ""


def _answered(unit: Compared, fields: Iterable[Field]) -> tuple[Capture, ...]:
    keys = {field.key for field in fields}
    return tuple(capture for capture in unit.sides.captures if keys.issuperset(capture.paths))
