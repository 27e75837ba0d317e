"""After: what a session kept is read back once those whom it stopped were let go and had their time.

What was left for later for a time is looked after too, until it is decided. Nothing is put back.
Source: domain.md §4.7, step 7: live is unchanged for one poll interval.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.errors import HeadgateError, NotFound
from core.fieldpath import FieldPath
from core.krm.read.documents import Documents
from core.krm.resource import ResourceId
from core.merge.places import Held
from core.model.freeze import FreezeState
from core.model.item import UnknownUnit
from core.model.names import UnitName
from core.model.session import Disposition, SeenChange, Session
from core.sync.breakglass.book import SessionBook
from core.sync.breakglass.leaving import waits
from core.sync.breakglass.thawing import Proved
from core.sync.compared import Compared, Digest, held_in
from core.sync.context import Context
from core.sync.gather import Unread
from core.sync.inbox import read_unit

__all__ = ["look_after"]


def look_after(context: Context, book: SessionBook, session: Session) -> Proved:
    """Read back what an ended session kept, and see what it left for later; writes the session alone.

    What cannot be read is said, and stays to be looked at.

    Raises:
        SideMoved: another terminal changed the session meanwhile.
        StorageUnwritable: it cannot be written.
    """
    decided, blind = _decided(context, session)
    after, unknown = _read_back(context, decided)
    return Proved(
        session=session if after == session else book.save(after),
        unknown=tuple(dict.fromkeys((*blind, *unknown))),
    )


def _read_back(context: Context, session: Session) -> tuple[Session, tuple[UnknownUnit, ...]]:
    now = context.clock.now()
    due = [one for one in session.frozen if one.state is FreezeState.THAWED and not one.proved]
    if not due or session.standing_freezes or any(now < one.prove_at for one in due):
        return session, ()
    kept = [one for one in session.changes if one.disposition is Disposition.KEEP and not one.undone]
    gone, unknown = _gone(context, kept)
    if unknown:
        return session, unknown
    since = max(now, _just_after(session.ended))
    changes = tuple(replace(one, undone=since) if one in gone else one for one in session.changes)
    frozen = tuple(replace(one, proved=now) if one in due else one for one in session.frozen)
    return replace(session, changes=changes, frozen=frozen), ()


def _just_after(moment: str) -> str:
    """Give the next second: whatever the wall clock says by now, this comes after the session's end."""
    return (datetime.fromisoformat(moment) + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _decided(context: Context, session: Session) -> tuple[Session, tuple[UnknownUnit, ...]]:
    """Take the time off what was left for later and waits in the inbox no more: decided, or gone."""
    decided: list[SeenChange] = []
    unknown: list[UnknownUnit] = []
    for one in session.left:
        try:
            decided += [] if waits(context, one) else [one]
        except NotFound:
            decided.append(one)
        except HeadgateError as error:
            unknown.append(_unknown(one.unit, error))
    changes = tuple(replace(one, until="") if one in decided else one for one in session.changes)
    return replace(session, changes=changes), tuple(dict.fromkeys(unknown))


def _unknown(unit: UnitName, error: HeadgateError) -> UnknownUnit:
    return UnknownUnit(unit=str(unit), why=f"{error.what}: {error.why}")


def _gone(
    context: Context, kept: Sequence[SeenChange]
) -> tuple[Sequence[SeenChange], tuple[UnknownUnit, ...]]:
    """Find what was kept and does not stand any more, and what could not be read."""
    gone: list[SeenChange] = []
    unknown: list[UnknownUnit] = []
    for name in dict.fromkeys(one.unit for one in kept):
        try:
            unit = read_unit(context, name)
        except NotFound:
            gone += [one for one in kept if one.unit == name]
            continue
        except HeadgateError as error:
            unknown.append(_unknown(name, error))
            continue
        if isinstance(unit.sides.live, Unread):
            unknown.append(UnknownUnit(unit=str(name), why=unit.sides.live.why))
        gone += [one for one in kept if one.unit == name and not _stands(context, unit, one)]
    return gone, tuple(unknown)


def _stands(context: Context, unit: Compared, change: SeenChange) -> bool:
    named, _, at = change.key.partition("#")
    resource, path = ResourceId.parse(named), FieldPath.parse(at)
    if _moved_within(unit, resource, path):
        return False
    digest = Digest(resource, path, context.catalog, context.digest_key)
    return digest.of(_now(unit, change, resource, path)) == change.digest


def _moved_within(unit: Compared, resource: ResourceId, path: FieldPath) -> bool:
    """Tell whether a part of what was kept, or all around it, is live otherwise than it was applied."""
    for place in unit.comparison.places:
        if place.live_changed and place.resource.key == resource.key and place.path != path:
            shared = min(len(place.path.steps), len(path.steps))
            if place.path.steps[:shared] == path.steps[:shared]:
                return True
    return False


def _now(unit: Compared, change: SeenChange, resource: ResourceId, path: FieldPath) -> Held:
    """Read what live, or the cloud behind it, holds; where nothing drifted, that is what was applied."""
    for place in unit.comparison.places:
        if place.live_changed and f"{place.resource}#{place.path}" == change.key:
            return place.live
    live = unit.sides.live if isinstance(unit.sides.live, Documents) else None
    return held_in(unit.sides.applied or live, resource, path)
