"""Heads of the audit record to the system log: RFC 5424 over a datagram, to this machine or another."""

import contextlib
import os
import socket
from typing import Final

from core.ports.effects import Clock

__all__ = ["Syslog"]

_PRIORITY: Final = 13 * 8 + 5
"""Facility 13, log audit; severity 5, notice. Source: RFC 5424 §6.2.1."""

_PORT: Final = 514


class Syslog:
    """A `core.ports.heads.Heads`.

    Args:
        where: a socket's path (``/dev/log``), or ``host`` or ``host:port``.
        workspace: whose record it is.
        clock: when.
    """

    def __init__(self, where: str, workspace: str, clock: Clock) -> None:
        self._where = where
        self._workspace = workspace
        self._clock = clock

    def ship(self, number: int, head: str) -> None:
        """Send one line; nobody answers, so what gets lost is lost: each head stands for all before it."""
        line = (
            f"<{_PRIORITY}>1 {self._clock.now()} {socket.gethostname()} headgate {os.getpid()} audit-head - "
            f"workspace={self._workspace} number={number} head={head}"
        )
        with contextlib.suppress(OSError):
            self._send(line.encode())

    def _send(self, line: bytes) -> None:
        if self._where.startswith("/"):
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as local:
                local.setblocking(False)  # noqa: FBT003  the socket module's own form
                local.sendto(line, self._where)
            return
        host, _, port = self._where.partition(":")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as far:
            far.sendto(line, (host, int(port or _PORT)))
