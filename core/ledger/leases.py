"""Leases on disk: each process that has a unit open holds a lock on a file of its own, beside the hub.

The kernel lets go of a lock when its process ends, however it ends, so no lease outlives its holder and
no clock is needed. Source: reliability.md §4.1 (clock jump) and P8.
"""

import fcntl
import json
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from core.errors import HeadgateError
from core.model.lease import Lease
from core.model.names import UnitName
from core.ports.effects import Clock, Operator
from core.safetext import safe_line
from core.store.files import private_folder

__all__ = ["LeaseFiles"]

_PRIVATE: Final = 0o600
_LIMIT_BYTES: Final = 4096


class LeaseFiles:
    """A `core.ports.leases.Leases` in a folder; for any number of processes of one account."""

    def __init__(self, folder: Path, clock: Clock, operator: Operator) -> None:
        self._folder = folder
        self._clock = clock
        self._operator = operator
        self._held: dict[UnitName, int] = {}
        self._times: dict[UnitName, int] = {}

    def take(self, unit: UnitName) -> None:
        """Lock a file that names us, the unit and the time; one that cannot be made is left out."""
        self._times[unit] = self._times.get(unit, 0) + 1
        if unit in self._held:
            return
        with suppress(OSError, HeadgateError):
            private_folder(self._folder)
            path = self._folder / f"{unit.space}+{unit.unit}+{_host()}-{os.getpid()}"
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, _PRIVATE)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.ftruncate(handle, 0)
                os.write(handle, self._card().encode())
            except OSError:
                os.close(handle)
                raise
            self._held[unit] = handle

    def let_go(self, unit: UnitName) -> None:
        """Take the file away and let go of its lock, as often as it was taken."""
        self._times[unit] = self._times.get(unit, 1) - 1
        handle = None if self._times[unit] else self._held.pop(unit, None)
        if handle is not None:
            with suppress(OSError):
                (self._folder / f"{unit.space}+{unit.unit}+{_host()}-{os.getpid()}").unlink()
            os.close(handle)

    def all(self) -> Mapping[UnitName, tuple[Lease, ...]]:
        """Read the files that another process holds locked; one that nobody holds is swept away."""
        found: dict[UnitName, tuple[Lease, ...]] = {}
        with suppress(OSError):
            for path in sorted(self._folder.iterdir()):
                for lease in self._lease(path):
                    found[lease.unit] = (*found.get(lease.unit, ()), lease)
        return found

    def _lease(self, path: Path) -> Iterator[Lease]:
        with suppress(OSError, HeadgateError, ValueError, KeyError, TypeError):
            space, unit, holder = path.name.split("+")
            if holder == f"{_host()}-{os.getpid()}":
                return
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            try:
                if _is_free(handle):
                    path.unlink()
                    return
                card = json.loads(os.read(handle, _LIMIT_BYTES))
            finally:
                os.close(handle)
            who, host = safe_line(card["who"]), safe_line(card["host"])
            yield Lease(
                unit=UnitName(space, unit),
                who=who,
                host=host,
                pid=int(card["pid"]),
                since=safe_line(card["since"]),
                ours=(who, host) == (self._who(), _host()),
            )

    def _card(self) -> str:
        return json.dumps(
            {"who": self._who(), "host": _host(), "pid": os.getpid(), "since": self._clock.now()}
        )

    def _who(self) -> str:
        actor = self._operator.actor()
        return f"{actor.name} ({actor.how_known})"


def _is_free(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _host() -> str:
    """Name this machine by letters that a file's name may have."""
    return "".join(letter for letter in socket.gethostname() if letter.isalnum() or letter in ".-") or "here"
