"""Following: from a claim to its composite to the managed resources they made, and on to the cloud.

A claim says nothing of the cloud itself. What it asked for stands in the managed resources that its composite
composed; a change made in the cloud is visible only there, in what the provider reports.
Source: Crossplane, Claims: spec.resourceRef; Composite Resources: spec.resourceRefs, in version 2
spec.crossplane.resourceRefs; domain.md §3.4.
"""

from collections.abc import Iterator, Mapping
from typing import Final, Protocol

from core.errors import HeadgateError
from core.krm.crossplane import cloud_drift, is_stale
from core.krm.resource import ResourceId
from core.krm.schema.catalog import Catalog
from core.krm.values import Value
from core.model.made import Made

__all__ = ["ReadsOne", "follow"]

_MOST: Final = 500
_DEEPEST: Final = 4

_Map = Mapping[str, Value]


class ReadsOne(Protocol):
    """Reads a resource by name; None where it is not there. Raises a `HeadgateError` where it cannot."""

    def one(self, resource: ResourceId) -> Value:
        """Read it."""


def follow(reader: ReadsOne, claim: ResourceId, live: Value, *, catalog: Catalog) -> tuple[Made, ...]:
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


def _read(reader: ReadsOne, of: ResourceId, resource: ResourceId, catalog: Catalog) -> Made:
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
