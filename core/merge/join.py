"""Join: drift meets what Git and the hub changed, so that each place has one row with all its sides.

At one path it is one place. A place of Git or the hub that is coarser takes the drift below it in; a drift
that is coarser gives each of them its part, and stands for itself only where they leave something over.
"""

from collections.abc import Iterator

from core.fieldpath import FieldPath, Item, Step
from core.krm.edit.values import changed, value_at
from core.krm.normalize import same
from core.krm.redact import any_sensitive
from core.krm.schema.node import Node
from core.krm.values import ABSENT, UNKNOWN, Absent, Unknown, Value
from core.merge.drift import Drifted
from core.merge.order import in_document_order
from core.merge.pairing import parts_of
from core.merge.places import Held, Place
from core.merge.resource import Compared
from core.merge.sides import Held5
from core.merge.walk import Found
from core.merge.words import told

__all__ = ["joined"]

_Steps = tuple[Step, ...]


def joined(one: Compared) -> list[Place]:
    """Give the places of one resource, in document order, none above another one.

    Only a resource that is gone live stays a place of its own above what Git and the hub changed in it.
    """
    finer = [found.at for found in one.found]
    left = [
        part
        for drifted in one.drifted
        if not any(_covers(at, drifted.at) for at in finer)
        for part in _left_over(drifted, finer)
    ]
    found = _coarsened(one, left)
    alone = [part for part in left if not any(_covers(place.at, part.at) for place in found)]
    gone = {place.at: place for part in alone if (place := _gone(one, part)) is not None}
    found += gone.values()
    alone = [part for part in alone if not any(_covers(at, part.at) for at in gone)]
    places = [_place(one, place) for place in found]
    if not alone:
        return places
    return in_document_order([*places, *(_drift_place(one, part) for part in alone)], one.held)


def _coarsened(one: Compared, left: list[Drifted]) -> list[Found]:
    """Give the places of Git and the hub; where live drifted as a whole above some of them, they are one."""
    found = list(one.found)
    for drifted in left:
        below = [place for place in found if drifted.at and _covers(drifted.at, place.at)]
        if below:
            found[found.index(below[0])] = _whole(one.held, drifted, below)
            found = [place for place in found if place not in below]
    return found


def _gone(one: Compared, drifted: Drifted) -> Found | None:
    """Find the resource or item around a drift that Git and the hub have no more: all of it is one place."""
    node = one.node
    for at, step in enumerate(drifted.at):
        above = drifted.at[:at]
        if (not above or isinstance(above[-1], Item)) and _at(one.held.hub, above) is ABSENT:
            base, git = (_read(side, above) for side in (one.held.base, one.held.git))
            return Found(
                above,
                base,
                git,
                ABSENT,
                node,
                git_changed=False,
                hub_changed=False,
                git_is_hub=same(git, ABSENT, node),
                why=drifted.why,
            )
        node = node.below(step) if isinstance(step, str) else node.items
    return None


def _whole(held: Held5, drifted: Drifted, below: list[Found]) -> Found:
    base, git, hub = (_read(side, drifted.at) for side in (held.base, held.git, held.hub))
    return Found(
        drifted.at,
        base,
        git,
        hub,
        drifted.node,
        any(place.git_changed for place in below),
        any(place.hub_changed for place in below),
        same(git, hub, drifted.node),
        "live differs from all of it, so it is one value",
    )


def _read(side: Value | Unknown, at: _Steps) -> Value | Absent:
    found = _at(side, at)
    return ABSENT if isinstance(found, Unknown) else found


def _covers(upper: _Steps, lower: _Steps) -> bool:
    return lower[: len(upper)] == upper


def _place(one: Compared, found: Found) -> Place:
    held = one.held
    applied = _at(held.applied, found.at)
    live, why = _live(one, found, applied)
    sides = (_known(held.base, found.base), _known(held.git, found.git), _known(held.hub, found.hub))
    apart = isinstance(held.base, Unknown) and not found.git_is_hub
    return _judged(
        held,
        found.at,
        (*sides, applied, live),
        found.node,
        told(found) or why or "",
        changed_by=(found.git_changed or apart, found.hub_changed or apart, why is not None),
        git_is_hub=found.git_is_hub and UNKNOWN not in sides[1:],
    )


