"""The sync point that follows a decision: the base moves where sides agree, the rest is remembered. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from core.fieldpath import ROOT, FieldPath
from core.krm.digest import same_at
from core.krm.edit.values import changed
from core.krm.resource import ResourceId
from core.krm.schema.catalog import Catalog
from core.krm.values import ABSENT, UNKNOWN, Absent, Value
from core.merge.places import Held, Place
from core.model.names import NO_DATA, NO_REVISION
from core.model.syncpoint import DecidedField, SyncPoint
from core.sync.compared import Digest, held_in
from core.sync.context import DigestKey
from core.sync.gather import Gathered
from core.sync.texts import stream

_REMEMBERED: Final = 32
"""How many decisions a point names: more than anybody carries out on one unit before they resume."""

__all__ = ["Settled", "advanced", "joined", "next_point"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """One field as it was decided.

    Attributes:
        place: what each side held, unmasked.
        choice: ``git``, ``hub``, ``live``, ``base``, ``edit``, ``clean`` (by rule).
        result: what the hub holds from now on.
    """

    place: Place
    choice: str
    result: Value | Absent

    @property
    def key(self) -> str:
        """The field's name within its unit, ``resource#path``."""
        return f"{self.place.resource}#{self.place.path}"


def next_point(
    sides: Gathered,
    settled: Sequence[Settled],
    *,
    catalog: Catalog,
    key: DigestKey,
    cause: str,
    about: Mapping[str, str],
) -> SyncPoint:
    """Make the sync point that replaces the one of ``sides``.

    Where a settled field now means the same in Git and the hub, the base takes that value. Where it does
    not, the base stays and the decision is remembered with what was seen (domain.md §4.1). A capture never
    asked about Git, so Git's value stays a question.

    Args:
        sides: what was read.
        settled: the decided fields; fields by rule (``clean``) too.
        catalog: what is known of kinds.
        key: the key of the digests.
        cause: why the point moves: ``decided``, ``promoted``, ``created``, ``agreed``, ``captured``.
        about: ``decision``, ``reason``, ``actor``, ``when`` of the decision.
    """
    agreed = [one for one in settled if _means(one.place.git, one, catalog)]
    apart = [one for one in settled if one not in agreed and one.choice != "clean"]
    kept = [old for old in _current(sides, catalog, key) if not _answers(old, [*agreed, *apart])]
    fresh = [_decided(one, sides, catalog=catalog, key=key, cause=cause, about=about) for one in apart]
    before = sides.point or _first(sides)
    return replace(
        before,
        base=_base(sides, agreed),
        git_text=sides.git_text,
        commit=sides.commit,
        paths=sides.paths,
        cause=cause,
        actor=about["actor"],
        time=about["when"],
        decided=(*kept, *fresh),
        decisions=(*before.decisions, *([about["decision"]] if about["decision"] else ()))[-_REMEMBERED:],
    )


def _first(sides: Gathered) -> SyncPoint:
    """Begin a unit's record: nothing was agreed on yet."""
    return SyncPoint(
        unit=sides.unit,
        version=0,
        base="",
        git_text="",
        commit=None,
        paths=(),
        hub_revision=NO_REVISION,
        hub_hash=NO_DATA,
        cause="",
        actor="",
        time="",
    )


def _answers(old: DecidedField, settled: Sequence[Settled]) -> bool:
    return any(_same_field(old, one.place) for one in settled)


def advanced(sides: Gathered, *, catalog: Catalog, key: DigestKey) -> SyncPoint | None:
    """Note that Git was looked at again and says nothing new; None where there is no point yet.

    What was declined is forgotten once Git no longer says it: saying it again would be news.
    """
    point = sides.point
    if point is None:
        return None
    return replace(
        point,
        git_text=sides.git_text,
        commit=sides.commit,
        paths=sides.paths,
        decided=tuple(_current(sides, catalog, key)),
    )


