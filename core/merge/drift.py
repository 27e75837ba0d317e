"""Drift: what the cluster holds unlike what was last applied to it. Pure.

What was applied sets the fields that count: live differs from them or lacks them. What only live holds is
drift where the base still had it, or where a person's tool is on record for it; everything else has a reason.
Source: cases/merge/README.md, Drift; domain.md §3.1 to §3.4.
"""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from core.fieldpath import Step
from core.krm.explain import reasons
from core.krm.managers import Owners
from core.krm.normalize import canonical, default_here, same
from core.krm.rules.example import Rule
from core.krm.rules.lists import SINGLETON, ListKind
from core.krm.rules.noise import Reach
from core.krm.rules.owners import (
    AUTOSCALED,
    BY_CONTROLLER,
    EMPTY_LEFT_OUT,
    LATE_INITIALISED,
    RESOLVED,
    UNOWNED,
)
from core.krm.schema.node import PLAIN, Node
from core.krm.values import ABSENT, Absent, Value, as_written
from core.merge.capture import captured
from core.merge.pairing import Three, paired, parts_of
from core.merge.places import Excused

__all__ = ["Drift", "Drifted", "drift"]

_Map = dict[str, Value]


class Drifted(NamedTuple):
    """One place where live is unlike what was applied.

    Attributes:
        at: the steps to it.
        applied: what was applied; `ABSENT` where nothing was.
        live: what a capture would write; `ABSENT` where live has nothing.
        node: what the rules say about it.
        why: what kind of drift it is; "" for a plain field.
    """

    at: tuple[Step, ...]
    applied: Value | Absent
    live: Value | Absent
    node: Node
    why: str


@dataclass(slots=True)
class Drift:
    """What a comparison with live has found so far.

    Attributes:
        autoscaled: an autoscaler owns ``spec.replicas``.
        found: the drift.
        excused: what is none.
    """

    autoscaled: bool = False
    found: list[Drifted] = field(default_factory=list)
    excused: list[Excused] = field(default_factory=list)


_PARAMETERS: Final = ("spec", "forProvider")
_REFERENCES: Final = ("Ref", "Refs", "Selector")
_STILL_LIVE: Final = "it was removed, and is still live"
_GONE: Final = "live no longer has it"
_ADDED_BY: Final = "added live by"


def drift(
    applied: Value, live: Value, base: Value, node: Node, owners: Owners, *, autoscaled: bool = False
) -> Drift:
    """Compare one resource as it was last applied with what is live.

    Args:
        applied: what was last applied; None for nothing.
        live: the live object; None for none.
        base: what Git and the hub last agreed on; None for nothing. What it has and ``applied`` has not was
            removed, so it should be gone.
        node: the kind.
        owners: who wrote what of ``live``.
        autoscaled: an autoscaler owns the number of replicas.
    """
    out = Drift(autoscaled=autoscaled)
    if applied is None and live is not None:
        _extra_resource(live, base, node, out)
    elif live is None and applied is not None:
        out.found.append(Drifted((), applied, ABSENT, node, _GONE))
    elif not as_written(applied, live):
        _both(Three(applied, live, base), node, owners, (), out)
    return out


def _extra_resource(live: Value, base: Value, node: Node, out: Drift) -> None:
    if base is None:
        out.excused.append(Excused((), UNOWNED))
    else:
        out.found.append(Drifted((), ABSENT, captured(live, node), node, _STILL_LIVE))


def _both(sides: Three, node: Node, owners: Owners, at: tuple[Step, ...], out: Drift) -> None:
    """Compare a place that both have."""
    applied, live = sides.applied, _aligned(sides.applied, sides.live, node)
    if live is not sides.live:
        out.excused.append(Excused(at, SINGLETON))
    if isinstance(applied, dict) and isinstance(live, dict) and not node.atomic_map:
        _maps(applied, live, sides.base, node, owners, at, out)
    elif (
        isinstance(applied, list)
        and isinstance(live, list)
        and _lists(applied, live, sides.base, node, owners, at, out)
    ):
        pass
    elif same(applied, live, node):
        out.excused += [Excused(where, rule) for where, rule in reasons(applied, live, node, at)]
    elif (
        node.foreign
        and _only_adds(applied, live, node)
        and not any(who.is_person for who in owners.everyone())
    ):
        out.excused.append(Excused(at, UNOWNED))
    else:
        out.found.append(Drifted(at, _held(applied), captured(live, node, applied), node, ""))


def _only_adds(applied: Value, live: Value, node: Node) -> bool:
    """Tell whether blocks in a list that no schema describes only gained fields: the server's defaults."""
    if not isinstance(applied, list) or not isinstance(live, list) or len(applied) != len(live):
        return False
    pairs = zip(applied, live, strict=True)
    return all(_holds(now, was, node.items) for was, now in pairs)


def _holds(live: Value, applied: Value, node: Node) -> bool:
    if isinstance(applied, dict) and isinstance(live, dict):
        return all(
            part is None or _holds(live.get(key), part, node.below(key)) for key, part in applied.items()
        )
    return same(live, applied, node) or _only_adds(applied, live, node)


def _aligned(applied: Value, live: Value, node: Node) -> Value:
    """Read a block of another API version in the form that was applied."""
    if not node.unwraps:
        return live
    if isinstance(applied, list) and len(applied) <= 1 and isinstance(live, dict):
        return [live]
    if isinstance(applied, dict) and isinstance(live, list) and len(live) == 1 and isinstance(live[0], dict):
        return live[0]
    return live


def _held(value: Value) -> Value | Absent:
    return ABSENT if value is None else value


