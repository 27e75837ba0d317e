"""Moves: the objects of a space watched in their cluster; what happens is kept until it is asked for."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue

from core.errors import HeadgateError
from core.krm.managers import newest_first, owners
from core.krm.resource import ResourceId, identify
from core.live.cluster.kinds import Served
from core.live.cluster.scope import Seen, watch_scope
from core.live.cluster.session import Session
from core.live.cluster.watching import What
from core.ports.moves import Moved

__all__ = ["ClusterMoves"]


class ClusterMoves:
    """Implements `core.ports.moves.Moves`; a thread listens until it is closed.

    Args:
        session: of the cluster.
        resources: which objects; others of their kinds are passed over.
        namespace: where objects are that name none.
    """

    def __init__(self, session: Session, resources: Sequence[ResourceId], *, namespace: str) -> None:
        self._wanted = {(one.group, one.kind, one.name): one for one in resources}
        self._told: SimpleQueue[Moved] = SimpleQueue()
        self._stop = threading.Event()
        self._current: set[Served] = set()
        heard = [one for one in resources if one.kind != "Secret"]  # a list would bring all of them
        self._is_whole = len(heard) == len(resources)
        places = {one.namespace or namespace for one in heard}
        place = places.pop() if len(places) == 1 else ""
        events = watch_scope(session, heard, namespace=place, stop=self._stop)
        threading.Thread(target=self._listen, args=(events,), daemon=True).start()

    @property
    def is_whole(self) -> bool:
        """All of the objects are listened to; see the port."""
        return self._is_whole

    def wait(self, seconds: float) -> Sequence[Moved]:
        """Wait until something moves; see the port."""
        found: list[Moved] = []
        try:
            found.append(self._told.get(timeout=seconds) if seconds > 0 else self._told.get_nowait())
            while True:
                found.append(self._told.get_nowait())
        except Empty:
            return found

    def close(self) -> None:
        """Listen no more."""
        self._stop.set()

    def _listen(self, events: Iterator[Seen]) -> None:
        """Keep what moves after each kind was first told whole."""
        with suppress(HeadgateError):
            for seen in events:
                if seen.happened.what is What.LOST:
                    self._is_whole = self._is_whole and not seen.is_over
                elif seen.happened.what is What.CURRENT:
                    self._current.add(seen.served)
                elif seen.served in self._current:
                    self._keep(seen)
            return
        self._is_whole = False

    def _keep(self, seen: Seen) -> None:
        served, found = seen.served, seen.happened.object
        named = identify({**found, "apiVersion": served.api_version, "kind": served.kind})
        wanted = self._wanted.get((named.group, named.kind, named.name)) if named else None
        if wanted is None:
            return
        newest = next(iter(newest_first(owners(found).everyone())), None)
        self._told.put(Moved(wanted, newest.name if newest else "", newest.when if newest else ""))
