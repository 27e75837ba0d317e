"""The walk: base, git and hub of one resource go in, the places where they differ come out. Pure.

Plain values and tuples in the loop, objects only where something changed. Inside the walk None is a null and
an absent field alike; what it finds holds `ABSENT` for both.
Source: cases/merge/README.md, Paths and What becomes of it; domain.md §4.
"""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from core.fieldpath import Index, Item, Member, Scalar, Step
from core.krm.listkeys import Identity, identities, list_keys
from core.krm.normalize import canonical, default_here, says_nothing
from core.krm.rules.lists import ListKind
from core.krm.rules.quantities import Form
from core.krm.schema.node import PLAIN, Node
from core.krm.values import ABSENT, Absent, Value, all_as_written, as_written
from core.merge.oneof import clash

__all__ = ["Differences", "Found", "walk"]

_Map = dict[str, Value]


class Found(NamedTuple):
    """One place where git or hub differs from the base.

    Attributes:
        at: the steps to it.
        base: what was agreed on; `ABSENT` where nothing was, or a null.
        git: what Git holds, likewise.
        hub: what the hub holds, likewise.
        node: what the rules say about it.
        git_changed: Git means another thing than the base.
        hub_changed: the hub does.
        git_is_hub: both mean the same.
        why: why it is not finer, or what else is to be said; "" for a plain field.
    """

    at: tuple[Step, ...]
    base: Value | Absent
    git: Value | Absent
    hub: Value | Absent
    node: Node
    git_changed: bool
    hub_changed: bool
    git_is_hub: bool
    why: str


NULLED: Final = Node()
"""Stands for a place that is null on one side and left out on another."""


class Alike(NamedTuple):
    """Three values that are written unlike and mean the same, or are not compared at all."""

    at: tuple[Step, ...]
    sides: tuple[Value, Value, Value]
    node: Node


@dataclass(slots=True)
class Differences:
    """What a walk has found so far; filled by it and by nobody else."""

    found: list[Found] = field(default_factory=list)
    alike: list[Alike] = field(default_factory=list)
    warned: list[tuple[tuple[Step, ...], str]] = field(default_factory=list)


def walk(base: Value, git: Value, hub: Value, node: Node, at: tuple[Step, ...], out: Differences) -> None:
    """Compare three values that are not written alike; where it can go down it does, else it stops here.

    Linear in the values that are not written alike.
    """
    if base is None and git is not None and as_written(git, hub):
        stop(base, git, hub, node, at, out)
        return
    if node.string_map:
        git, hub = ({} if side is None and _is_map_or_nothing(base) else side for side in (git, hub))
    if isinstance(git, dict) and isinstance(hub, dict) and _is_map_or_nothing(base) and not node.atomic_map:
        _maps(base, git, hub, node, at, out)
    elif isinstance(git, list) and isinstance(hub, list) and node.lists is not ListKind.ATOMIC:
        _lists(base, git, hub, node, at, out)
    else:
        stop(base, git, hub, node, at, out)


def _is_map_or_nothing(value: Value) -> bool:
    return value is None or isinstance(value, dict)


def _maps(base: Value, git: _Map, hub: _Map, node: Node, at: tuple[Step, ...], out: Differences) -> None:
    old = base if isinstance(base, dict) else {}
    if node.choices and (why := clash(node, old, git, hub)):
        stop(base, git, hub, node, at, out, why=why)
        return
    fields = node.fields
    for key in {**hub, **git, **old}:
        was, new, ours = old.get(key), git.get(key), hub.get(key)
        if all_as_written(was, new, ours):
            if new is None:
                out.alike.append(Alike((*at, key), (was, new, ours), NULLED))
            continue
        below = fields.get(key) or node.below(key)
        if below.noise is not None:
            out.alike.append(Alike((*at, key), (was, new, ours), below))
        elif (
            below.default is not None
            and not below.default_text
            and any(says_nothing(side, below) for side in (was, new, ours))
        ):
            _implied((base, git, hub), (was, new, ours), below, (*at, key), out)
        else:
            walk(was, new, ours, below, (*at, key), out)


def _implied(
    blocks: tuple[Value, _Map, _Map],
    sides: tuple[Value, Value, Value],
    node: Node,
    at: tuple[Step, ...],
    out: Differences,
) -> None:
    """Compare a field whose absence means something that follows from its neighbours."""
    if isinstance(sides[1], dict) and isinstance(sides[2], dict):
        walk(*sides, node, at, out)
    else:
        meant = [_meant(side, node, block) for side, block in zip(sides, blocks, strict=True)]
        stop(*sides, node, at, out, meant=meant)


def _meant(value: Value, node: Node, parent: Value) -> Value | Absent:
    """Find what a side means here, where that follows from the fields beside it."""
    return default_here(node, parent) if says_nothing(value, node) and isinstance(parent, dict) else value


