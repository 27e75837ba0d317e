"""Merging one applied configuration into an object, and taking out what its applier gave up."""

import json
from copy import deepcopy
from typing import Any

from tests.fakes.kube.fields import Path, item_key
from tests.fakes.kube.kinds import Kind
from tests.fakes.kube.lists import is_atomic_map, item_keys

__all__ = ["merged", "value_at", "without"]

_NOTHING: Any = object()


def merged(kind: Kind, live: Any, config: Any, steps: tuple[str, ...] = ()) -> Any:
    """Put a configuration over what is there: maps and keyed lists part by part, all else whole."""
    if isinstance(live, dict) and isinstance(config, dict) and not is_atomic_map(kind, steps):
        result = dict(live)
        for key, part in config.items():
            result[key] = merged(kind, live[key], part, (*steps, key)) if key in live else deepcopy(part)
        return result
    keys = item_keys(kind, steps) if isinstance(live, list) and isinstance(config, list) else None
    if keys is None:
        return deepcopy(config)
    wanted = {item_key(item, keys): item for item in config}
    there = {item_key(item, keys): item for item in live}
    order = [*(name for name in there if name not in wanted), *wanted]
    if list(wanted) == [name for name in there if name in wanted]:
        order = [*there, *(name for name in wanted if name not in there)]
    return [
        merged(kind, there[name], wanted[name], steps)
        if name in wanted and name in there
        else deepcopy(wanted.get(name, there.get(name)))
        for name in order
    ]


def without(kind: Kind, value: Any, path: Path, steps: tuple[str, ...] = ()) -> Any:
    """Take one place out of an object, and what it leaves empty."""
    step, rest = path[0], path[1:]
    if step.startswith("f:"):
        return _map_without(kind, value, step[2:], rest, steps)
    keys = item_keys(kind, steps) if isinstance(value, list) else None
    if keys is None:
        return value
    left = []
    for item in value:
        if item_key(item, keys) != step:
            left.append(item)
        elif rest and rest != (".",):
            left.append(without(kind, item, rest, steps))
    return left


def _map_without(kind: Kind, value: Any, key: str, rest: Path, steps: tuple[str, ...]) -> Any:
    if not isinstance(value, dict) or key not in value:
        return value
    if not rest:
        return {name: part for name, part in value.items() if name != key}
    below = without(kind, value[key], rest, (*steps, key))
    if isinstance(below, dict | list) and not below:
        return {name: part for name, part in value.items() if name != key}
    return {**value, key: below}


def value_at(kind: Kind, value: Any, path: Path, steps: tuple[str, ...] = ()) -> Any:
    """Read a place; a token of its own where nothing stands there."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if step == ".":
        return json.dumps("item")
    if step.startswith("f:"):
        if not isinstance(value, dict) or step[2:] not in value:
            return _NOTHING
        return value_at(kind, value[step[2:]], rest, (*steps, step[2:]))
    keys = item_keys(kind, steps) if isinstance(value, list) else None
    for item in value if keys is not None else ():
        if keys is not None and item_key(item, keys) == step:
            return value_at(kind, item, rest, steps) if rest else item
    return _NOTHING
