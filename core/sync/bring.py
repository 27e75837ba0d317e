"""Bring: one unit of a proposal goes as far as it can without a person."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from core.errors import SideMoved
from core.merge.places import Side
from core.merge.resolution import Field, Resolution
from core.merge.verdict import Verdict
from core.model.item import Item
from core.model.names import NO_DATA, NO_REVISION, UnitName
from core.model.plan import Plan
from core.model.proposal import Commit, OfferState, Proposal
from core.model.syncpoint import SyncPoint
from core.model.unit import RevisionSource
from core.progress import NoProgress, never_stop
from core.sync.carry.steps import carry_out
from core.sync.compared import Compared, Relation, compared
from core.sync.context import Context
from core.sync.decide import value_of
from core.sync.gather import Gathered, commit_of, gather, with_git
from core.sync.holding import FROM_GIT, HELD, why_it_waits
from core.sync.items import waiting
from core.sync.planning import Intent, make_plan
from core.sync.points import Settled, advanced, next_point
from core.sync.texts import canonical

__all__ = ["Became", "UnitOutcome", "bring"]

_TRIES: Final = 5


class Became(StrEnum):
    """What became of one unit."""

    QUIET = "nothing new"
    ADVANCED = "base commit advanced"
    AGREED = "agreed"
    ADOPTED = "adopted"
    CREATED = "created"
    PROMOTED = "promoted"
    PENDING = "pending"
    OLDER = "older than what was proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOutcome:
    """One unit after a propose.

    Attributes:
        unit: which.
        became: what became of it; a unit can be promoted in part and pending for the rest.
        revision: number of the new revision; 0 for none.
        item: the item that waits now; None where nothing does.
        why: why it waits, or what was promoted, in words.
    """

    unit: UnitName
    became: Became
    revision: int = 0
    item: Item | None = None
    why: str = ""


def bring(context: Context, sides: Gathered, *, dry_run: bool) -> tuple[UnitOutcome, SyncPoint | None]:
    """Bring one unit as far as it goes; the second answer is a sync point to store with the others."""
    for _ in range(_TRIES):
        unit = compared(sides, catalog=context.catalog, key=context.digest_key)
        try:
            return _brought(context, unit, dry_run=dry_run)
        except SideMoved:
            fresh = gather(context, sides.unit)
            sides = with_git(fresh, sides.git_text, commit_of(sides), sides.paths)
    raise SideMoved(
        f"Could not promote {sides.unit}",
        why=f"Head moved under it {_TRIES} times in a row",
        next_step="headgate propose again when the other writer is done",
    )


def _brought(context: Context, unit: Compared, *, dry_run: bool) -> tuple[UnitOutcome, SyncPoint | None]:
    sides = unit.sides
    apart = [field for field in unit.fields if not field.place.git_is_hub]
    if unit.relation is Relation.UNRELATED and not apart:
        _end_offer(context, sides, dry_run=dry_run)
        return UnitOutcome(unit=sides.unit, became=Became.ADOPTED), _adopted(context, sides)
    asked = unit.relation is Relation.UNRELATED
    offers = apart if asked else [field for field in apart if field.place.git_changed]
    if not offers:
        return _nothing_offered(context, unit, dry_run=dry_run)
    why, ready = why_it_waits(unit, offers), _ready(unit)
    if not why and ready:
        return _promoted(context, unit, ready, dry_run=dry_run), None
    return _pending(context, unit, why or HELD, dry_run=dry_run), None


def _ready(unit: Compared) -> tuple[Field, ...]:
    """The fields that go in by themselves: Git alone changed them and no rule keeps them back."""
    return tuple(field for field in unit.fields if field.verdict in FROM_GIT and field.rule is Side.GIT)


def _nothing_offered(
    context: Context, unit: Compared, *, dry_run: bool
) -> tuple[UnitOutcome, SyncPoint | None]:
    """Git says nothing new: end what waited, move the base over fields that agree, note the commit."""
    sides = unit.sides
    agreed = [field for field in unit.fields if field.place.git_changed and field.place.git_is_hub]
    _end_offer(context, sides, dry_run=dry_run)
    if agreed:
        point = _caught_up(unit, _agreed_point(context, sides, agreed))
        return UnitOutcome(unit=sides.unit, became=Became.AGREED, why=_paths(agreed)), point
    if sides.point is not None and _same_git(sides.point, sides):
        return UnitOutcome(unit=sides.unit, became=Became.QUIET), None
    after = advanced(sides, catalog=context.catalog, key=context.digest_key)
    return UnitOutcome(unit=sides.unit, became=Became.ADVANCED), after


def _end_offer(context: Context, sides: Gathered, *, dry_run: bool) -> None:
    if sides.proposal is not None and not dry_run:
        context.proposals.settle(sides.proposal.id, OfferState.SUPERSEDED, reason="Git and the hub agree now")


def _same_git(point: SyncPoint, sides: Gathered) -> bool:
    at, seen = sides.commit, point.commit
    return at is not None and seen is not None and at.oid == seen.oid and point.git_text == sides.git_text


def _caught_up(unit: Compared, point: SyncPoint) -> SyncPoint:
    """Take Head for the one of the agreement, unless it holds something that Git does not know."""
    head = unit.sides.head
    if head is None or any(f.place.hub_changed and not f.place.git_is_hub for f in unit.fields):
        return point
    return replace(point, hub_revision=head.number, hub_hash=head.data_hash)


def _agreed_point(context: Context, sides: Gathered, agreed: Sequence[Field]) -> SyncPoint:
    settled = [Settled(place=f.place, choice="clean", result=value_of(f, Side.HUB)) for f in agreed]
    return next_point(
        sides,
        settled,
        catalog=context.catalog,
        key=context.digest_key,
        cause="agreed",
        about=_about(context, "agreed"),
    )


def _about(context: Context, reason: str) -> dict[str, str]:
    actor = context.operator.actor().name
    return {"decision": "", "reason": reason, "actor": actor, "when": context.clock.now()}


def _adopted(context: Context, sides: Gathered) -> SyncPoint:
    """Make the first point of a unit on which both sides mean the same."""
    return SyncPoint(
        unit=sides.unit,
        version=0,
        base=canonical(sides.git),
        git_text=sides.git_text,
        commit=sides.commit,
        paths=sides.paths,
        hub_revision=sides.head.number if sides.head else NO_REVISION,
        hub_hash=sides.head.data_hash if sides.head else NO_DATA,
        cause="adopted",
        actor=context.operator.actor().name,
        time=context.clock.now(),
    )


def _promoted(context: Context, unit: Compared, ready: Sequence[Field], *, dry_run: bool) -> UnitOutcome:
    plan = _promotion(context, unit, ready)
    became = Became.CREATED if unit.sides.head is None else Became.PROMOTED
    if dry_run:
        return UnitOutcome(unit=unit.sides.unit, became=became, why=plan.hub)
    receipt = carry_out(context, plan, progress=NoProgress(), stop=never_stop())
    held = _still_waiting(context, unit)
    return UnitOutcome(
        unit=unit.sides.unit, became=became, revision=receipt.revision, item=held, why=_paths(ready)
    )


def _promotion(context: Context, unit: Compared, ready: Sequence[Field]) -> Plan:
    commit = commit_of(unit.sides)
    quiet = [f for f in unit.fields if f.place.git_changed and f.place.git_is_hub]
    settled = [Settled(place=f.place, choice="clean", result=value_of(f, Side.GIT)) for f in (*ready, *quiet)]
    created = unit.sides.head is None
    return make_plan(
        context,
        Intent(
            unit=unit,
            settled=tuple(settled),
            resolution=Resolution(fields=tuple(ready)),
            item=None,
            actor=_actor(context),
            author=commit.author,
            reason=f"commit {commit.oid[:7]} {commit.subject}",
            cause="created" if created else "promoted",
            source=RevisionSource.GIT,
            partial=bool(unit.of(Verdict.HOLD)),
            twin=f"headgate propose --commit {commit.oid[:12]}",
        ),
    )


def _still_waiting(context: Context, unit: Compared) -> Item | None:
    """Offer again what was held back when the rest went in."""
    if not unit.of(Verdict.HOLD):
        return None
    fresh = gather(context, unit.sides.unit)
    sides = with_git(fresh, unit.sides.git_text, commit_of(unit.sides), unit.sides.paths)
    again = compared(sides, catalog=context.catalog, key=context.digest_key)
    return _pending(context, again, HELD, dry_run=False).item


def _pending(context: Context, unit: Compared, why: str, *, dry_run: bool) -> UnitOutcome:
    sides = unit.sides
    if not dry_run and _overtaken(context, sides):
        return UnitOutcome(unit=sides.unit, became=Became.OLDER, why="a newer commit was offered meanwhile")
    offer = _proposal(context, sides, why, "") if dry_run else _offered(context, sides, why)
    waits = waiting(replace(unit, sides=replace(sides, proposal=offer)), context.catalog, context.digest_key)
    item = waits[0].item if waits else None
    return UnitOutcome(unit=sides.unit, became=Became.PENDING, item=item, why=why)


def _overtaken(context: Context, sides: Gathered) -> bool:
    """Tell whether another run offered a newer commit since the sides were read."""
    mine = commit_of(sides)
    for other in context.proposals.pending(sides.unit.space):
        if other.unit == sides.unit and other.commit.oid != mine.oid:
            return context.repository.contains(other.commit.oid, mine.oid)
    return False


def _offered(context: Context, sides: Gathered, why: str) -> Proposal:
    """Store the offer; the one that waits already stays, and one that ended does not stand for a new one."""
    waits, base = sides.proposal, sides.head.data_hash if sides.head else NO_DATA
    same = waits is not None and (waits.data, waits.base_hash, waits.reason) == (sides.git_text, base, why)
    if waits is not None and same and not _left_behind(context, waits, commit_of(sides)):
        return waits
    salt = waits.id if waits else ""
    while True:
        stored = context.proposals.offer(_proposal(context, sides, why, salt))
        if stored.state is OfferState.PENDING:
            return stored
        salt = stored.id


def _left_behind(context: Context, waits: Proposal, now: Commit) -> bool:
    """Tell whether the same content is offered by another history: who wrote it may be somebody else."""
    return waits.commit.oid != now.oid and context.repository.has_left(waits.commit.oid)


def _proposal(context: Context, sides: Gathered, why: str, salt: str) -> Proposal:
    """Name a proposal by unit, base and content, so that the same offer made twice is one."""
    base = sides.head.data_hash if sides.head else NO_DATA
    content = f"{sides.unit}\n{base}\n{salt}\n{sides.git_text}"
    digest = hmac.new(context.digest_key.key, content.encode(), hashlib.sha256).hexdigest()
    return Proposal(
        id=f"prop-{sides.unit.unit}-{digest[:12]}",
        unit=sides.unit,
        data=sides.git_text,
        commit=commit_of(sides),
        paths=sides.paths,
        base_revision=sides.head.number if sides.head else NO_REVISION,
        base_hash=base,
        state=OfferState.PENDING,
        reason=why,
        created=context.clock.now(),
    )


def _actor(context: Context) -> str:
    actor = context.operator.actor()
    return f"{actor.name} ({actor.how_known})"


def _paths(fields: Sequence[Field]) -> str:
    return ", ".join(str(field.path) or str(field.place.resource) for field in fields)
