"""A server on this machine that does with each request what a test says, down to the bytes."""

import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import BinaryIO, Self

__all__ = [
    "Behaviour",
    "Conversation",
    "Handler",
    "Loopback",
    "Reply",
    "Request",
    "json_reply",
    "well_behaved",
]


@dataclass(frozen=True, kw_only=True)
class Request:
    """What arrived; header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


@dataclass(frozen=True, kw_only=True)
class Reply:
    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def written(self) -> bytes:
        lines = [f"HTTP/1.1 {self.status} Said So", f"Content-Length: {len(self.body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


def json_reply(value: object, *, status: int = 200, **headers: str) -> Reply:
    return Reply(
        status=status,
        body=json.dumps(value).encode(),
        headers={
            "Content-Type": "application/json",
            **{name.replace("_", "-"): text for name, text in headers.items()},
        },
    )


class Conversation:
    """One connection, from the server's end."""

    def __init__(self, sock: socket.socket, over: threading.Event) -> None:
        self.sock = sock
        self.over = over

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def drip(self, data: bytes, *, every_seconds: float) -> None:
        """Send byte by byte, until the end of the data or of the test."""
        for byte in data:
            self.send(bytes([byte]))
            if self.over.wait(every_seconds):
                return

    def close(self) -> None:
        """Close in good order."""
        raise _Closed

    def reset(self) -> None:
        """Close with a reset, as a machine that went down."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise _Closed


Handler = Callable[[Request], Reply]
Behaviour = Callable[[Conversation, Request], None]


def well_behaved(handler: Handler) -> Behaviour:
    return lambda talk, request: talk.send(handler(request).written())


class _Closed(Exception):
    pass


class Loopback:
    """Serves as a context manager; ``requests`` holds what arrived whole."""

    def __init__(self, behaviour: Behaviour, *, tls: ssl.SSLContext | None = None) -> None:
        self._behaviour = behaviour
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._accept)]
        self._connections: list[socket.socket] = []
        self.requests: list[Request] = []
        self.faults: list[BaseException] = []

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._port = self.port
        self._threads[0].start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        for sock in (self._listener, *self._connections):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listener.close()
        if self.faults:
            raise self.faults[0]

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self._connections.append(sock)
            thread = threading.Thread(target=self._serve, args=(sock,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        with sock:
            try:
                self._talk(sock)
            except (OSError, _Closed):
                pass
            except BaseException as fault:  # noqa: BLE001  raised again where the test can see it
                self.faults.append(fault)

    def _talk(self, sock: socket.socket) -> None:
        safe = self._tls.wrap_socket(sock, server_side=True) if self._tls else sock
        with safe, safe.makefile("rb") as incoming:
            talk = Conversation(safe, self._over)
            while not self._over.is_set() and (request := _read(incoming)):
                self.requests.append(request)
                self._behaviour(talk, request)


def _read(incoming: BinaryIO) -> Request | None:
    first = incoming.readline().decode("latin-1").split()
    if len(first) != 3:
        return None
    headers = {}
    while (line := incoming.readline().decode("latin-1").strip()) != "":
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = incoming.read(int(headers.get("content-length", "0")))
    return Request(method=first[0], target=first[1], headers=headers, body=body)
