"""Platform: what the cluster itself makes of what was applied, so that it is nobody's drift.

A webhook or a conversion can set another value than was applied, every time. The server knows: asked on
trial, it says what would become of the applied text. A field that was applied, and that live holds as the
server foresees it, was changed by nobody. Fields that only live has are not excused so: a trial keeps what
somebody else added.
Source: domain.md §3.1, tier 1.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from core.krm.digest import same_at
from core.krm.edit.values import value_at
from core.krm.read.documents import Documents
from core.krm.resource import ResourceId
from core.krm.rules.lists import ListKind
from core.krm.rules.owners import FORESEEN
from core.krm.schema.catalog import Catalog
from core.krm.schema.node import Node
from core.krm.values import Absent, Unknown, Value, as_written
from core.merge.compare import Sides, compare
from core.merge.places import Excused, Place

__all__ = ["Foreseen", "by_platform", "is_by_platform", "to_be_asked"]

Foreseen: TypeAlias = Mapping[tuple[str, str, str, str], Value]
"""What the server would make of what was applied, by what makes a resource the same."""


def to_be_asked(
    applied: Documents, live: Documents, *, catalog: Catalog
) -> Iterator[tuple[ResourceId, Value, Value]]:
    """Find the resources that look drifted: which, as applied, as live. Only those are asked about.

    The engine is not asked where live holds all that was applied as it was written, which is most of them:
    then nothing that was applied differs, and the rest is not excused by a trial.
    """
    now = {one.id.key: one.value for one in live.documents if one.id is not None}
    left = [
        (one.id, one.value, now[one.id.key])
        for one in applied.documents
        if one.id is not None
        and one.id.key in now
        and not _stands(one.value, now[one.id.key], catalog.node(one.id))
    ]
    if not left:
        return
    sides = Sides(base=applied, git=applied, hub=applied, applied=applied, live=live)
    differ = {place.resource.key for place in compare(sides, catalog=catalog).places}
    yield from (one for one in left if one[0].key in differ)


def _stands(applied: Value, live: Value, node: Node) -> bool:
    """Tell whether live holds what was applied as it was written, with no other item in any list of it."""
    if isinstance(applied, dict) and isinstance(live, dict) and not node.atomic_map:
        return all(
            part is None or (key in live and _stands(part, live[key], node.below(key)))
            for key, part in applied.items()
        )
    if isinstance(applied, list) and isinstance(live, list) and node.lists is ListKind.KEYED:
        return len(applied) == len(live) and all(
            _keys(was, node) == _keys(now, node) and _stands(was, now, node.items)
            for was, now in zip(applied, live, strict=True)
        )
    return as_written(applied, live)


def _keys(item: Value, node: Node) -> list[Value]:
    there = {**node.key_defaults, **item} if isinstance(item, dict) else {}
    return [there.get(key) for key in node.keys]


def is_by_platform(place: Place, foreseen: Foreseen, catalog: Catalog) -> bool:
    """Tell whether live holds at a place what the server itself makes of what was applied."""
    predicted = foreseen.get(place.resource.key)
    if predicted is None or not place.live_changed:
        return False
    if isinstance(place.applied, Absent | Unknown) or isinstance(place.live, Unknown):
        return False
    now = value_at(predicted, place.path)
    return same_at(place.live, now, resource=place.resource, path=place.path, catalog=catalog)


def by_platform(place: Place) -> tuple[Place, tuple[ResourceId, Excused]]:
    """Take such a place for unchanged live, and say why."""
    return replace(place, live_changed=False), (place.resource, Excused(place.path.steps, FORESEEN))
