"""One request and its answer on the wire: the engine's connections, under our limits.

The engine is httpcore, httpx's own: what httpx adds (redirects, cookies, decoding, the environment's proxies,
a log line with the URL) is what this room must not do. See docs/adr/0009.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

import httpcore

from core.net.allowance import Allowance
from core.net.calls import Call
from core.net.connections import Connections
from core.net.faults import Broken, Fault
from core.net.means import Means
from core.net.site import Site
from core.net.sockets import Dialler, system_addresses
from core.net.trust import tls_context

__all__ = ["Opened", "Wire"]

_IDLE_SECONDS: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An answer whose body has yet to come.

    Attributes:
        status: as it came.
        headers: by name in lower case; several of one name joined with a comma.
        chunks: the body in pieces; may raise `Broken`.
    """

    status: int
    headers: dict[str, str]
    chunks: Iterator[bytes]


class Wire:
    """The connections to one site; used from several threads at once."""

    def __init__(self, site: Site, means: Means) -> None:
        logging.getLogger("httpcore").setLevel(logging.CRITICAL)  # its debug lines hold headers
        self._site = site
        base = site.base
        connection = partial(
            httpcore.HTTPConnection,
            origin=httpcore.Origin(base.scheme.encode(), base.host.encode(), base.port),
            ssl_context=tls_context(site.trust),
            keepalive_expiry=_IDLE_SECONDS,
            network_backend=Dialler(means.resolve or system_addresses, site.proxy),
        )
        self._connections = Connections(connection, site.limits.connections)

    @contextmanager
    def opened(self, call: Call, target: str, allowance: Allowance) -> Iterator[Opened]:
        """Send a request and give its answer while it comes.

        Raises:
            Broken: no connection, no answer, or one that breaks the rules.
        """
        base = self._site.base
        url = httpcore.URL(scheme=base.scheme, host=base.host, port=base.port, target=target)
        extensions = {"timeout": dict.fromkeys(("connect", "read", "write"), allowance)}
        if self._site.trust.server_name:
            extensions["sni_hostname"] = self._site.trust.server_name  # type: ignore[assignment]
        with (
            _mapped(allowance, answered=False),
            self._connections.one(allowance) as connection,
            connection.stream(
                call.method, url, headers=self._headers(call), content=call.body, extensions=extensions
            ) as response,
        ):
            headers = _joined(response.headers)
            encoding = headers.get("content-encoding", "identity").lower()
            if encoding not in {"identity", ""}:
                raise Broken(Fault.ENCODED, encoding)
            yield Opened(
                status=response.status, headers=headers, chunks=_chunks(response.iter_stream(), allowance)
            )

    def close(self) -> None:
        """Close every connection."""
        self._connections.close()

    def _headers(self, call: Call) -> list[tuple[bytes, bytes]]:
        base = self._site.base
        host = base.origin.partition("://")[2]
        plain: dict[str, str | tuple[str, ...]] = {
            "Host": host,
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": "headgate",
            **self._site.headers,
            **call.headers,
        }
        lines = [
            (name.encode(), value.encode())
            for name, values in plain.items()
            for value in ((values,) if isinstance(values, str) else values)
        ]
        return [*lines, self._site.credential.line()] if self._site.credential else lines


def _joined(lines: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for raw, value in lines:
        name = raw.decode("latin-1").lower()
        text = value.decode("utf-8", "replace")
        found[name] = f"{found[name]}, {text}" if name in found else text
    return found


def _chunks(stream: Iterable[bytes], allowance: Allowance) -> Iterator[bytes]:
    with _mapped(allowance, answered=True):
        yield from stream


@contextmanager
def _mapped(allowance: Allowance, *, answered: bool) -> Iterator[None]:
    """Say in our words what the engine says in its own.

    The sockets are ours, so that the engine itself has little to say. What it says of our own request is a
    bug of ours, told without the header that it quotes.
    """
    try:
        yield
    except httpcore.LocalProtocolError:
        raise ValueError("the request breaks the rules of HTTP") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        if allowance.ended:
            raise Broken(Fault.CUT if answered else Fault.LOST) from None
        raise Broken(Fault.GARBLED, str(error)) from None
