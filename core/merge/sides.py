"""Sides: what each side holds of one unit, and of one resource of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from core.krm.read.documents import Document, Documents
from core.krm.resource import ResourceId
from core.krm.values import UNKNOWN, Unknown, Value

__all__ = ["Held5", "Sides", "by_resource"]

_Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """One unit as each side holds it.

    A side is None where it has nothing, and `UNKNOWN` where it was not read or not asked: then nothing is
    said about it, neither that it changed nor that it is in sync.

    Attributes:
        base: what Git and the hub last agreed on; None with both of them there: both added it.
        git: what Git renders.
        hub: hub Head.
        applied: the hub revision last applied.
        live: what the cluster runs.
    """

    base: Documents | Unknown | None = None
    git: Documents | Unknown | None = None
    hub: Documents | Unknown | None = None
    applied: Documents | Unknown | None = UNKNOWN
    live: Documents | Unknown | None = UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Held5:
    """One resource as each side holds it; None where a side has no such resource.

    Attributes:
        id: as the hub names it, else Git, else live, else whoever has it.
        base: its value, likewise for the others.
    """

    id: ResourceId
    base: Value | Unknown
    git: Value | Unknown
    hub: Value | Unknown
    applied: Value | Unknown
    live: Value | Unknown


def by_resource(sides: Sides) -> Iterator[Held5]:
    """Bring together what belongs to one resource, in the hub's order, then Git's, then the others'."""
    order = (sides.hub, sides.git, sides.live, sides.applied, sides.base)
    known = {number: _indexed(side) for number, side in {id(side): side for side in order}.items()}
    hub, git, live, applied, base = (known[id(side)] for side in order)
    ids: dict[_Key, ResourceId] = {}
    for one in known.values():
        for key, document in one.items() if one is not UNKNOWN else ():
            if document.id is not None:
                ids.setdefault(key, document.id)
    for key, resource in ids.items():
        yield Held5(
            id=resource,
            base=_value(base, key),
            git=_value(git, key),
            hub=_value(hub, key),
            applied=_value(applied, key),
            live=_value(live, key),
        )


_Indexed = dict[_Key, Document] | Unknown
_NOTHING: Final[dict[_Key, Document]] = {}


def _indexed(side: Documents | Unknown | None) -> _Indexed:
    if isinstance(side, Unknown):
        return UNKNOWN
    if side is None:
        return _NOTHING
    return {document.id.key: document for document in side.documents if document.id is not None}


def _value(side: _Indexed, key: _Key) -> Value | Unknown:
    if isinstance(side, Unknown):
        return UNKNOWN
    document = side.get(key)
    return None if document is None else document.value
