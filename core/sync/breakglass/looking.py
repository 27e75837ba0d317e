"""Looking: what live holds now against what it held when the session began, field by field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from core.errors import SideMoved, SourceUnreadable
from core.fieldpath import FieldPath
from core.krm.read.documents import Documents
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, UNKNOWN
from core.merge.places import Held
from core.merge.resolution import Field
from core.model.item import UnknownUnit
from core.model.names import UnitName
from core.model.session import SeenChange, Session
from core.model.session_results import Looked
from core.ports.moves import Moved
from core.report.held import json_value
from core.sync.breakglass.book import SessionBook
from core.sync.breakglass.kept import kept_of_hub, kept_of_live, name_of_hub, sides_kept, sides_of
from core.sync.breakglass.observations import old_reports
from core.sync.compared import Compared, Digest, compared, held_in
from core.sync.context import Context
from core.sync.gather import Gathered, Unread, gather_space
from core.sync.owners import LiveOwners

__all__ = ["look", "named", "standing_now"]

_TRIES: Final = 5
_OF_LIVE: Final = "live "


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """One live difference, as it may be shown."""

    unit: UnitName
    key: str
    before: object
    now: object
    digest: str
    who: str

    @property
    def name(self) -> tuple[UnitName, str]:
        return self.unit, self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What one look found.

    Attributes:
        found: the live differences.
        unknown: what could not be looked at.
        read: the units whose live side was read.
        units: all that was read of the space.
        is_offline: the hub could not be read.
    """

    found: Sequence[_Found]
    unknown: tuple[UnknownUnit, ...]
    read: frozenset[UnitName]
    units: Sequence[Gathered]
    is_offline: bool


def look(context: Context, book: SessionBook, session: Session, moved: Sequence[Moved] = ()) -> Looked:
    """Look at live and note in the session what changed; where another terminal noted meanwhile, look again.

    A unit that cannot be read keeps what was seen of it; what a provider reports is old where it does not
    look at the cloud any more.

    Args:
        context: the ports.
        book: of the sessions.
        session: which.
        moved: what live said of itself since the last look: who put something back is known by it.

    Raises:
        SideMoved: another terminal kept writing.
        StorageUnwritable: the session cannot be written.
        SourceUnreadable: the sessions cannot be read.
    """
    writers = {str(one.resource): one.manager for one in moved}
    for _ in range(_TRIES):
        seen, moment = _differences(context, book, session), context.clock.moment()
        noted = _noted(_told_apart(context, book, session, seen), seen, context.clock.now(), writers)
        noted = _kept(book, noted, seen)
        if noted == session and not session.count.is_due(moment):
            return Looked(session=session, unknown=seen.unknown)
        try:
            if seen.is_offline:
                _tell(context, session, noted)
            counted = replace(noted, counted=session.count.again(moment))
            return Looked(session=book.save(counted), unknown=seen.unknown)
        except SideMoved:
            session = book.find(session.id)
    raise SideMoved(
        f"Session {session.id} is written by others without a pause",
        why="another terminal changed it each time",
        next_step="headgate breakglass status, once more",
        ref=session.id,
    )


def standing_now(context: Context, book: SessionBook, session: Session) -> Session:
    """Note the live differences that are there already, by digests, and keep what live is compared with.

    While the hub is out of reach live is compared with itself, as it is now.
    """
    seen = _differences(context, book, replace(session, started=""))
    if seen.is_offline:
        return _kept_of_live(context, book, session)
    kept = _kept(book, session, seen)
    if seen.unknown:
        return kept
    standing = tuple((named(one.unit, one.key), one.digest) for one in seen.found)
    return replace(kept, snapshot=context.clock.now(), standing=standing)


def _told_apart(context: Context, book: SessionBook, session: Session, seen: "_Seen") -> Session:
    """Tell apart what live held already when the session began while the hub was away, once that is back."""
    kept = book.kept(session) if session.kept.startswith(_OF_LIVE) and not seen.is_offline else None
    if kept is None:
        return session
    began = {one.unit: one.hub for one in sides_kept(context, session.space, kept)}
    standing = [
        (named(one.unit, one.key), one.digest)
        for one in seen.found
        if one.unit in began and _digest_in(context, began[one.unit], one.key) == one.digest
    ]
    return replace(session, standing=(*session.standing, *standing))


def _digest_in(context: Context, documents: Documents | None, key: str) -> str | None:
    resource, _, path = key.partition("#")
    place = ResourceId.parse(resource), FieldPath.parse(path)
    return Digest(*place, context.catalog, context.digest_key).of(held_in(documents, *place))


def _kept(book: SessionBook, session: Session, seen: "_Seen") -> Session:
    if seen.is_offline:
        return session
    return book.keep(session, name_of_hub(seen.units), lambda: kept_of_hub(seen.units))