def joined(ours: SyncPoint, theirs: SyncPoint, seen: SyncPoint | None) -> SyncPoint:
    """Put our decision over a point that somebody else stored since ``seen``.

    Their other decisions stay; so does a later one about the same field, for whoever made it saw ours.
    """
    before = seen.decided if seen else ()
    later = {(one.resource, one.path) for one in theirs.decided if one not in before}
    kept = tuple(one for one in ours.decided if (one.resource, one.path) not in later)
    mine = {(one.resource, one.path) for one in kept}
    others = tuple(one for one in theirs.decided if (one.resource, one.path) not in mine)
    return replace(
        ours,
        version=theirs.version,
        git_text=theirs.git_text,
        commit=theirs.commit,
        paths=theirs.paths,
        decided=(*others, *kept),
        decisions=(*theirs.decisions, *ours.decisions[-1:])[-_REMEMBERED:],
    )


def _current(sides: Gathered, catalog: Catalog, key: DigestKey) -> list[DecidedField]:
    """List what was settled and still holds; entries with another key cannot be judged and stay."""
    kept: list[DecidedField] = []
    for old in sides.point.decided if sides.point else ():
        resource, path = ResourceId.parse(old.resource), FieldPath.parse(old.path)
        now = Digest(resource, path, catalog, key).of(held_in(sides.git, resource, path))
        if old.key_id != key.id or old.git_seen is None or old.git_seen == now:
            kept.append(old)
    return kept


def _means(held: Held, one: Settled, catalog: Catalog) -> bool:
    if held is UNKNOWN:
        return False
    return same_at(held, one.result, resource=one.place.resource, path=one.place.path, catalog=catalog)


def _base(sides: Gathered, agreed: Sequence[Settled]) -> str:
    old = sides.base or (sides.git if sides.hub is not None else None)
    values: dict[tuple[str, str, str, str], Value | Absent] = {
        document.id.key: document.value for document in (old.documents if old else ()) if document.id
    }
    for one in agreed:
        resource = one.place.resource
        start = values.get(resource.key, ABSENT)
        if start is ABSENT:
            start = held_in(sides.git, resource, ROOT)
        values[resource.key] = _agreed(start, one)
    return stream([value for value in values.values() if value is not ABSENT])


def _agreed(now: Value | Absent, one: Settled) -> Value | Absent:
    """Put Git's value where it stands.

    A resource that the base lacks begins as Git renders it: fields that were settled otherwise are then the
    hub's changes, and wait for Git.
    """
    git = ABSENT if one.place.git is UNKNOWN else one.place.git
    if not one.place.path.steps:
        return git
    return now if now is ABSENT else changed(now, one.place.path, git)


def _same_field(old: DecidedField, place: Place) -> bool:
    same = ResourceId.parse(old.resource).key == place.resource.key
    return same and place.path.covers(FieldPath.parse(old.path))


def _decided(
    one: Settled,
    sides: Gathered,
    *,
    catalog: Catalog,
    key: DigestKey,
    cause: str,
    about: Mapping[str, str],
) -> DecidedField:
    digest = Digest(one.place.resource, one.place.path, catalog, key)
    asked = _asked(one, sides, cause)
    return DecidedField(
        resource=str(one.place.resource),
        path=str(one.place.path),
        choice=one.choice,
        git_seen=digest.of(one.place.git) if asked else None,
        hub_after=digest.of(one.result) or "",
        live_seen=digest.of(one.place.live) if _applies_over_live(one, catalog) else None,
        decision=about["decision"],
        reason=about["reason"],
        actor=about["actor"],
        when=about["when"],
        key_id=key.id,
    )


def _asked(one: Settled, sides: Gathered, cause: str) -> bool:
    """Tell whether Git's value was part of the question, now or when the field was settled before."""
    if one.place.git_changed:
        return cause != "captured"
    before = sides.point.decided if sides.point else ()
    return any(old.git_seen is not None and _same_field(old, one.place) for old in before)


def _applies_over_live(one: Settled, catalog: Catalog) -> bool:
    """Tell whether the next apply carries this decision over the live value that was seen.

    Only then is live's difference settled; a decision that changes nothing of what is applied leaves the
    drift where it is, in view.
    """
    if not one.place.live_changed or _means(one.place.live, one, catalog):
        return False
    return one.place.applied is not UNKNOWN and not _means(one.place.applied, one, catalog)
