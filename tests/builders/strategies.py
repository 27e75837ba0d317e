"""Documents drawn from real shapes, and edits of them as people and tools make them."""

import random
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

import yaml
from hypothesis import strategies as st

from core.krm.read.documents import read_resources
from core.krm.values import Value

__all__ = ["edited", "real_documents", "shuffled"]

_CASES: Final = Path(__file__).parents[1] / "cases" / "merge"
_IDENTITY: Final = {
    ("apiVersion",),
    ("kind",),
    ("metadata",),
    ("metadata", "name"),
    ("metadata", "namespace"),
}
_SCALARS: Final[list[Value]] = [
    0,
    1,
    2,
    1.5,
    True,
    False,
    "",
    "x",
    "1",
    "500m",
    "0.5",
    "1Gi",
    "on",
    '{"a": 1}',
]
_BLOCKS: Final[list[Value]] = [
    {},
    [],
    {"a": 1},
    {"name": "new"},
    ["x"],
    [{"name": "new"}],
    [{"name": "p"}, {"name": "q"}],
]
_KEYS: Final = ("a", "name", "labels", "resources", "env", "ports", "finalizers", "emptyDir", "replicas")

_Path = tuple[str | int, ...]
_SEEDS: Final = st.integers(0, 2**64 - 1)


def real_documents() -> list[Value]:
    """Read every resource that a merge case starts from."""
    found: list[Value] = []
    for case in sorted(_CASES.glob("*.yaml")):
        texts: dict[str, Any] = yaml.safe_load(case.read_text())
        if case.stem != "large-two-dozen-containers":
            found += [document.value for document in read_resources(texts["base"]).documents]
    return found


def _paths(value: Value, at: _Path = ()) -> Iterator[_Path]:
    if at and at not in _IDENTITY:
        yield at
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _paths(part, (*at, key))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _paths(part, (*at, place))


def edited(document: Value, *, most: int = 4) -> st.SearchStrategy[Value]:
    """Change, add or remove a few fields of a document; one number stands for all of it."""
    return _SEEDS.map(lambda seed: _edited(document, random.Random(seed), most))  # noqa: S311 no secret


def _edited(document: Value, chance: random.Random, most: int) -> Value:
    result = deepcopy(document)
    for _ in range(chance.randint(0, most)):
        _edit(chance, result)
    return result


def _edit(chance: random.Random, document: Value) -> None:
    paths = list(_paths(document))
    if not paths:
        return
    path = chance.choice(paths)
    holder: Any = document
    for step in path[:-1]:
        holder = holder[step]
    kind = chance.choice(("set", "remove", "add"))
    new = deepcopy(chance.choice(_SCALARS + _BLOCKS))
    if kind == "remove":
        del holder[path[-1]]
    elif kind == "set":
        holder[path[-1]] = new
    elif isinstance(holder[path[-1]], dict):
        holder[path[-1]][chance.choice(_KEYS)] = new
    elif isinstance(holder[path[-1]], list):
        holder[path[-1]].append(new)


def shuffled(value: Value) -> st.SearchStrategy[Value]:
    """Write a value with its map keys in another order, all the way down; one number stands for the order."""
    return _SEEDS.map(lambda seed: _shuffled(value, random.Random(seed)))  # noqa: S311 no secret


def _shuffled(value: Value, chance: random.Random) -> Value:
    if isinstance(value, dict):
        return {key: _shuffled(value[key], chance) for key in chance.sample(list(value), len(value))}
    if isinstance(value, list):
        return [_shuffled(part, chance) for part in value]
    return value