def _drift_place(one: Compared, drifted: Drifted) -> Place:
    sides = tuple(_at(side, drifted.at) for side in (one.held.base, one.held.git, one.held.hub))
    values = (*sides, drifted.applied, drifted.live)
    return _judged(
        one.held,
        drifted.at,
        values,
        drifted.node,
        drifted.why,
        changed_by=(False, False, True),
        git_is_hub=UNKNOWN not in sides[1:],
    )


def _judged(
    held: Held5,
    at: _Steps,
    values: tuple[Held, ...],
    node: Node,
    why: str,
    *,
    changed_by: tuple[bool, bool, bool],
    git_is_hub: bool,
) -> Place:
    """Make a place: say who means the same as live, and whether the values may be shown."""
    path = FieldPath(at)
    base, git, hub, applied, live = values
    git_changed, hub_changed, live_changed = changed_by
    return Place(
        resource=held.id,
        path=path,
        base=base,
        git=git,
        hub=hub,
        applied=applied,
        live=live,
        git_changed=git_changed,
        hub_changed=hub_changed,
        live_changed=live_changed,
        git_is_hub=git_is_hub,
        git_is_live=_same(git, live, node),
        hub_is_live=_same(hub, live, node),
        sensitive=any_sensitive(held.id, path, values),
        why=why,
    )


def _known(side: Value | Unknown, value: Value | Absent) -> Held:
    return UNKNOWN if isinstance(side, Unknown) else value


def _at(side: Value | Unknown, at: _Steps) -> Held:
    """Read what a side holds at a place; a null is nothing."""
    if isinstance(side, Unknown):
        return UNKNOWN
    found = value_at(side, FieldPath(at))
    return ABSENT if found is None else found


def _same(left: Held, right: Held, node: Node) -> bool:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return False
    return same(left, right, node)


def _live(one: Compared, found: Found, applied: Held) -> tuple[Held, str | None]:
    """Give what a capture of a place would write, and what kind of drift it is; None for no drift.

    Where nothing drifted that is what was applied: whatever else live shows was added to it.
    """
    if isinstance(applied, Unknown) or isinstance(one.held.live, Unknown):
        return UNKNOWN, None
    below = [drifted for drifted in one.drifted if _covers(found.at, drifted.at)]
    if below:
        return _laid_over(applied, found.at, below), below[0].why
    for drifted in one.drifted:
        if _covers(drifted.at, found.at):
            part = _part(drifted.live, found.at[len(drifted.at) :])
            return part, None if same(applied, part, found.node) else drifted.why
    return applied, None


def _laid_over(applied: Value | Absent, at: _Steps, below: list[Drifted]) -> Value | Absent:
    if below[0].at == at:
        return below[0].live
    value = None if isinstance(applied, Absent) else applied
    for drifted in below:
        value = changed(value, FieldPath(drifted.at[len(at) :]), drifted.live)
    return value


def _part(value: Value | Absent, at: _Steps) -> Value | Absent:
    found = ABSENT if isinstance(value, Absent) else value_at(value, FieldPath(at))
    return ABSENT if found is None else found


def _left_over(drifted: Drifted, finer: list[_Steps]) -> Iterator[Drifted]:
    """Give what a drift says beyond the places below it; a resource or item that is gone stays one place."""
    below = [at for at in finer if _covers(drifted.at, at)]
    whole = not drifted.at or isinstance(drifted.at[-1], Item)
    parts = _apart(drifted) if below and not whole else []
    if not parts:
        yield drifted
    for part in parts:
        if part.at not in below and not same(part.applied, part.live, part.node):
            yield from _left_over(part, below)


def _apart(drifted: Drifted) -> list[Drifted]:
    """Take a drift apart into what stands directly below it; empty where nothing tells the parts apart."""
    sides = [side for side in (drifted.applied, drifted.live) if not isinstance(side, Absent)]
    parts = [parts_of(side, drifted.node) for side in sides]
    if not all(parts):
        return []
    steps = {step: node for side in parts for step, _, node in side}
    return [
        Drifted(
            (*drifted.at, step),
            _part(drifted.applied, (step,)),
            _part(drifted.live, (step,)),
            node,
            drifted.why,
        )
        for step, node in steps.items()
    ]
