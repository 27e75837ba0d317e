"""Compared: the places of one unit with settled decisions taken out and a verdict on each. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from core.fieldpath import FieldPath
from core.krm.digest import digest_under, node_at, same_at
from core.krm.edit.values import value_at
from core.krm.read.documents import Documents
from core.krm.resource import ResourceId
from core.krm.schema.catalog import Catalog
from core.krm.values import ABSENT, UNKNOWN, Absent, Unknown, Value
from core.merge.compare import Sides, compare
from core.merge.places import Comparison, Place, Side
from core.merge.resolution import Field
from core.merge.verdict import Verdict, hint, verdict
from core.model.syncpoint import DecidedField
from core.policy.risk import is_never_automatic
from core.sync.context import DigestKey
from core.sync.gather import Gathered, Unread
from core.sync.platform import by_platform, is_by_platform

__all__ = ["Compared", "Digest", "Relation", "compared", "field_of", "held_in"]


class Relation(StrEnum):
    """How Git and the hub stand to each other as whole units."""

    USUAL = "usual"
    NOT_IN_GIT = "Git was never looked at"
    CREATION = "the hub never had it"
    DELETION = "Git no longer has it"
    UNRELATED = "no base: they never agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One unit, compared.

    Attributes:
        sides: what was read.
        relation: of Git and the hub as wholes.
        fields: the places that differ, each with its verdict; values unmasked, so not for showing.
        comparison: everything the engine found, ignored differences and warnings too.
    """

    sides: Gathered
    relation: Relation
    fields: tuple[Field, ...]
    comparison: Comparison

    def of(self, *verdicts: Verdict) -> tuple[Field, ...]:
        """Pick the fields with one of these verdicts."""
        return tuple(field for field in self.fields if field.verdict in verdicts)


_RULE: dict[Verdict, Side] = {
    Verdict.PROMOTE: Side.GIT,
    Verdict.PROMOTE_CLOSES_DRIFT: Side.GIT,
    Verdict.SYNC_BACK: Side.HUB,
    Verdict.AGREED: Side.HUB,
    Verdict.CAPTURED: Side.HUB,
    Verdict.IN_SYNC: Side.HUB,
}


def compared(sides: Gathered, *, catalog: Catalog, key: DigestKey) -> Compared:
    """Compare the sides of a unit and judge every place.

    A place covered by a settled decision is judged against what was seen then (domain.md §4.1): a side that
    still holds what was seen has not changed; Git changing it again meets the decision, so it is a conflict.
    """
    relation = _relation(sides)
    found = _without_the_platforms(compare(_engine_sides(sides, relation), catalog=catalog), sides, catalog)
    judged = (_settled(place, sides, catalog, key) for place in found.places)
    differ = (place for place in judged if verdict(place) is not Verdict.IN_SYNC)
    fields = tuple(field_of(place, relation, catalog) for place in differ)
    return Compared(sides=sides, relation=relation, fields=fields, comparison=found)


def _without_the_platforms(found: Comparison, sides: Gathered, catalog: Catalog) -> Comparison:
    """Take out of drift what the cluster itself makes of what was applied."""
    if not sides.foreseen:
        return found
    told = [
        by_platform(place) if is_by_platform(place, sides.foreseen, catalog) else (place, None)
        for place in found.places
    ]
    rows = tuple(row for _, row in told if row is not None)
    return replace(found, places=tuple(place for place, _ in told), excused=(*found.excused, *rows))


def held_in(documents: Documents | None, resource: ResourceId, path: FieldPath) -> Value | Absent:
    """Read what some documents hold at a place; `ABSENT` where they have no such resource or field."""
    for document in documents.documents if documents else ():
        if document.id is not None and document.id.key == resource.key:
            return value_at(document.value, path)
    return ABSENT


def _relation(sides: Gathered) -> Relation:
    if not sides.git_known:
        return Relation.NOT_IN_GIT
    if sides.point is None or sides.point.commit is None:
        return Relation.CREATION if sides.head is None else Relation.UNRELATED
    if sides.git is None and sides.base is not None:
        return Relation.DELETION
    return Relation.USUAL


