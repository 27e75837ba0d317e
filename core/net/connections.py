"""Connections that are kept for the next call, each with one holder at a time.

The engine has a pool of its own, but it asks whether an idle connection was closed while another thread may
just have begun to use it, and then closes it: with 8 threads one call of 90 was lost so (httpcore 1.0.9).
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpcore

from core.net.allowance import Allowance

__all__ = ["Connections"]


class Connections:
    """Lends connections to one server, the one used last first.

    Args:
        open_one: makes a connection; it connects when it is used.
        limit: how many there may be at once.
    """

    def __init__(self, open_one: Callable[[], httpcore.HTTPConnection], limit: int) -> None:
        self._open_one = open_one
        self._room = threading.Semaphore(limit)
        self._lock = threading.Lock()
        self._idle: list[httpcore.HTTPConnection] = []

    @contextmanager
    def one(self, allowance: Allowance) -> Iterator[httpcore.HTTPConnection]:
        """Lend one for one call; keeps it afterwards where it can be used again.

        Raises:
            Broken: all are in use, and the time is up or it is to stop.
        """
        while not self._room.acquire(timeout=allowance.slice()):
            pass
        try:
            connection = self._kept() or self._open_one()
            try:
                yield connection
            finally:
                self._take_back(connection)
        finally:
            self._room.release()

    def close(self) -> None:
        """Close all that nobody uses."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _kept(self) -> httpcore.HTTPConnection | None:
        while True:
            with self._lock:
                if not self._idle:
                    return None
                connection = self._idle.pop()
            if not connection.has_expired():
                return connection
            connection.close()

    def _take_back(self, connection: httpcore.HTTPConnection) -> None:
        if connection.is_closed() or not connection.is_idle():
            connection.close()
            return
        with self._lock:
            self._idle.append(connection)
