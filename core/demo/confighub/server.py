"""A ConfigHub on loopback: real sockets, threads, all three epochs.

What it is not: it is not ConfigHub. It was written from the contract of a client, not from the server's
code; no call of it was ever compared with the live service. It knows the calls that Headgate sends and no
other, merges by path and knows no provenance, runs no functions but one trigger a test gives it, keeps
nothing on disk, checks no permissions beyond "this token is known", and is as fast as a dictionary. What it
does do is the usual traps: 409 (never 412) for a stale guard; data-landing parameters ignored on metadata
calls; an empty first revision on create; no revision for the same bytes; `distinct_on` of ``/revision``; 400
for what the service refuses; short and empty pages; 207 with an error per item; triggers that change data
after a write; weak ETags; 401 for an expired token; and ``/auth/worker`` at the root of the host.
"""

import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Final, Self
from urllib.parse import parse_qsl, urlsplit

from core.demo.confighub.answers import ROUTES, answered
from core.demo.confighub.messages import NOT_MODIFIED, Answer, Call
from core.demo.confighub.store import RefusedError, Store
from core.ports.effects import Clock

__all__ = ["USER", "Fault", "Loopback"]

USER: Final = "7b1f6f8e-3a53-5d0a-9a57-3d1a1a1a0001"
_VERSIONS: Final = {"A": "", "B": "0.6.0", "C": "0.8.3"}


@dataclass(kw_only=True)
class Fault:
    """Something that goes wrong once or more often.

    Attributes:
        method: of the request; "" for any.
        path: a part of the path; "" for any.
        status: of the answer instead; 0 for the true answer.
        body: of the answer instead.
        headers: likewise.
        carried_out: the request is carried out before the answer is spoilt.
        cut: the connection is closed without an answer.
        slow: seconds to wait before the answer.
        times: how often; -1 for ever.
        after: how many fitting requests go through first.
        before: called first, with the server's lock not held: what somebody else does in between.
    """

    method: str = ""
    path: str = ""
    status: int = 0
    body: bytes = b'{"Code": "500", "Message": "out of order"}'
    headers: dict[str, str] = field(default_factory=dict)
    carried_out: bool = False
    cut: bool = False
    slow: float = 0.0
    times: int = 1
    after: int = 0
    before: Callable[[], None] | None = None

    def fits(self, call: Call) -> bool:
        """Tell whether it happens to this request."""
        return self.method in {"", call.method} and self.path in call.path and self.times != 0


class Loopback:
    """One server; a context manager. ``url`` is its root, without ``/api``."""

    def __init__(self, clock: Clock, epoch: str = "C", *, short_pages: bool = False) -> None:
        self.epoch = epoch
        self.version = _VERSIONS[epoch]
        self.store = Store(clock, epoch)
        self.lock = threading.RLock()
        self.tokens = {"t0ken": USER}
        self.workers: dict[str, str] = {}
        self.expired: set[str] = set()
        self.short_pages = short_pages
        self.weak_tags = True
        self.routes = ROUTES
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.loopback = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        """Give the root, without ``/api``."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def forget(self, clock: Clock) -> None:
        """Be a new server at the same address."""
        with self.lock:
            self.store = Store(clock, self.epoch)
            self.calls.clear()

    def shut(self) -> None:
        """Give up the socket of a server that is never started; it is asked directly then."""
        self._server.server_close()

    def tell_time(self, clock: Clock) -> None:
        """Date what comes from here on by this clock."""
        with self.lock:
            self.store.clock = clock

    def login(self) -> Mapping[str, str]:
        """Give the variables of somebody who is logged in here, as `cub` hands them to its plugins."""
        return {"CUB_SERVER": self.url, "CUB_TOKEN": next(iter(self.tokens))}

    def count(self) -> int:
        """How many requests there were, logins too."""
        return len(self.calls)

    def answer(self, call: Call) -> Answer:
        """Carry a request out."""
        with self.lock:
            self.calls.append(call)
            try:
                answer = answered(self, call)
            except RefusedError as refused:
                answer = Answer.refusal(refused.status, refused.message)
        return answer

    def fault(self, call: Call) -> Fault | None:
        """Take the first fault that fits."""
        with self.lock:
            for fault in self.faults:
                if fault.fits(call):
                    if fault.after:
                        fault.after -= 1
                        return None
                    fault.times -= 1
                    return fault
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    loopback: Loopback

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 -- the base's types
        """A client that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    disable_nagle_algorithm: ClassVar[bool] = True

    def _handle(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        call = Call(
            method=self.command,
            path=parts.path,
            query=parse_qsl(parts.query, keep_blank_values=True),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
        )
        loopback = self.server.loopback
        fault = loopback.fault(call)
        if fault is None:
            self._send(loopback.answer(call))
            return
        if fault.before is not None:
            fault.before()
        answer = loopback.answer(call) if fault.carried_out or not (fault.status or fault.cut) else None
        if answer is None:
            with loopback.lock:
                loopback.calls.append(call)
        time.sleep(fault.slow)
        if fault.cut:
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        elif fault.status:
            headers = {"Content-Type": "application/json", **fault.headers}
            self._send(Answer(status=fault.status, body=fault.body, headers=headers))
        elif answer is not None:
            self._send(answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle  # noqa: N815 -- the base's names

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        if self.server.loopback.epoch == "C":
            self.send_header("ConfigHub-Version", self.server.loopback.version)
        self.send_header("X-Request-Id", f"req-{len(self.server.loopback.calls)}")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != NOT_MODIFIED:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if answer.status != NOT_MODIFIED:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base's name
        """Say nothing."""
