"""Following: from a claim to its composite to the managed resources they made, and on to the cloud.

A claim says nothing of the cloud itself. What it asked for stands in the managed resources that its composite
composed; a change made in the cloud is visible only there, in what the provider reports.
Source: Crossplane, Claims: spec.resourceRef; Composite Resources: spec.resourceRefs, in version 2
spec.crossplane.resourceRefs; domain.md §3.4.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from core.errors import HeadgateError
from core.krm.crossplane import Reported, cloud_drift, is_stale
from core.krm.resource import ResourceId
from core.krm.schema.catalog import Catalog
from core.krm.values import Value
from core.live.cluster.reading import Reader

__all__ = ["Made", "follow"]

_MOST: Final = 500
_DEEPEST: Final = 4

_Map = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One resource that a claim led to.

    Attributes:
        resource: which.
        of: what it was composed by; the claim itself for its composite.
        value: as it is live; None where it is not there.
        reported: fields that the cloud holds unlike what was asked for; empty for what is no managed
        resource. is_stale: the provider is out of touch, so that what it reports may be old. unread: why it
        could not be read; "" where it could: unknown, never "in sync".
    """

    resource: ResourceId
    of: ResourceId
    value: Value
    reported: tuple[Reported, ...] = ()
    is_stale: bool = False
    unread: str = ""


def follow(reader: Reader, claim: ResourceId, live: Value, *, catalog: Catalog) -> tuple[Made, ...]:
    """Follow a claim, or a composite, down to what it made; the nearest first.

    What cannot be read is in the answer, with why. Composites of composites are followed too.
    """
    found: list[Made] = []
    seen = {claim.key}
    level = [(claim, live)]
    for _ in range(_DEEPEST):
        wanted = [(of, one) for of, value in level for one in _referred(of, value) if one.key not in seen]
        wanted = wanted[: _MOST - len(found)]
        seen |= {one.key for _, one in wanted}
        made = [_read(reader, of, one, catalog) for of, one in wanted]
        found += made
        level = [(one.resource, one.value) for one in made if one.value is not None]
        if not level:
            break
    return tuple(found)


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


def _read(reader: Reader, of: ResourceId, resource: ResourceId, catalog: Catalog) -> Made:
    try:
        value = reader.one(resource)
    except HeadgateError as error:
        return Made(resource=resource, of=of, value=None, unread=f"{error.what}: {error.why}")
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