def _engine_sides(sides: Gathered, relation: Relation) -> Sides:
    """Say what the engine compares; where Git was never looked at the hub stands in, so nothing differs."""
    alone = relation is Relation.NOT_IN_GIT
    live = UNKNOWN if sides.live is None or isinstance(sides.live, Unread) else sides.live
    return Sides(
        base=sides.hub if alone else sides.base,
        git=sides.hub if alone else sides.git,
        hub=sides.hub,
        applied=_applied(sides),
        live=live,
    )


def _applied(sides: Gathered) -> Documents | Unknown:
    """Nothing was ever applied: nothing can have drifted."""
    return UNKNOWN if sides.applied is None else sides.applied


def field_of(place: Place, relation: Relation, catalog: Catalog) -> Field:
    """Judge one place by the table, and say whose value the rules take.

    The hub collides with live only while an apply could still carry its value; what was applied already is
    drift like any other (domain.md §4.3).
    """
    judged = verdict(place)
    if judged is Verdict.CONFLICT_LIVE and _is_applied(place, catalog):
        judged = Verdict.CAPTURE
    rule = _RULE.get(judged)
    by_hand = relation is Relation.UNRELATED and not place.git_is_hub
    if by_hand or (rule is Side.GIT and is_never_automatic(place)):
        rule = None
    return Field(place=place, verdict=judged, rule=rule, hint=hint(place))


def _is_applied(place: Place, catalog: Catalog) -> bool:
    if place.applied is UNKNOWN or place.hub is UNKNOWN:
        return False
    return same_at(place.applied, place.hub, resource=place.resource, path=place.path, catalog=catalog)


def _settled(place: Place, sides: Gathered, catalog: Catalog, key: DigestKey) -> Place:
    seen = [_seen(decided, place, sides, catalog, key) for decided in _touching(place, sides)]
    if not seen:
        return place
    return _judged(
        place,
        git_settled=any(one.git for one in seen),
        live_settled=any(one.live for one in seen),
        asked=any(one.asked for one in seen),
    )


class _Seen(NamedTuple):
    """One settled decision against the sides as they are now."""

    git: bool
    live: bool
    asked: bool


def _seen(decided: DecidedField, place: Place, sides: Gathered, catalog: Catalog, key: DigestKey) -> _Seen:
    """Judge one decision; about live it speaks until the hub's value was applied or changed again.

    One about a part of the place, or one whose digests have another key, says only that somebody was asked:
    so Git's change is asked about, never let in by a rule.
    """
    at = FieldPath.parse(decided.path)
    digest = Digest(place.resource, at, catalog, key)
    readable = decided.key_id == key.id and at.covers(place.path)
    return _Seen(
        git=readable and decided.git_seen == digest.of(held_in(sides.git, place.resource, at)),
        live=readable
        and at == place.path
        and decided.live_seen is not None
        and decided.live_seen == digest.of(place.live)
        and decided.hub_after == digest.of(place.hub) != digest.of(place.applied),
        asked=decided.git_seen is not None,
    )


def _judged(place: Place, *, git_settled: bool, live_settled: bool, asked: bool) -> Place:
    """Take out what was settled; a Git change against a standing decision makes the hub's value a change."""
    live_changed = place.live_changed and not live_settled
    if not place.git_changed or not asked or place.git_is_hub:
        return replace(place, live_changed=live_changed)
    return replace(
        place,
        git_changed=not git_settled,
        hub_changed=not place.git_is_hub,
        live_changed=live_changed,
    )


def _touching(place: Place, sides: Gathered) -> Iterator[DecidedField]:
    """Find the settled fields at, above and below a place."""
    for decided in sides.point.decided if sides.point else ():
        same, at = ResourceId.parse(decided.resource).key == place.resource.key, FieldPath.parse(decided.path)
        if same and (at.covers(place.path) or place.path.covers(at)):
            yield decided


@dataclass(frozen=True, slots=True)
class Digest:
    """Makes keyed digests of what sides hold at one place."""

    resource: ResourceId
    path: FieldPath
    catalog: Catalog
    key: DigestKey

    def of(self, held: Value | Absent | Unknown) -> str | None:
        """Digest a held value by what it means; None for a side that was not read."""
        (found,) = self.of_all(held)
        return found

    def of_all(self, *held: Value | Absent | Unknown) -> list[str | None]:
        """Digest what several sides hold there; the rules of the place are looked up once."""
        node, key = node_at(self.resource, self.path, self.catalog), self.key.key
        return [None if one is UNKNOWN else digest_under(one, node, key=key) for one in held]
