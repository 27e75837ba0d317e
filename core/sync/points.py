"""The sync point that follows a decision: the base moves where sides agree, the rest is remembered. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.fieldpath import ROOT, FieldPath
from core.krm.digest import digest_at, same_at
from core.krm.edit.values import changed
from core.krm.read.documents import Documents
from core.krm.resource import ResourceId
from core.krm.schema.catalog import Catalog
from core.krm.values import ABSENT, UNKNOWN, Absent, Value
from core.merge.places import Place
from core.model.names import NO_DATA, RevisionNumber
from core.model.syncpoint import DecidedField, SyncPoint
from core.sync.compared import held_in
from core.sync.context import DigestKey
from core.sync.gather import Gathered

__all__ = ["Settled", "canonical", "next_point"]


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
    not, the base stays and the decision is remembered with what was seen (domain.md §4.1).

    Args:
        sides: what was read.
        settled: the decided fields; fields by rule (``clean``) too.
        catalog: what is known of kinds.
        key: the key of the digests.
        cause: why the point moves: ``decided``, ``promoted``, ``created``, ``agreed``, ``adopted``.
        about: ``decision``, ``reason``, ``actor``, ``when`` of the decision.
    """
    agreed = [one for one in settled if _agrees(one, catalog)]
    apart = [one for one in settled if one not in agreed and one.choice != "clean"]
    kept = [
        old
        for old in (sides.point.decided if sides.point and sides.point.key_id == key.id else ())
        if not any(_same_field(old, one.place) for one in settled if one in agreed or one in apart)
    ]
    fresh = [_decided(one, sides, catalog=catalog, key=key, about=about) for one in apart]
    return SyncPoint(
        unit=sides.unit,
        version=sides.point.version if sides.point else 0,
        base=_base(sides, agreed),
        git_text=sides.git_text,
        commit=sides.commit,
        paths=sides.paths,
        hub_revision=sides.head.number if sides.head else RevisionNumber(0),
        hub_hash=sides.head.data_hash if sides.head else NO_DATA,
        cause=cause,
        actor=about["actor"],
        time=about["when"],
        decided=(*kept, *fresh),
        key_id=key.id,
        sync_back=sides.point.sync_back if sides.point and (kept or fresh) else "",
    )


def _agrees(one: Settled, catalog: Catalog) -> bool:
    git = one.place.git
    if git is UNKNOWN:
        return False
    return same_at(git, one.result, resource=one.place.resource, path=one.place.path, catalog=catalog)


def canonical(documents: Documents | None) -> str:
    """Write documents as a stream of JSON, one a line: a base is compared, never read by people."""
    return _stream([document.value for document in documents.documents] if documents else [])


def _stream(values: Sequence[Value]) -> str:
    lines = [json.dumps(value, ensure_ascii=False, sort_keys=True) for value in values]
    return "".join(f"---\n{line}\n" for line in lines)


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
    return _stream([value for value in values.values() if value is not ABSENT])


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


def _asked(one: Settled, sides: Gathered) -> bool:
    """Tell whether Git's value was part of the question, now or when the field was settled before."""
    before = sides.point.decided if sides.point else ()
    return one.place.git_changed or any(
        old.git_seen is not None and _same_field(old, one.place) for old in before
    )


def _decided(
    one: Settled, sides: Gathered, *, catalog: Catalog, key: DigestKey, about: Mapping[str, str]
) -> DecidedField:
    def digest(held: Value | Absent) -> str:
        return digest_at(held, resource=one.place.resource, path=one.place.path, key=key.key, catalog=catalog)

    git, live = one.place.git, one.place.live
    return DecidedField(
        resource=str(one.place.resource),
        path=str(one.place.path),
        choice=one.choice,
        git_seen=digest(git) if git is not UNKNOWN and _asked(one, sides) else None,
        hub_after=digest(one.result),
        live_seen=None if live is UNKNOWN else digest(live),
        decision=about["decision"],
        reason=about["reason"],
        actor=about["actor"],
        when=about["when"],
    )
