"""Operations: the fewest single steps that turn one value into another, so that what stays keeps its text."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, TypeAlias

from core.fieldpath import ROOT, FieldPath, Index
from core.krm.edit.values import changed, inserted, is_same
from core.krm.values import ABSENT, Value

__all__ = ["Drop", "Insert", "Operation", "Put", "after", "operations"]


@dataclass(frozen=True, slots=True)
class Put:
    """Set the place to a value; only the last key of the path may be missing."""

    path: FieldPath
    value: Value


@dataclass(frozen=True, slots=True)
class Drop:
    """Remove the key or item at the place."""

    path: FieldPath


@dataclass(frozen=True, slots=True)
class Insert:
    """Put an item before the ``at``-th one of the list at the place, which is not empty."""

    path: FieldPath
    at: int
    value: Value


Operation: TypeAlias = Put | Drop | Insert
"""The paths have only keys and places in lists; each operation counts on those before it."""

_Gap: TypeAlias = tuple[int, int, int, int]
_MOST_PAIRS: Final = 250_000
_IDENTITIES: Final = ("name", "key", "id", "Sid", "mountPath", "containerPort", "port", "type", "ip")


def after(value: Value, operation: Operation) -> Value:
    """Carry an operation out on the value."""
    match operation:
        case Put(path=path, value=new):
            return changed(value, path, new)
        case Drop(path=path):
            return changed(value, path, ABSENT)
        case Insert(path=path, at=at, value=new):
            return inserted(value, path, at, new)


def operations(old: Value, new: Value, at: FieldPath = ROOT) -> Iterator[Operation]:
    """Yield what turns ``old``, at a place, into ``new``.

    Lists are aligned: what is equal stays, items of the same name are changed in place. They are worked off
    from their ends, so that no operation moves what a later one means.

    >>> list(operations({"a": 1, "b": [1, 2]}, {"a": 1, "b": [1]}))
    [Drop(path=FieldPath(steps=('b', Index(at=1))))]
    """
    if is_same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, dict) and old and new:
        yield from _of_maps(old, new, at)
    elif isinstance(old, list) and isinstance(new, list) and old and new:
        yield from _of_lists(old, new, at)
    else:
        yield Put(at, new)


def _of_maps(old: dict[str, Value], new: dict[str, Value], at: FieldPath) -> Iterator[Operation]:
    for key, value in new.items():
        if key in old:
            yield from operations(old[key], value, at / key)
        else:
            yield Put(at / key, value)
    for key in old:
        if key not in new:
            yield Drop(at / key)


def _of_lists(old: list[Value], new: list[Value], at: FieldPath) -> Iterator[Operation]:
    groups: list[tuple[Operation, ...]] = []
    for gap in _gaps([_print(item) for item in old], [_print(item) for item in new], equal=False):
        groups += _by_identity(old, new, gap, at)
    for group in reversed(groups):
        yield from group


def _by_identity(
    old: list[Value], new: list[Value], gap: _Gap, at: FieldPath
) -> Iterator[tuple[Operation, ...]]:
    """Pair what is left of two lists, items of one name with each other, and give each pair's operations."""
    i1, i2, j1, j2 = gap
    names = [_identity(item) for item in old[i1:i2]], [_identity(item) for item in new[j1:j2]]
    for a1, a2, b1, b2 in _gaps(*names, equal=True):
        here, there = range(i1 + a1, i1 + a2), range(j1 + b1, j1 + b2)
        both = min(len(here), len(there))
        for left, right in zip(here[:both], there[:both], strict=True):
            yield tuple(operations(old[left], new[right], at / Index(left)))
        for left in here[both:]:
            yield (Drop(at / Index(left)),)
        for right in there[both:]:
            yield (Insert(at, i1 + a2, new[right]),)


def _gaps(old: Sequence[str], new: Sequence[str], *, equal: bool) -> Iterator[_Gap]:
    """Yield the stretches where two lists differ, with those where they do not if ``equal`` asks for them."""
    if len(old) * len(new) > _MOST_PAIRS:
        yield 0, len(old), 0, len(new)
        return
    for tag, *gap in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if equal or tag != "equal":
            i1, i2, j1, j2 = gap
            yield i1, i2, j1, j2


def _print(value: Value) -> str:
    return json.dumps(value, sort_keys=True)


def _identity(item: Value) -> str:
    """Name an item by what usually tells items apart; all others are alike."""
    if not isinstance(item, dict):
        return ""
    return next((f"{key}={_print(item[key])}" for key in _IDENTITIES if key in item), "")
