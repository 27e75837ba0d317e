"""Hints: what went and what came on one side may be one thing under a new name; said, never acted on.

Source: domain.md §3.9, §4.4; cases/merge: a rename is a removal and an addition.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from core.fieldpath import Item
from core.krm.values import ABSENT, UNKNOWN, Value
from core.merge.places import Held, Place, Side

__all__ = ["with_hints"]

_ALIKE: Final = 0.8
"""How much of two bodies must agree. Source: domain.md §3.9."""
_MARKS: Final = ("confighub.com/ResourceMergeID", "crossplane.io/external-name")
_MOST_PAIRS: Final = 10_000
_CERTAIN: Final = 1.0

_ENDINGS: Final = ("Refs", "Ref", "Selector")
_WHO: Final = {Side.GIT: "Git", Side.HUB: "the hub"}


class _Pair(NamedTuple):
    """Two places of the list, and how sure it is that they are one thing."""

    sure: float
    gone: int
    new: int


def with_hints(places: Sequence[Place]) -> list[Place]:
    """Add to what a side removed, and to what it added, the name it seems to have now or had before."""
    told = list(places)
    if all(place.base is not ABSENT for place in places):
        return told  # nothing came, so nothing came under another name
    for side, who in _WHO.items():
        for pair in _pairs(places, side):
            gone, new = places[pair.gone], places[pair.new]
            told[pair.gone] = _with(told[pair.gone], f"{who} seems to have renamed it to {_name(new)}")
            told[pair.new] = _with(told[pair.new], f"{who} seems to have renamed {_name(gone)} to this")
        for pair in _reference_forms(places, side):
            forms = f"{_last(places, pair.gone)} became {_last(places, pair.new)}"
            words = f"{who} changed the form of a reference: {forms}"
            told[pair.gone], told[pair.new] = _with(told[pair.gone], words), _with(told[pair.new], words)
    return told


def _last(places: Sequence[Place], at: int) -> str:
    return str(places[at].path.steps[-1])


def _reference_forms(places: Sequence[Place], side: Side) -> Iterator[_Pair]:
    """Pair a reference or selector with the plain field it stands for, where one came and the other went."""
    came = {
        (place.resource, place.path): at
        for at, place in enumerate(places)
        if place.base is ABSENT and place.held(side) not in (ABSENT, UNKNOWN)
    }
    for at, place in enumerate(places):
        key = place.path.steps[-1] if place.path.steps else ""
        if isinstance(key, str) and place.base is not ABSENT and place.held(side) is ABSENT:
            for other in _forms_of(key):
                if (new := came.get((place.resource, place.path.parent / other))) is not None:
                    yield _Pair(_CERTAIN, at, new)


def _forms_of(key: str) -> list[str]:
    """Name the other forms of one reference: ``role``, ``roleRef``, ``roleSelector``, and those of lists."""
    stem = next((key.removesuffix(ending) for ending in _ENDINGS if key.endswith(ending)), key)
    stems = dict.fromkeys((stem, stem.removesuffix("s"), f"{stem}s"))
    forms = [name + ending for name in stems for ending in ("", *_ENDINGS)]
    return [form for form in forms if form != key and (form.endswith(_ENDINGS) or key.endswith(_ENDINGS))]


def _pairs(places: Sequence[Place], side: Side) -> Iterator[_Pair]:
    """Pair what went with what came, the surest first, each once."""
    gone = {at: _Body(place, place.base) for at, place in enumerate(places) if _went(place, side)}
    new = {at: _Body(place, place.held(side)) for at, place in enumerate(places) if _came(place, side)}
    if len(gone) * len(new) > _MOST_PAIRS:
        return
    pairs = [_Pair(_sureness(gone[old], new[at]), old, at) for old in gone for at in new]
    used: set[int] = set()
    for pair in sorted(pairs, reverse=True):
        if pair.sure >= _ALIKE and not {pair.gone, pair.new} & used:
            used |= {pair.gone, pair.new}
            yield pair


class _Body:
    """What a place holds, with its leaves collected once."""

    def __init__(self, place: Place, held: Held) -> None:
        self.place = place
        self.held = held
        self.leaves = _named_apart(held)


def _went(place: Place, side: Side) -> bool:
    return _is_named(place) and place.base is not ABSENT and place.held(side) is ABSENT


def _came(place: Place, side: Side) -> bool:
    return _is_named(place) and place.base is ABSENT and isinstance(place.held(side), dict)


def _is_named(place: Place) -> bool:
    """Only resources and items of keyed lists have a name that can change."""
    steps = place.path.steps
    return not steps or isinstance(steps[-1], Item)


def _sureness(gone: _Body, new: _Body) -> float:
    old, now = gone.place, new.place
    if old.path.parent != now.path.parent or bool(old.path.steps) != bool(now.path.steps):
        return 0
    if old.path.steps:
        return _share(gone.leaves, new.leaves) if old.resource == now.resource else 0
    if (old.resource.group, old.resource.kind) != (now.resource.group, now.resource.kind):
        return 0
    return _CERTAIN if _same_mark(gone.held, new.held) else _share(gone.leaves, new.leaves)


def _same_mark(one: Held, other: Held) -> bool:
    return any((mark := _mark(one, name)) is not None and mark == _mark(other, name) for name in _MARKS)


def _mark(value: Held, name: str) -> Value:
    metadata = value.get("metadata") if isinstance(value, dict) else None
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    return annotations.get(name) if isinstance(annotations, dict) else None


def _share(mine: "frozenset[_Leaf]", theirs: "frozenset[_Leaf]") -> float:
    """Say how much of two bodies agrees, from 0 to 1."""
    most = max(len(mine), len(theirs))
    return len(mine & theirs) / most if most else 0


def _named_apart(value: Held) -> "frozenset[_Leaf]":
    """Collect the leaves of a body but for its name."""
    return frozenset(leaf for leaf in _leaves(value, ()) if not _is_name(leaf))


_Leaf = tuple[tuple[str | int, ...], str]


def _leaves(value: Held, at: tuple[str | int, ...]) -> Iterator[_Leaf]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _leaves(part, (*at, key))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _leaves(part, (*at, place))
    else:
        yield at, repr(value)


def _is_name(leaf: _Leaf) -> bool:
    return leaf[0] in {("name",), ("metadata", "name"), ("metadata", "namespace")}


def _name(place: Place) -> str:
    return str(place.path) or str(place.resource)


def _with(place: Place, words: str) -> Place:
    return replace(place, why=f"{place.why}; {words}" if place.why else words)
