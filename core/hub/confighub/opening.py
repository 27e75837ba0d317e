"""Opening: from what the settings say of a server to the hub."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from core.errors import SettingsError
from core.hub.confighub.capabilities import CapabilityFile
from core.hub.confighub.hub import ConfigHub
from core.hub.confighub.login import find_login
from core.hub.confighub.server import Server
from core.model.hubserver import HubServer
from core.net.address import base_of
from core.net.means import Means
from core.net.site import Limits, Proxy, Site
from core.net.trust import trust_from_files
from core.ports.effects import Clock

__all__ = ["LIMITS", "open_confighub"]

LIMITS: Final = Limits(seconds=60, answer_bytes=64_000_000)
"""Source: confighub-api.md §9: a minute for an answer. An answer holds a thousand units at most."""


def open_confighub(
    place: HubServer,
    clock: Clock,
    means: Means,
    env: Mapping[str, str],
    *,
    spaces: Collection[str] | None,
    memory: Path,
) -> ConfigHub:
    """Open the hub on a server; nothing is sent yet.

    Args:
        place: where it is.
        clock: for how long a reading is shared.
        means: the machine's part of a client.
        env: the environment, where logins are looked for.
        spaces: the spaces that matter; None for all that are shown to us.
        memory: the file with what probes found of servers; it need not be there.

    Raises:
        SettingsError: the address, the CA file or the proxy cannot be used.
        SourceUnreadable: a variable that the settings name is not set.
    """
    url = place.url.rstrip("/").removesuffix("/api") + "/api"
    site = Site(
        title="ConfigHub",
        base=base_of(url, setting="hub"),
        trust=trust_from_files(authorities=place.authorities),
        proxy=_proxy(place.proxy),
        limits=LIMITS,
    )
    worker = (place.worker_id, place.worker_secret)
    login = find_login(site, means, env, token=place.token, worker=worker)
    remembered = CapabilityFile(memory)
    server = Server(site, login, means, remembered.read(site.base.origin))
    return ConfigHub(server, clock, spaces=spaces, remembered=remembered)


def _proxy(place: str) -> Proxy | None:
    if not place:
        return None
    host, _, port = place.rpartition(":")
    if not host or not port.isdecimal():
        raise SettingsError(
            f"Could not use the proxy {place}", why="it is no host:port", next_step="correct hub.proxy"
        )
    return Proxy(host=host, port=int(port))
