"""Objects: what is live of a space, freezes and all; while the hub is down, as far as Git names it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from core.errors import HeadgateError, NotFound, SourceUnreadable
from core.krm.read.documents import Documents
from core.krm.resource import ResourceId
from core.krm.values import Value
from core.model.item import UnknownUnit
from core.model.names import UnitName
from core.model.space import Space
from core.progress import never_stop
from core.sync.context import Context
from core.sync.gather import gather_space
from core.sync.texts import parsed

__all__ = ["live_objects"]

_Objects: TypeAlias = dict[ResourceId, dict[str, Value]]


def live_objects(
    context: Context, space: str, units: Sequence[str]
) -> tuple[_Objects, tuple[UnknownUnit, ...]]:
    """Read the live objects of a space, or of some of its units, and say what could not be read.

    Raises:
        NotFound: the space has no such unit.
        SourceUnreadable: neither the hub nor Git can be read: which objects there are is unknown.
    """
    try:
        found, unread = gather_space(replace(context, frozen=None), space)
    except SourceUnreadable as down:
        return _named_by_git(context, space, units, down)
    _all_there(space, units, [*(sides.unit for sides in found), *unread])
    objects: _Objects = {}
    unknown = [UnknownUnit(unit=str(unit), why=why.why) for unit, why in unread.items()]
    for sides in found:
        if units and sides.unit.unit not in units:
            continue
        if isinstance(sides.live, Documents):
            objects |= _by_name(sides.live)
        else:
            why = sides.live.why if sides.live else "headgate.yaml does not say where it is live"
            unknown.append(UnknownUnit(unit=str(sides.unit), why=why))
    return objects, tuple(unknown)


def _named_by_git(
    context: Context, space: str, units: Sequence[str], down: SourceUnreadable
) -> tuple[_Objects, tuple[UnknownUnit, ...]]:
    """Read what Git renders now, where the hub cannot say what was applied."""
    namespace = context.spaces.get(space, Space(name=space)).namespace
    try:
        named = list(dict.fromkeys(_in_git(context, space, units, namespace)))
        seen = context.live.observe(space, named).documents(namespace)
    except NotFound:
        raise
    except HeadgateError:
        raise down from None
    why = f"{down.what}: {down.why}; its objects are those that Git renders, others may be there"
    return _by_name(seen), (UnknownUnit(unit=f"{space}/*", why=why),)


def _in_git(context: Context, space: str, units: Sequence[str], namespace: str) -> Iterator[ResourceId]:
    rendered = context.renderer.render(space, context.repository.head().oid, stop=never_stop())
    _all_there(space, units, [one.unit for one in rendered])
    for unit in rendered:
        documents = parsed(unit.text, namespace) if not units or unit.unit.unit in units else None
        yield from (one.id for one in (documents.documents if documents else ()) if one.id)


def _by_name(documents: Documents) -> _Objects:
    return {one.id: one.value for one in documents.documents if one.id and isinstance(one.value, dict)}


def _all_there(space: str, units: Sequence[str], there: Sequence[UnitName]) -> None:
    names = {one.unit for one in there}
    if missing := [name for name in units if name not in names]:
        raise NotFound(
            f"{space} has no unit {missing[0]}",
            why=f"its units are: {', '.join(sorted(names)[:20]) or 'none'}",
            next_step="headgate status --all lists them",
        )