def _kept_of_live(context: Context, book: SessionBook, session: Session) -> Session:
    found = kept_of_live(context, session.space)
    return session if found is None else book.keep(session, f"{_OF_LIVE}{session.started}", lambda: found)


def _tell(context: Context, before: Session, noted: Session) -> None:
    """Put on record what is seen while the hub is out of reach: which fields, never what they hold."""
    fresh = [one for one in noted.changes if one not in before.changes]
    if fresh:
        context.ledger.note(
            "seen live, not yet in hub",
            decision=noted.id,
            unit=f"{noted.space}/*",
            who=context.operator.actor().name,
            about=(("incident", noted.incident), *(("field", named(one.unit, one.key)) for one in fresh)),
        )


def named(unit: UnitName, key: str) -> str:
    """Name a field of a space's unit."""
    return f"{unit}#{key}"


def _differences(context: Context, book: SessionBook, session: Session) -> "_Seen":
    """Compare live with what was last applied, or where the hub cannot be read with what was kept of that."""
    try:
        units, unread = gather_space(context, session.space)
    except SourceUnreadable as error:
        kept = book.kept(session)
        also = f"; live is compared with {kept.what}, as it is kept here" if kept else ""
        unknown = [UnknownUnit(unit=f"{session.space}/*", why=f"{error.what}: {error.why}{also}")]
        units = sides_of(context, session.space, kept) if kept else ()
        return _seen(context, session, units, unknown, is_offline=True)
    unknown = [UnknownUnit(unit=str(unit), why=why.why) for unit, why in unread.items()]
    return _seen(context, session, units, unknown, is_offline=False)


def _seen(
    context: Context,
    session: Session,
    units: Sequence[Gathered],
    unknown: list[UnknownUnit],
    *,
    is_offline: bool,
) -> "_Seen":
    found: list[_Found] = []
    read: set[UnitName] = set()
    for sides in units:
        if isinstance(sides.live, Unread):
            unknown.append(UnknownUnit(unit=str(sides.unit), why=sides.live.why))
            continue
        read.add(sides.unit)
        old = old_reports(sides.live, session.started)
        unknown += [UnknownUnit(unit=str(sides.unit), why=why) for why in old]
        found += _of_unit(context, sides)
    return _Seen(
        found=found, unknown=tuple(unknown), read=frozenset(read), units=units, is_offline=is_offline
    )


def _of_unit(context: Context, sides: Gathered) -> Iterator[_Found]:
    unit = compared(sides, catalog=context.catalog, key=context.digest_key)
    owners = LiveOwners(sides)
    for field in _drifted(unit):
        digest = Digest(field.place.resource, field.path, context.catalog, context.digest_key)
        owner = owners.of_place(field.place)
        place = field.place
        yield _Found(
            unit=sides.unit,
            key=field.key,
            before=_json(held_in(sides.applied, place.resource, place.path), sensitive=place.sensitive),
            now=_json(place.live, sensitive=place.sensitive),
            digest=digest.of(field.place.live) or "",
            who=(owner.who or owner.how) if owner else "",
        )


def _drifted(unit: Compared) -> Sequence[Field]:
    return [field for field in unit.fields if field.place.live_changed]


def _noted(session: Session, seen: _Seen, now: str, writers: Mapping[str, str]) -> Session:
    """Bring the changes up to what was found. Pure."""
    standing, read = dict(session.standing), seen.read
    there = {one.name: one for one in seen.found}
    known = {(one.unit, one.key): one for one in session.changes}
    changes = [_again(one, there.get(name), read, now, writers) for name, one in known.items()]
    for name, one in there.items():
        if name not in known and standing.get(named(*name)) != one.digest:
            changes.append(_first(one, now))
    return replace(session, changes=tuple(changes))


def _first(found: _Found, now: str) -> SeenChange:
    return SeenChange(
        unit=found.unit,
        key=found.key,
        before=found.before,
        now=found.now,
        digest=found.digest,
        who=found.who,
        first_seen=now,
        last_seen=now,
    )


def _again(
    change: SeenChange, found: _Found | None, read: frozenset[UnitName], now: str, writers: Mapping[str, str]
) -> SeenChange:
    """Note another value, or that it is as before again; what becomes of it is asked anew then."""
    if found is None:
        gone = change.unit in read and not (change.undone or change.carried)
        return (
            replace(change, undone=now, undone_by=writers.get(change.key.partition("#")[0], ""))
            if gone
            else change
        )
    if found.digest == change.digest and not change.undone:
        return change
    return replace(_first(found, now), first_seen=change.first_seen)


def _json(held: Held, *, sensitive: bool) -> object:
    """Give a value as JSON can carry it; a missing one is marked, a secret one is not said."""
    if held is ABSENT or held is UNKNOWN:
        return {"absent": True}
    return "(secret)" if sensitive else json_value(held)
