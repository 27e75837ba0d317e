"""Following: from a claim to its composite to the managed resources they made, and on to the cloud.

A claim says nothing of the cloud itself. What it asked for stands in the managed resources that its composite
composed; a change made in the cloud is visible only there, in what the provider reports.
Source: Crossplane, Claims: spec.resourceRef; Composite Resources: spec.resourceRefs, in version 2
spec.crossplane.resourceRefs; domain.md §3.4.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from core.errors import HeadgateError
from core.krm.crossplane import cloud_drift, is_stale
from core.krm.resource import ResourceId
from core.krm.schema.catalog import Catalog
from core.krm.values import Value
from core.model.made import Made

__all__ = ["Reads", "follow"]

_MOST: Final = 500
_DEEPEST: Final = 4

_Key: TypeAlias = tuple[str, str, str, str]
_Map = Mapping[str, Value]

Reads: TypeAlias = Callable[[Sequence[ResourceId]], Mapping[_Key, Value | HeadgateError]]
"""Reads resources, by `ResourceId.key`: one that is not there is left out, one that cannot be read is why."""


def follow(
    reads: Reads,
    claims: Sequence[tuple[ResourceId, Value]],
    *,
    known: Mapping[_Key, Value],
    catalog: Catalog,
) -> Mapping[_Key, tuple[Made, ...]]:
    """Follow claims, or composites, down to what each made, the nearest first; each resource is read once.

    What cannot be read is in the answer, with why. Composites of composites are followed too.

    Args:
        reads: asked level by level for all claims together.
        claims: each as it is live.
        known: what was read already.
        catalog: what is known of kinds.
    """
    held: dict[_Key, Value | HeadgateError] = {**known, **{one.key: value for one, value in claims}}
    trails = [_Trail(seen={one.key}, ends=[(one, value)]) for one, value in claims]
    for _ in range(_DEEPEST):
        wanted = {one.key: one for trail in trails for _, one in trail.next()}
        unread = [one for one in wanted.values() if _name(one, held) not in held]
        if not wanted:
            break
        found = reads(unread) if unread else {}
        held.update({one.key: found.get(one.key) for one in unread})
        for trail in trails:
            trail.go(held, catalog)
    return {claim.key: tuple(trail.found) for (claim, _), trail in zip(claims, trails, strict=True)}


def _name(one: ResourceId, held: Mapping[_Key, Value | HeadgateError]) -> _Key:
    """Name a resource as it is held: a reference does not say whether its kind has namespaces."""
    bare = replace(one, namespace="").key
    return bare if one.key not in held and bare in held else one.key


@dataclass(slots=True, kw_only=True)
class _Trail:
    """What one claim led to so far.

    Attributes:
        seen: what it led to, and itself.
        ends: where it goes on from: a resource and its value.
        found: what it led to, with what is to be said.
    """

    seen: set[_Key]
    ends: list[tuple[ResourceId, Value]]
    found: list[Made] = field(default_factory=list)

    def next(self) -> list[tuple[ResourceId, ResourceId]]:
        """Name what comes next, each with what it was made by."""
        ahead = [(of, one) for of, value in self.ends for one in _referred(of, value)]
        return [(of, one) for of, one in ahead if one.key not in self.seen][: _MOST - len(self.found)]

    def go(self, held: Mapping[_Key, Value | HeadgateError], catalog: Catalog) -> None:
        """Take one step."""
        ahead = dict.fromkeys(self.next())
        self.seen |= {one.key for _, one in ahead}
        made = [_made(of, one, held.get(_name(one, held)), catalog) for of, one in ahead]
        self.found += made
        self.ends = [(one.resource, one.value) for one in made if one.value is not None]


def _referred(of: ResourceId, value: Value) -> Iterator[ResourceId]:
    spec = _part(value, "spec")
    single = spec.get("resourceRef")
    many = spec.get("resourceRefs") or _part(spec, "crossplane").get("resourceRefs")
    for one in [single, *(many if isinstance(many, list) else [])]:
        named = _named(one, of) if isinstance(one, dict) else None
        if named is not None:
            yield named


def _named(reference: _Map, of: ResourceId) -> ResourceId | None:
    version, kind, name = (reference.get(key) for key in ("apiVersion", "kind", "name"))
    if not (isinstance(version, str) and isinstance(kind, str) and isinstance(name, str) and name):
        return None
    given = reference.get("namespace")
    return ResourceId(version, kind, given if isinstance(given, str) else of.namespace, name)


def _made(of: ResourceId, resource: ResourceId, value: Value | HeadgateError, catalog: Catalog) -> Made:
    if isinstance(value, HeadgateError):
        return Made(resource=resource, of=of, value=None, unread=f"{value.what}: {value.why}")
    return Made(
        resource=resource,
        of=of,
        value=value,
        reported=tuple(cloud_drift(value, value, catalog.node(resource))),
        is_stale=is_stale(value),
    )


def _part(value: Value | _Map, key: str) -> _Map:
    part = value.get(key) if isinstance(value, Mapping) else None
    return part if isinstance(part, dict) else {}
