"""Scope: several kinds watched at once, as one stream of what happens.

Each kind is watched by a thread of its own, for a watch waits on its server. One that may not be watched
ends with its reason in the stream; the others go on.
"""

import threading
from collections.abc import Iterator, Sequence
from queue import Empty, SimpleQueue
from typing import Final, NamedTuple

from core.errors import HeadgateError
from core.krm.resource import ResourceId
from core.live.cluster.kinds import Served
from core.live.cluster.session import Session
from core.live.cluster.watching import Happened, What
from core.progress import Stop

__all__ = ["Seen", "watch_scope"]

_SLICE_SECONDS: Final = 0.2


class Seen(NamedTuple):
    """What happened, and to which kind.

    Attributes:
        served: the kind.
        happened: what.
        is_over: this kind is watched no more; ``happened.why`` says why.
    """

    served: Served
    happened: Happened
    is_over: bool = False


def watch_scope(
    session: Session, resources: Sequence[ResourceId], *, namespace: str, stop: Stop
) -> Iterator[Seen]:
    """Watch the kinds of some resources in a namespace, until it is to stop or nothing is left to watch.

    Args:
        session: of the cluster.
        resources: whose kinds, each at its own API version.
        namespace: where; "" for all.
        stop: ends it; asked several times a second.

    Raises:
        SourceUnreadable: a kind is not served.
    """
    kinds = {session.kinds.served(one): None for one in resources}
    told: SimpleQueue[Seen] = SimpleQueue()
    ended = _Either(stop)
    for served in kinds:
        threading.Thread(target=_follow, args=(session, served, namespace, told, ended), daemon=True).start()
    left = len(kinds)
    try:
        while left and not stop.is_set():
            try:
                seen = told.get(timeout=_SLICE_SECONDS)
            except Empty:
                continue
            left -= seen.is_over
            yield seen
    finally:
        ended.set()


class _Either:
    """Set when whoever listens stops, or goes away."""

    def __init__(self, stop: Stop) -> None:
        self._stop = stop
        self._gone = threading.Event()

    def set(self) -> None:
        self._gone.set()

    def is_set(self) -> bool:
        return self._gone.is_set() or self._stop.is_set()


def _follow(
    session: Session, served: Served, namespace: str, told: "SimpleQueue[Seen]", stop: _Either
) -> None:
    try:
        for happened in session.watch(served, namespace=namespace).events(stop=stop):
            told.put(Seen(served, happened))
    except HeadgateError as error:
        why = f"{error.what}: {error.why}"
        told.put(Seen(served, Happened(what=What.LOST, why=why), is_over=True))
