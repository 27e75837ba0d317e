"""Field sets, as managedFields hold them: which places of an object somebody owns.

A place is a tuple of steps: ``f:key``, ``k:{"name":"a"}``, ``v:"x"``; an item that is owned itself ends in
``.``.
Source: sigs.k8s.io/structured-merge-diff, fieldpath; the recorded objects.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from tests.fakes.kube.kinds import Kind
from tests.fakes.kube.lists import is_atomic_map, item_keys

__all__ = ["Path", "Places", "fields_v1", "item_key", "owned_by_nobody", "places_in", "places_of"]

Path = tuple[str, ...]
Places = frozenset[Path]

_DEFAULT_KEYS: Final = {"protocol": "TCP"}
_UNOWNED: Final = {("f:apiVersion",), ("f:kind",)}
_UNOWNED_META: Final = frozenset(
    {"name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "managedFields"}
    | {"deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"}
)


def owned_by_nobody(path: Path) -> bool:
    """Tell whether a place is the server's own."""
    if path[:1] == ("f:metadata",):
        return len(path) > 1 and path[1][2:] in _UNOWNED_META
    return path[:1] in _UNOWNED


def item_key(item: Any, keys: tuple[str, ...]) -> str:
    """Name an item of a keyed list or set."""
    if not keys:
        return "v:" + json.dumps(item)
    held = {key: item.get(key, _DEFAULT_KEYS.get(key)) for key in keys}
    named = {key: value for key, value in held.items() if value is not None}
    return "k:" + json.dumps(named, separators=(",", ":"))


def places_of(kind: Kind, value: Any) -> Places:
    """List the places an object sets."""
    return frozenset(path for path in _walk(kind, value, (), ()) if not owned_by_nobody(path))


def _walk(kind: Kind, value: Any, at: Path, steps: tuple[str, ...]) -> Iterator[Path]:
    if isinstance(value, dict) and value and not is_atomic_map(kind, steps):
        for key, part in value.items():
            yield from _walk(kind, part, (*at, f"f:{key}"), (*steps, key))
        return
    keys = item_keys(kind, steps) if isinstance(value, list) and value else None
    if keys is None:
        yield at
        return
    for item in value:
        here = (*at, item_key(item, keys))
        yield (*here, ".")
        if keys:
            for key, part in item.items():
                yield from _walk(kind, part, (*here, f"f:{key}"), (*steps, key))


def fields_v1(places: Places) -> dict[str, Any]:
    """Write places as ``fieldsV1``."""
    top: dict[str, Any] = {}
    for path in sorted(places):
        here = top
        for step in path:
            here = here.setdefault(step, {})
    return top


def places_in(fields: dict[str, Any], at: Path = ()) -> Iterator[Path]:
    """Read places from ``fieldsV1``."""
    for step, below in fields.items():
        if below:
            yield from places_in(below, (*at, step))
        else:
            yield (*at, step)
