"""The listener: a webhook is a hint to look again, never content; who may ring is checked, how often limited.

Source: reliability.md T60, T61: 256 kB, 5 s, 32 connections, 60 a minute and source, loopback unless asked,
POST only, an id counts once a day.
"""

import socket
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from core.net.webhooks import STATUS, Delivery, Scheme, checked
from core.ports.effects import Clock
from core.secret import Secret

__all__ = ["PATIENCE_SECONDS", "Gate", "Listener"]

_LIMIT_BYTES: Final = 256 * 1024
PATIENCE_SECONDS: Final = 5.0
"""How long a caller has, in all."""
_AT_ONCE: Final = 32
_A_MINUTE: Final = 60
_MINUTE_SECONDS: Final = 60.0
_DAY_SECONDS: Final = 86_400.0
_REMEMBERED: Final = 100_000
_SOURCES: Final = 10_000
_OK, _BAD, _UNSIGNED, _TOO_MANY, _TOO_LARGE, _BUSY = 202, 400, 401, 429, 413, 503


@dataclass(slots=True)
class Gate:
    """Decides on one delivery; for any number of threads.

    Attributes:
        secrets: per scheme the secrets that count now.
        clock: for time stamps and limits.
        ring: called for each genuine delivery that is new.
    """

    secrets: Mapping[Scheme, tuple[Secret, ...]]
    clock: Clock
    ring: Callable[[], None]
    _seen: "OrderedDict[str, float]" = field(default_factory=OrderedDict)
    _calls: dict[str, deque[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def admits(self, source: str) -> bool:
        """Tell whether a source may ask once more within this minute."""
        now = self.clock.monotonic()
        with self._lock:
            if len(self._calls) > _SOURCES:
                self._calls.clear()
            calls = self._calls.setdefault(source, deque())
            while calls and now - calls[0] >= _MINUTE_SECONDS:
                calls.popleft()
            if len(calls) >= _A_MINUTE:
                return False
            calls.append(now)
            return True

    def answer(self, headers: Mapping[str, str], body: bytes) -> int:
        """Check a delivery, ring where it is new; gives the HTTP status. The body is looked at no further."""
        found: Delivery | None = None
        status = _UNSIGNED
        for scheme, secrets in self.secrets.items():
            outcome = checked(scheme, headers, body, secrets=secrets, now=self.clock.seconds())
            if isinstance(outcome, Delivery):
                found = outcome
                break
            status = STATUS[outcome]
        if found is None:
            return status
        if not self._is_new(found.key):
            return 200
        self.ring()
        return _OK

    def _is_new(self, key: str) -> bool:
        now = self.clock.seconds()
        with self._lock:
            while self._seen and (
                len(self._seen) > _REMEMBERED or now - next(iter(self._seen.values())) > _DAY_SECONDS
            ):
                self._seen.popitem(last=False)
            if key in self._seen:
                return False
            self._seen[key] = now
            return True


class Listener:
    """An HTTP server on a thread of its own."""

    def __init__(
        self, gate: Gate, *, host: str, port: int, patience_seconds: float = PATIENCE_SECONDS
    ) -> None:
        self._server = _Server((host, port), gate, patience_seconds)
        self._thread = threading.Thread(target=self._server.serve_forever, name="listener", daemon=True)

    @property
    def port(self) -> int:
        """The port; the one that was found where 0 was asked for."""
        return self._server.server_address[1]

    def start(self) -> None:
        """Listen."""
        self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = _AT_ONCE

    def __init__(self, address: tuple[str, int], gate: Gate, patience_seconds: float) -> None:
        self.gate = gate
        self.patience_seconds = patience_seconds
        self.places = threading.BoundedSemaphore(_AT_ONCE)
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a caller that hangs up is no news, and what it sent is nobody's to print."""


class _Handler(BaseHTTPRequestHandler):
    timeout = PATIENCE_SECONDS
    server: _Server
    server_version = "headgate"
    sys_version = ""

    def setup(self) -> None:
        """Give the caller a few seconds in all; a drip of bytes would keep its place for ever."""
        super().setup()
        self._end = threading.Timer(self.server.patience_seconds, self._hang_up)
        self._end.daemon = True
        self._end.start()

    def finish(self) -> None:
        """Let go of the caller."""
        self._end.cancel()
        with suppress(OSError):
            super().finish()

    def _hang_up(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def handle_one_request(self) -> None:
        """Take a place, or say that all are taken."""
        if not self.server.places.acquire(blocking=False):
            self.close_connection = True
            self.wfile.write(f"HTTP/1.1 {_BUSY} Busy\r\nContent-Length: 0\r\n\r\n".encode())
            return
        try:
            super().handle_one_request()
        finally:
            self.server.places.release()
            self.close_connection = True

    def do_POST(self) -> None:
        """Answer a delivery."""
        self._say(self._status())

    def log_message(self, *_: object) -> None:
        """Print nothing: a line that a stranger can write is no log."""

    def _status(self) -> int:
        gate = self.server.gate
        if not gate.admits(self.client_address[0]):
            return _TOO_MANY
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            return _BAD
        if int(length) > _LIMIT_BYTES:
            return _TOO_LARGE
        body = self.rfile.read(int(length))
        if len(body) != int(length):
            return _BAD
        return gate.answer(dict(self.headers.items()), body)

    def _say(self, status: int) -> None:
        self.send_response_only(status)
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()
