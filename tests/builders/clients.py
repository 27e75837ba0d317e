"""A client that talks to a server on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from core.net.address import base_of
from core.net.calls import Call, Effect
from core.net.client import Client
from core.net.site import Credential, Limits, Proxy, Site
from core.secret import Secret
from tests.builders.faults import means
from tests.builders.loopback import Behaviour, Loopback

__all__ = ["CANARY", "CREATE", "READ", "client_of", "site_of", "talking"]

CANARY: Final = "c4n4ry-t0ken"

READ: Final = Call(doing="read the unit web", path="/unit/web")
CREATE: Final = Call(
    doing="open the pull request",
    path="/pulls",
    method="POST",
    effect=Effect.CREATE,
    target="the pull request",
    body=b"{}",
)


def site_of(url: str, *, limits: Limits | None = None, proxy: Proxy | None = None) -> Site:
    return Site(
        title="the server",
        base=base_of(url, setting="the test"),
        credential=Credential(secret=Secret(CANARY), header="PRIVATE-TOKEN", scheme=""),
        limits=limits or Limits(tries=1),
        proxy=proxy,
    )


@contextmanager
def client_of(site: Site, pauses: list[float] | None = None) -> Iterator[Client]:
    client = Client(site, means([] if pauses is None else pauses))
    try:
        yield client
    finally:
        client.close()


@contextmanager
def talking(
    behaviour: Behaviour, *, prefix: str = "", pauses: list[float] | None = None, **limits: float
) -> Iterator[tuple[Client, Loopback]]:
    """Serve, and give a client; limits by the names of `Limits`, one try unless said."""
    with Loopback(behaviour) as server:
        site = site_of(server.url + prefix, limits=replace(Limits(tries=1), **limits))  # type: ignore[arg-type]
        with client_of(site, pauses) as client:
            yield client, server
