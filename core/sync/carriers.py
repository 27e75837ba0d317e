"""Carriers: what Argo CD, Flux or a release of the hub applies to a cluster is said so, and not raced.

Source: domain.md §4.7, freeze matrix.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from core.actuation.reverters import REVERTERS, Reverter
from core.actuation.undoers import Undoer, around_of, undoers
from core.krm.read.documents import Documents
from core.krm.resource import ResourceId
from core.krm.values import Value
from core.model.plan import Check, LiveChange
from core.sync.context import Context
from core.sync.gather import Gathered

__all__ = ["Carried", "carried"]

_CARRY: Final = frozenset(
    {
        Reverter.ARGO_APPLICATION,
        Reverter.FLUX_KUSTOMIZATION,
        Reverter.FLUX_HELM_RELEASE,
        Reverter.CONFIGHUB,
    }
)
_INSTANCE: Final = "app.kubernetes.io/instance"


class Carried(NamedTuple):
    """What is ours to write live, and what is said of the rest.

    Attributes:
        mine: the changes that nobody else brings about.
        checks: who carries what; where nothing at all is left to do, that forbids the plan.
        by: who brings the others about, in words; "" where there are none.
    """

    mine: tuple[LiveChange, ...]
    checks: tuple[Check, ...] = ()
    by: str = ""


def carried(
    context: Context, sides: Gathered, changes: tuple[LiveChange, ...], *, applies: bool, is_all: bool
) -> Carried:
    """Leave to whoever carries an object what it brings about by itself.

    A new revision is left to whatever syncs it; a field that is put back, to what puts it back in a known
    time. Somebody who was stopped, or was not looked at, is named, and the change is made.

    Args:
        context: the ports.
        sides: of the unit.
        changes: what is to be live.
        applies: all of Head is applied; else only fields are put back.
        is_all: nothing but these changes is written.
    """
    objects = _objects(sides, changes)
    if context.around is None or not any(_is_marked(one, value) for one, value in objects.items()):
        return Carried(changes)
    seen = context.around(sides.unit.space, list(objects.values()))
    around = around_of(seen.objects)
    found = [
        (one, _brings(one, applies=applies))
        for named, value in objects.items()
        for one in undoers(named, value, around)
        if one.reverter in _CARRY and one.target == named
    ]
    left = {one.target.key for one, brings in found if brings}
    mine = tuple(change for change in changes if change.resource.key not in left)
    forbids = is_all and not mine
    unread = tuple(Check(name="carrier", ok=None, what=f"not known: {why}") for why in seen.unread)
    by = "; ".join(dict.fromkeys(_who(one) for one, brings in found if brings))
    return Carried(mine, (*_checks(found, forbids=forbids), *unread), by)


def _objects(sides: Gathered, changes: Sequence[LiveChange]) -> dict[ResourceId, dict[str, Value]]:
    wanted = {change.resource.key for change in changes}
    documents = sides.live.documents if isinstance(sides.live, Documents) else ()
    return {
        one.id: one.value
        for one in documents
        if one.id is not None and one.id.key in wanted and isinstance(one.value, dict)
    }


def _is_marked(named: ResourceId, value: Mapping[str, Value]) -> bool:
    """Tell whether an object says that somebody carries it: else nobody need be asked."""
    metadata = value.get("metadata")
    labels = metadata.get("labels") if isinstance(metadata, dict) else None
    labelled = isinstance(labels, dict) and _INSTANCE in labels
    return labelled or any(one.reverter in _CARRY for one in undoers(named, value, {}))


def _brings(one: Undoer, *, applies: bool) -> bool:
    """Tell whether a carrier brings about by itself what is to be live."""
    if one.is_frozen:
        return False
    if one.reverter is Reverter.CONFIGHUB:
        return applies
    return one.by is not None and (applies or one.latest_seconds is not None)


def _checks(found: Sequence[tuple[Undoer, bool]], *, forbids: bool) -> Iterator[Check]:
    for one, brings in found:
        what = f"{_who(one)} carries {one.target.kind} {one.target.name}: {one.why}"
        if not brings:
            yield Check(name="carrier", ok=True if one.is_frozen else None, what=what)
            continue
        when = "" if one.latest_seconds is None else f" within {one.latest_seconds:.0f} s"
        yield Check(
            name="carrier", ok=False if forbids else None, what=f"{what}; left to it{when}, not raced"
        )


def _who(one: Undoer) -> str:
    title = REVERTERS[one.reverter].title
    return f"{title} {one.by.name}" if one.by is not None else title
