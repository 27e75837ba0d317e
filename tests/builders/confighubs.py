"""ConfigHub as the tests reach it: the adapter at a loopback server."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from core.demo.confighub.server import Loopback
from core.hub.confighub.hub import ConfigHub
from core.hub.confighub.login import find_login
from core.hub.confighub.server import Server
from core.net.address import base_of
from core.net.means import Means
from core.net.site import Limits, Site
from core.ports.effects import Clock
from core.progress import Stop
from core.system.clock import SystemClock
from tests.builders.certificates import trusted

__all__ = ["AS_ADA", "QUICK", "confighub_at", "server_at", "server_by"]

AS_ADA: Mapping[str, str] = {"CUB_TOKEN": "t0ken"}
QUICK = Limits(seconds=5)


def no_pause(seconds: float, stop: Stop) -> None:
    """Nobody waits in a test."""
    assert seconds >= 0
    assert not stop.is_set()


def server_at(loopback: Loopback, env: Mapping[str, str] = AS_ADA, *, limits: Limits = QUICK) -> Server:
    """The server as somebody with this environment reaches it; CUB_SERVER is that server where not said."""
    return server_by(loopback.url, loopback.url + "/api", env, limits=limits)


def server_by(url: str, api: str, env: Mapping[str, str], *, limits: Limits = QUICK) -> Server:
    base = base_of(api, setting="hub")
    site = Site(title="ConfigHub", base=base, limits=limits, trust=trusted())
    means = Means(clock=SystemClock(), pause=no_pause, draw=lambda: 0.5)
    known = {"CUB_SERVER": url, **env}
    return Server(site, find_login(site, means, known), means)


def confighub_at(
    loopback: Loopback, clock: Clock, *, spaces: Collection[str] | None = None, limits: Limits = QUICK
) -> ConfigHub:
    return ConfigHub(server_at(loopback, limits=replace(limits)), clock, spaces=spaces)