def stop(
    base: Value,
    git: Value,
    hub: Value,
    node: Node,
    at: tuple[Step, ...],
    out: Differences,
    *,
    meant: list[Value | Absent] | None = None,
    why: str = "",
) -> None:
    """Compare three values as wholes, and note the place if one of them changed."""
    was, new, ours = meant or (base, git, hub)
    old, theirs, mine = _texts(was, new, ours, node)
    if old == theirs == mine:
        out.alike.append(Alike(at, (base, git, hub), node))
        return
    out.found.append(
        Found(at, _held(base), _held(git), _held(hub), node, theirs != old, mine != old, theirs == mine, why)
    )


def _held(value: Value) -> Value | Absent:
    return ABSENT if value is None else value


def _texts(
    base: Value | Absent, git: Value | Absent, hub: Value | Absent, node: Node
) -> tuple[object, object, object]:
    """Give what can be compared by ``==``: plain values as they are, everything else in canonical form."""
    if node.form is Form.EXACT and node.noise is None:
        kind = base.__class__
        if kind is int and git.__class__ is int and hub.__class__ is int:
            return base, git, hub
        if kind is str and _is_word(base) and _is_word(git) and _is_word(hub):
            return base, git, hub
    return canonical(base, node), canonical(git, node), canonical(hub, node)


def _is_word(value: Value | Absent) -> bool:
    """Tell whether a value is a string that can hold no JSON, so that it means what it says."""
    return isinstance(value, str) and value[:1] not in _OPENS


_OPENS: Final = frozenset("{[ \t\r\n")


def _lists(
    base: Value, git: list[Value], hub: list[Value], node: Node, at: tuple[Step, ...], out: Differences
) -> None:
    if base is not None and not isinstance(base, list):
        stop(base, git, hub, node, at, out)
    elif node.lists is ListKind.SET:
        _sets(base, git, hub, node, at, out)
    elif node.lists is ListKind.UNORDERED or not _items(base, git, hub, node, at, out):
        stop(base, git, hub, node, at, out, why=_WHOLE)


_WHOLE: Final = "nothing tells the items of this list apart, so it is one value"
_DOUBLED: Final = "an item has no key or shares it with another, so the list is compared as one value"


def _items(
    base: list[Value] | None,
    git: list[Value],
    hub: list[Value],
    node: Node,
    at: tuple[Step, ...],
    out: Differences,
) -> bool:
    """Walk the items that belong together; False where nothing tells them apart on every side."""
    sides = [git, hub] if base is None else [base, git, hub]
    keys = list_keys(node, sides)
    if keys is None:
        return _single(base, git, hub, node, at, out)
    was, new, ours = (_by_identity(side, keys, node) for side in (base or [], git, hub))
    if was is None or new is None or ours is None:
        out.warned.append((at, _DOUBLED))
        return False
    for name in {**ours, **new, **was}:
        items = was.get(name), new.get(name), ours.get(name)
        if not all_as_written(*items):
            walk(*items, node.items, (*at, Item(tuple(zip(keys, name, strict=True)))), out)
    if node.ordered and [name for name in new if name in ours] != [name for name in ours if name in new]:
        out.warned.append((at, _REORDERED))
    return True


_REORDERED: Final = "Git and the hub order these items differently: no change, but here order can matter"


def _by_identity(items: list[Value], keys: tuple[str, ...], node: Node) -> dict[Identity, Value] | None:
    names = identities(items, keys, node)
    return None if names is None else dict(zip(names, items, strict=True))


def _single(
    base: list[Value] | None,
    git: list[Value],
    hub: list[Value],
    node: Node,
    at: tuple[Step, ...],
    out: Differences,
) -> bool:
    """Walk the only item of a list that holds one map on every side, where no schema speaks."""
    sides = [git, hub] if base is None else [base, git, hub]
    if node.lists is not ListKind.INFERRED or not all(len(s) == 1 and isinstance(s[0], dict) for s in sides):
        return False
    walk(base[0] if base else None, git[0], hub[0], node.items, (*at, Index(0)), out)
    return True


def _sets(
    base: list[Value] | None,
    git: list[Value],
    hub: list[Value],
    node: Node,
    at: tuple[Step, ...],
    out: Differences,
) -> None:
    was, new, ours = (_members(side) for side in (base or [], git, hub))
    if was is None or new is None or ours is None:
        out.warned.append((at, _DOUBLED))
        stop(base, git, hub, node, at, out, why=_WHOLE)
        return
    for member in {**ours, **new, **was}:
        sides = was.get(member), new.get(member), ours.get(member)
        if not sides[0] == sides[1] == sides[2]:
            value = next(side for side in sides if side is not None)
            stop(*sides, PLAIN, (*at, Member(value)), out)


def _members(items: list[Value]) -> dict[tuple[type, Scalar], Scalar] | None:
    """Read the members of a set; None where one is no scalar, or is there twice."""
    found: dict[tuple[type, Scalar], Scalar] = {}
    for item in items:
        if item is None or isinstance(item, dict | list) or (type(item), item) in found:
            return None
        found[type(item), item] = item
    return found
