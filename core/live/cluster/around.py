"""Around: whoever may take back a live edit, listed from a cluster; unserved kinds are not there."""

from collections.abc import Iterator, Sequence

from core.actuation.surrounding import DEEPEST, SURROUNDING, SurroundingKind, makers
from core.errors import HeadgateError
from core.krm.resource import ResourceId, identify
from core.krm.values import Value
from core.live.cluster.kinds import Served
from core.live.cluster.session import Session
from core.ports.around import Surroundings

__all__ = ["look_around"]


def look_around(session: Session, targets: Sequence[Value], *, namespace: str) -> Surroundings:
    """Find what stands around objects; what cannot be read is said and the rest stands.

    Args:
        session: of the cluster.
        targets: the objects.
        namespace: where objects are that name no namespace.
    """
    objects: list[Value] = []
    unread: list[str] = []
    places = {one.namespace or namespace for value in targets if (one := identify(value)) is not None}
    for row in SURROUNDING:
        try:
            objects += _listed(session, row, [""] if row.everywhere else sorted(places))
        except HeadgateError as error:
            unread.append(f"{row.kind}: {error.what}: {error.why}")
    _climb(session, targets, objects, unread)
    return Surroundings(objects=tuple(objects), unread=tuple(unread))


def _listed(session: Session, row: SurroundingKind, places: Sequence[str]) -> Iterator[Value]:
    served = _served(session, row)
    if served is None:
        return
    for place in places:
        for page in session.reader.pages(served, place):
            items = page.get("items")
            for item in items if isinstance(items, list) else []:
                if isinstance(item, dict):
                    yield {**item, "apiVersion": served.api_version, "kind": served.kind}


def _served(session: Session, row: SurroundingKind) -> Served | None:
    found = (session.kinds.offered(version, row.kind) for version in row.api_versions)
    return next((served for served in found if served is not None), None)


def _climb(session: Session, targets: Sequence[Value], objects: list[Value], unread: list[str]) -> None:
    """Read the composites that made the objects, and those that made them."""
    level, done = list(targets), set[ResourceId]()
    for _ in range(DEEPEST):
        above: list[Value] = []
        for maker in makers(level):
            if maker in done:
                continue
            done.add(maker)
            try:
                found = session.reader.one(maker)
            except HeadgateError as error:
                unread.append(f"{maker}: {error.what}: {error.why}")
                continue
            above += [found] if found is not None else []
        objects += above
        level = above
