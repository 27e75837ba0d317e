"""Crossplane managed resources: what the cloud really has, by what the provider reports.

``spec.forProvider`` is what was asked; ``status.atProvider`` is what the provider last saw in the cloud. A
change made in the cloud is visible only there.
Source: domain.md §0.2, §3.4; cases/merge/README.md, Drift.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from core.fieldpath import Index, Item, Step
from core.krm.listkeys import identities, list_keys
from core.krm.normalize import canonical, same
from core.krm.rules.lists import ListKind
from core.krm.schema.node import Node
from core.krm.values import Value

__all__ = ["Reported", "cloud_drift", "is_managed", "is_stale", "out_of_touch"]

_PAUSED: Final = "crossplane.io/paused"
_SKIPPED: Final = ("Ref", "Refs", "Selector")


class Reported(NamedTuple):
    """A field that the cloud holds unlike what was asked.

    Attributes:
        at: the steps to it, from the top of the resource.
        asked: what was applied.
        reported: what the cloud has.
        node: what the rules say about it.
    """

    at: tuple[Step, ...]
    asked: Value
    reported: Value
    node: Node


def is_managed(live: Value) -> bool:
    """Tell whether a resource is kept in the cloud by a provider."""
    return "forProvider" in _part(live, "spec")


def is_stale(live: Value) -> bool:
    """Tell whether the provider says it is out of touch, so that what it reports may be old."""
    return _not_synced(live) is not None


def out_of_touch(live: Value) -> str | None:
    """Say since when a provider does not look at the cloud; "" where nobody says when, None where it looks.

    >>> out_of_touch({"metadata": {"annotations": {"crossplane.io/paused": "true"}}})
    ''
    """
    condition = _not_synced(live)
    if condition is not None:
        since = condition.get("lastTransitionTime")
        return since if isinstance(since, str) else ""
    paused = _part(_part(live, "metadata"), "annotations").get(_PAUSED)
    return "" if paused == "true" else None


def _not_synced(live: Value) -> dict[str, Value] | None:
    conditions = _part(live, "status").get("conditions")
    for condition in conditions if isinstance(conditions, list) else ():
        if isinstance(condition, dict) and condition.get("type") == "Synced":
            return condition if condition.get("status") != "True" else None
    return None


def cloud_drift(applied: Value, live: Value, node: Node) -> Iterator[Reported]:
    """Compare each field that was asked for and that the provider reports; what is not reported says nothing.

    >>> from core.krm.schema.builtin import kind_node
    >>> asked = {"spec": {"forProvider": {"memorySize": 256, "roleRef": {"name": "a"}}}}
    >>> seen = {"status": {"atProvider": {"memorySize": 512, "arn": "b"}}}
    >>> function = kind_node("lambda.aws.upbound.io", "Function")
    >>> [(hit.at[-1], hit.reported) for hit in cloud_drift(asked, seen, function)]
    [('memorySize', 512)]
    """
    asked = _part(_part(applied, "spec"), "forProvider")
    reported = _part(_part(live, "status"), "atProvider")
    if asked and reported:
        if "tags" not in reported and "tagsAll" in reported:
            reported = {**reported, "tags": reported["tagsAll"]}
        below = node.below("spec").below("forProvider")
        yield from _maps(asked, reported, below, ("spec", "forProvider"))


def _part(value: Value, key: str) -> dict[str, Value]:
    part = value.get(key) if isinstance(value, dict) else None
    return part if isinstance(part, dict) else {}


def _maps(
    asked: dict[str, Value], reported: dict[str, Value], node: Node, at: tuple[Step, ...]
) -> Iterator[Reported]:
    for key, value in asked.items():
        seen = reported.get(key)
        if value is not None and seen is not None and not key.endswith(_SKIPPED):
            yield from _values(value, seen, node.below(key), (*at, key))


def _values(asked: Value, reported: Value, node: Node, at: tuple[Step, ...]) -> Iterator[Reported]:
    if isinstance(asked, list) and len(asked) == 1 and isinstance(reported, dict):
        reported = [reported]
    elif isinstance(asked, dict) and isinstance(reported, list) and _are_single_maps(reported):
        reported = reported[0]
    if isinstance(asked, dict) and isinstance(reported, dict):
        yield from _maps(asked, reported, node, at)
    elif isinstance(asked, list) and isinstance(reported, list):
        yield from _lists(asked, reported, node, at)
    elif not same(asked, reported, node):
        yield Reported(at, asked, reported, node)


def _lists(asked: list[Value], reported: list[Value], node: Node, at: tuple[Step, ...]) -> Iterator[Reported]:
    keys = list_keys(node, [asked, reported])
    names, seen = (None if keys is None else identities(side, keys, node) for side in (asked, reported))
    if keys is not None and names is not None and seen is not None:
        known = dict(zip(seen, reported, strict=True))
        for name, item in zip(names, asked, strict=True):
            if name in known:
                step = Item(tuple(zip(keys, name, strict=True)))
                yield from _values(item, known[name], node.items, (*at, step))
    elif node.lists is ListKind.INFERRED and _are_single_maps(asked, reported):
        yield from _values(asked[0], reported[0], node.items, (*at, Index(0)))
    elif _members(asked, node) != _members(reported, node):
        yield Reported(at, list(asked), list(reported), node)


def _are_single_maps(*sides: list[Value]) -> bool:
    return all(len(side) == 1 and isinstance(side[0], dict) for side in sides)


def _members(items: list[Value], node: Node) -> list[str]:
    """The cloud keeps no order."""
    return sorted(canonical(item, node.items) for item in items)
