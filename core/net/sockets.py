"""Sockets that keep to an allowance: looked up, connected, made safe, read and written within one deadline.

The engine (httpcore) asks for them by its documented seam for network backends.
"""

import errno
import os
import re
import select
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Iterable, Sequence
from contextlib import suppress
from math import inf
from queue import Empty, SimpleQueue
from typing import Final

import httpcore

from core.net.allowance import Allowance
from core.net.faults import Broken, Fault
from core.net.means import Resolve
from core.net.site import Proxy

__all__ = ["Dialler", "system_addresses"]

_CONNECT_ANSWER_BYTES: Final = 16_384
_OTHER_WAY_SECONDS: Final = 3.0
"""How long one address of several is tried: a host may have one that leads nowhere, as IPv6 often does."""


def system_addresses(host: str, port: int) -> list[tuple[int, object]]:
    """Look a host up as the machine does.

    Raises:
        OSError: there is no such name, or nobody answers.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(family, address) for family, _, _, _, address in found]


class Dialler(httpcore.NetworkBackend):
    """Opens connections, through the site's proxy where it has one."""

    def __init__(self, resolve: Resolve, proxy: Proxy | None) -> None:
        self._resolve = resolve
        self._proxy = proxy

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect; see the engine's documentation.

        Raises:
            Broken: there is no such name, no connection, or no time left; nothing was sent.
        """
        del local_address, socket_options
        allowance = _allowance(timeout)
        if self._proxy is None:
            return _Stream(_connected(self._looked_up(host, port, allowance), allowance))
        through = self._looked_up(self._proxy.host, self._proxy.port, allowance)
        sock = _connected(through, allowance)
        try:
            _tunnel(sock, f"{host}:{port}", self._proxy, allowance)
        except BaseException:
            sock.close()
            raise
        return _Stream(sock)

    def _looked_up(self, host: str, port: int, allowance: Allowance) -> Sequence[tuple[int, object]]:
        """Look a name up in a thread of its own, since nothing else ends a look-up that hangs."""
        found: SimpleQueue[Sequence[tuple[int, object]] | str] = SimpleQueue()

        def ask() -> None:
            try:
                found.put(self._resolve(host, port))
            except (OSError, UnicodeError) as error:
                found.put(getattr(error, "strerror", None) or "no such name")

        threading.Thread(target=ask, name="look-up", daemon=True).start()
        while True:
            with suppress(Empty):
                answer = found.get(timeout=allowance.slice())
                if isinstance(answer, str):
                    raise Broken(Fault.NO_NAME, answer)
                return answer


class _Stream(httpcore.NetworkStream):
    """One connection."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        allowance = _allowance(timeout)
        data = _received(self._sock, max_bytes, allowance)
        allowance.received(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        allowance = _allowance(timeout)
        allowance.sent = allowance.sent or bool(buffer)
        try:
            _send(self._sock, buffer, allowance)
        except OSError as error:  # the engine then reads: an answer may have come before the end
            raise httpcore.WriteError from error

    def close(self) -> None:
        self._sock.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        allowance = _allowance(timeout)
        try:
            safe = ssl_context.wrap_socket(
                self._sock, server_hostname=server_hostname, do_handshake_on_connect=False
            )
            self._sock = safe
            _shake_hands(safe, allowance)
        except (OSError, ValueError) as error:
            self._sock.close()
            raise Broken(Fault.UNTRUSTED, _tls_words(error)) from error
        except Broken:
            self._sock.close()
            raise
        return _Stream(safe)

    def get_extra_info(self, info: str) -> object:
        if info == "ssl_object":
            return self._sock if isinstance(self._sock, ssl.SSLSocket) else None
        return _readable(self._sock) if info == "is_readable" else None


def _allowance(timeout: float | None) -> Allowance:
    if not isinstance(timeout, Allowance):
        raise TypeError("every call brings its allowance")
    return timeout


def _connected(ways: Sequence[tuple[int, object]], allowance: Allowance) -> socket.socket:
    refused = "no address"
    for number, (family, address) in enumerate(ways, 1):
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            _connect(sock, address, allowance, inf if number == len(ways) else _OTHER_WAY_SECONDS)
        except OSError as error:
            sock.close()
            refused = error.strerror or str(error)
        except Broken:
            sock.close()
            raise
        else:
            return sock
    raise Broken(Fault.REFUSED, refused)


def _connect(sock: socket.socket, address: object, allowance: Allowance, seconds: float) -> None:
    sock.settimeout(0)
    with suppress(BlockingIOError):
        sock.connect(address)  # type: ignore[arg-type]  # as the look-up gave it
    waiting = select.poll()
    waiting.register(sock, select.POLLOUT)
    while not waiting.poll((span := min(seconds, allowance.slice())) * 1000):
        seconds -= span
        if seconds <= 0:
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
    code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, os.strerror(code))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _received(sock: socket.socket, limit_bytes: int, allowance: Allowance) -> bytes:
    while True:
        sock.settimeout(allowance.slice())
        try:
            return sock.recv(limit_bytes)
        except TimeoutError:
            continue
        except OSError as error:
            allowance.ended = True
            raise Broken(Fault.LOST, error.strerror or "") from error


def _send(sock: socket.socket, data: bytes, allowance: Allowance) -> None:
    unsent = memoryview(data)
    while unsent:
        sock.settimeout(allowance.slice())
        with suppress(TimeoutError):
            unsent = unsent[sock.send(unsent) :]


def _shake_hands(safe: ssl.SSLSocket, allowance: Allowance) -> None:
    while True:
        safe.settimeout(allowance.slice())
        try:
            safe.do_handshake()
        except TimeoutError:
            continue
        return


def _tls_words(error: OSError | ValueError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not good: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return f"TLS failed: {(error.reason or 'no reason given').replace('_', ' ').lower()}"
    return getattr(error, "strerror", None) or str(error)


def _tunnel(sock: socket.socket, target: str, proxy: Proxy, allowance: Allowance) -> None:
    """Ask the proxy for a connection to the target; what comes after it is between us and the target.

    Source: RFC 9110 §9.3.6.
    """
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if proxy.login is not None:
        lines.append(f"Proxy-Authorization: Basic {b64encode(proxy.login.reveal().encode()).decode()}")
    try:
        _send(sock, "\r\n".join([*lines, "", ""]).encode(), allowance)
    except OSError as error:
        raise Broken(Fault.PROXY, error.strerror or "") from error
    answer = b""
    while b"\r\n\r\n" not in answer:
        data = _received(sock, 1, allowance)  # byte by byte, so that nothing of the target's is taken
        answer += data
        if not data or len(answer) > _CONNECT_ANSWER_BYTES:
            raise Broken(Fault.PROXY, "it gave no HTTP answer")
    first = answer.split(b"\r\n", 1)[0].decode("latin-1")
    if not re.fullmatch(r"HTTP/1\.[01] 2\d\d(?: .*)?", first):
        raise Broken(Fault.PROXY, first)


def _readable(sock: socket.socket) -> bool:
    """Tell whether something came on a connection that nobody asked: then it is of no use any more."""
    if sock.fileno() < 0:
        return True
    waiting = select.poll()
    waiting.register(sock, select.POLLIN)
    return bool(waiting.poll(0))