def _maps(
    applied: _Map, live: _Map, base: Value, node: Node, owners: Owners, at: tuple[Step, ...], out: Drift
) -> None:
    old = base if isinstance(base, dict) else {}
    fields = node.fields
    beside = applied if any(key.endswith(_REFERENCES) for key in applied) else {}
    for key in {**applied, **live}:
        mine, theirs = applied.get(key), live.get(key)
        if as_written(mine, theirs):
            continue
        sides = Three(mine, theirs, old.get(key))
        below = fields.get(key) or node.below(key)
        excuse = _excuse(sides, below, key, at, beside, out)
        if excuse is not None:
            out.excused.append(Excused((*at, key), excuse))
        elif sides.live is None:
            _missing(sides, below, live, (*at, key), out)
        elif sides.applied is None:
            _extra(sides, below, live, owners, (*at, key), out)
        else:
            _both(sides, below, owners.below(key), (*at, key), out)


def _excuse(
    sides: Three, node: Node, key: str, at: tuple[Step, ...], beside: _Map, out: Drift
) -> Rule | None:
    """Find a rule that excuses a field whatever it holds; ``beside`` are references that stand with it."""
    if node.noise is not None:
        return node.noise
    silent = node.live_noise
    if silent is not None and (sides.applied is None or silent.reach is Reach.LIVE):
        return silent
    if out.autoscaled and key == "replicas" and at == ("spec",):
        return AUTOSCALED
    return RESOLVED if beside and sides.applied is None and _is_resolved(key, beside) else None


def _is_resolved(key: str, beside: _Map) -> bool:
    """Tell whether a reference or selector beside a field is what it was resolved from.

    Source: crossplane-runtime reference resolver: ``roleRef`` fills ``role``, ``subnetIdRefs`` ``subnetIds``.
    """
    return _refers(key, beside) or (key.endswith("s") and _refers(key[:-1], beside))


def _refers(stem: str, beside: _Map) -> bool:
    return any(beside.get(stem + ending) for ending in _REFERENCES)


def _missing(sides: Three, node: Node, beside: _Map, at: tuple[Step, ...], out: Drift) -> None:
    """Judge a place that was applied and that live has not."""
    applied = sides.applied
    if isinstance(applied, dict | list) and not applied:
        out.excused.append(Excused(at, EMPTY_LEFT_OUT))
    elif same(applied, None, node) or (node.follows and same(applied, default_here(node, beside), node)):
        out.excused += [Excused(where, rule) for where, rule in reasons(applied, None, node, at)]
    elif node.string_map and isinstance(applied, dict):
        _maps(applied, {}, sides.base, node, Owners(), at, out)
    else:
        out.found.append(Drifted(at, _held(applied), ABSENT, node, _GONE))


def _extra(sides: Three, node: Node, beside: _Map, around: Owners, at: tuple[Step, ...], out: Drift) -> None:
    """Judge a place that only live has; ``around`` is who owns what it stands in."""
    live = sides.live
    if _means_nothing(live, node) or (node.follows and same(live, default_here(node, beside), node)):
        out.excused += [Excused(where, rule) for where, rule in reasons(None, live, node, at)]
    elif node.string_map and isinstance(live, dict):
        _maps({}, live, sides.base, node, around.below(at[-1]), at, out)
    elif sides.base is not None:
        out.found.append(Drifted(at, ABSENT, captured(live, node), node, _STILL_LIVE))
    else:
        _by_owner(live, node, around.below(at[-1]), at, out)


def _means_nothing(live: Value, node: Node) -> bool:
    """Tell whether a value is as good as none: a plain one only where the rules have something to say."""
    usual = node.default.value if node.default_text and node.default and node.noise is None else ()
    if not isinstance(usual, tuple):
        return as_written(live, usual) or canonical(live, node) == ""
    return (node.noise is not None or isinstance(live, dict | list | None)) and canonical(live, node) == ""


def _by_owner(live: Value, node: Node, owners: Owners, at: tuple[Step, ...], out: Drift) -> None:
    """Judge by who is on record what nobody ever asked for; goes down where hands are mixed."""
    managers = owners.everyone()
    people = [manager for manager in managers if manager.is_person]
    if not people:
        rule = LATE_INITIALISED if at[:2] == _PARAMETERS else BY_CONTROLLER if managers else UNOWNED
        out.excused.append(Excused(at, rule, managers[0].name if managers else ""))
    elif len(people) < len(managers) and (parts := parts_of(live, node)):
        for step, part, below in parts:
            _by_owner(part, below, owners.below(step), (*at, step), out)
    elif len(people) < len(owners.here):
        out.excused.append(Excused(at, BY_CONTROLLER, managers[0].name))
    else:
        out.found.append(Drifted(at, ABSENT, captured(live, node), node, f"{_ADDED_BY} {people[0].name}"))


def _lists(
    applied: list[Value],
    live: list[Value],
    base: Value,
    node: Node,
    owners: Owners,
    at: tuple[Step, ...],
    out: Drift,
) -> bool:
    """Compare lists item by item; False where nothing tells the items apart."""
    if node.lists in {ListKind.ATOMIC, ListKind.UNORDERED}:
        return False
    pairs = paired(applied, live, base if isinstance(base, list) else [], node)
    if pairs is None:
        return False
    below = PLAIN if node.lists is ListKind.SET else node.items
    for step, sides in pairs:
        if as_written(sides.applied, sides.live):
            continue
        if sides.live is None:
            _missing(sides, below, {}, (*at, step), out)
        elif sides.applied is None:
            _extra(sides, below, {}, owners, (*at, step), out)
        else:
            _both(sides, below, owners.below(step), (*at, step), out)
    return True
