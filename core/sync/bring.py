"""Bring: one unit of a proposal goes as far as it can without a person."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from core.errors import SideMoved
from core.krm.values import ABSENT, UNKNOWN, Absent, Value
from core.merge.places import Side
from core.merge.resolution import Field, Resolution
from core.merge.verdict import Verdict
from core.model.item import Item
from core.model.names import NO_DATA, RevisionNumber, UnitName
from core.model.plan import Plan
from core.model.proposal import OfferState, Proposal
from core.model.syncpoint import SyncPoint
from core.model.unit import RevisionSource
from core.progress import NoProgress, never_stop
from core.sync.carry.steps import carry_out
from core.sync.compared import Compared, Relation, compared
from core.sync.context import Context
from core.sync.gather import Gathered, commit_of, gather, with_git
from core.sync.holding import FROM_GIT, why_it_waits
from core.sync.items import waiting
from core.sync.planning import Intent, make_plan
from core.sync.points import Settled, canonical, next_point

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
    if unit.relation is Relation.UNRELATED and not any(not f.place.git_is_hub for f in unit.fields):
        return UnitOutcome(unit=sides.unit, became=Became.ADOPTED), _point(context, sides, "adopted")
    ready = _ready(unit)
    offers = [field for field in unit.fields if field.place.git_changed and not field.place.git_is_hub]
    if not offers:
        return _nothing_offered(context, unit, dry_run=dry_run)
    why = why_it_waits(unit, offers)
    if not why and ready:
        return _promoted(context, unit, ready, dry_run=dry_run), None
    return _pending(context, unit, why or "held fields", dry_run=dry_run), None


def _ready(unit: Compared) -> tuple[Field, ...]:
    """The fields that go in by themselves: Git alone changed them and no rule keeps them back."""
    return tuple(field for field in unit.fields if field.verdict in FROM_GIT and field.rule is Side.GIT)


def _nothing_offered(
    context: Context, unit: Compared, *, dry_run: bool
) -> tuple[UnitOutcome, SyncPoint | None]:
    """Git says nothing new: end what waited, move the base over fields that agree, note the commit."""
    sides = unit.sides
    agreed = [field for field in unit.fields if field.place.git_changed and field.place.git_is_hub]
    if sides.proposal is not None and not dry_run:
        context.proposals.settle(sides.proposal.id, OfferState.SUPERSEDED, reason="Git and the hub agree now")
    if agreed:
        point = _agreed_point(context, sides, agreed)
        return UnitOutcome(unit=sides.unit, became=Became.AGREED, why=_paths(agreed)), point
    if sides.point is not None and _same_git(sides.point, sides):
        return UnitOutcome(unit=sides.unit, became=Became.QUIET), None
    return UnitOutcome(unit=sides.unit, became=Became.ADVANCED), _advanced(sides)


def _same_git(point: SyncPoint, sides: Gathered) -> bool:
    at, seen = sides.commit, point.commit
    return at is not None and seen is not None and at.oid == seen.oid and point.git_text == sides.git_text


def _advanced(sides: Gathered) -> SyncPoint | None:
    point = sides.point
    if point is None:
        return None
    return replace(point, git_text=sides.git_text, commit=sides.commit, paths=sides.paths)


def _agreed_point(context: Context, sides: Gathered, agreed: Sequence[Field]) -> SyncPoint:
    settled = [Settled(place=field.place, choice="clean", result=_held(field, Side.HUB)) for field in agreed]
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


def _point(context: Context, sides: Gathered, cause: str) -> SyncPoint:
    """Make the first point of a unit on which both sides mean the same."""
    return SyncPoint(
        unit=sides.unit,
        version=0,
        base=canonical(sides.git),
        git_text=sides.git_text,
        commit=sides.commit,
        paths=sides.paths,
        hub_revision=sides.head.number if sides.head else RevisionNumber(0),
        hub_hash=sides.head.data_hash if sides.head else NO_DATA,
        cause=cause,
        actor=context.operator.actor().name,
        time=context.clock.now(),
        key_id=context.digest_key.id,
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
    settled = [Settled(place=f.place, choice="clean", result=_held(f, Side.GIT)) for f in (*ready, *quiet)]
    created = unit.sides.head is None
    return make_plan(
        context,
        Intent(
            unit=unit,
            settled=tuple(settled),
            resolution=Resolution(fields=tuple(ready)),
            item=None,
            actor=context.operator.actor().name,
            author=commit.author,
            reason=f"commit {commit.oid[:7]} {commit.subject}",
            cause="created" if created else "promoted",
            source=RevisionSource.GIT,
            partial=bool(unit.of(Verdict.HOLD)),
        ),
    )


def _still_waiting(context: Context, unit: Compared) -> Item | None:
    """Offer again what was held back when the rest went in."""
    if not unit.of(Verdict.HOLD):
        return None
    fresh = gather(context, unit.sides.unit)
    sides = with_git(fresh, unit.sides.git_text, commit_of(unit.sides), unit.sides.paths)
    again = compared(sides, catalog=context.catalog, key=context.digest_key)
    return _pending(context, again, "live was changed and nobody triaged it yet", dry_run=False).item


def _pending(context: Context, unit: Compared, why: str, *, dry_run: bool) -> UnitOutcome:
    offer = _proposal(context, unit.sides, why)
    if not dry_run:
        offer = context.proposals.offer(offer)
    waits = waiting(replace(unit, sides=replace(unit.sides, proposal=offer)), context.catalog)
    return UnitOutcome(
        unit=unit.sides.unit, became=Became.PENDING, item=waits[0].item if waits else None, why=why
    )


def _proposal(context: Context, sides: Gathered, why: str) -> Proposal:
    """Name a proposal by unit, base and content, so that the same offer made twice is one."""
    base = sides.head.data_hash if sides.head else NO_DATA
    content = f"{sides.unit}\n{base}\n{sides.point.version if sides.point else 0}\n{sides.git_text}"
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Proposal(
        id=f"prop-{sides.unit.unit}-{digest[:12]}",
        unit=sides.unit,
        data=sides.git_text,
        commit=commit_of(sides),
        paths=sides.paths,
        base_revision=sides.head.number if sides.head else RevisionNumber(0),
        base_hash=base,
        state=OfferState.PENDING,
        reason=why,
        created=context.clock.now(),
    )


def _held(field: Field, side: Side) -> Value | Absent:
    held = field.place.held(side)
    return ABSENT if held is UNKNOWN else held


def _paths(fields: Sequence[Field]) -> str:
    return ", ".join(str(field.path) or str(field.place.resource) for field in fields)
