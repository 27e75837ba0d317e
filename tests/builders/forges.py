"""Each forge as a client of ours over a server that is held to the forge's published description."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from core.forge.api import Api
from core.forge.gitea import Gitea
from core.forge.github import HEADERS, GitHub
from core.forge.gitlab import GitLab
from core.forge.offering import RestForge
from core.forge.place import ForgeKind, Place
from core.net.address import Base, base_of
from core.net.client import Client
from core.net.means import Means
from core.net.site import Credential, Limits, Site
from core.ports.forge import Offer
from core.secret import Secret
from tests.builders.described import Described
from tests.builders.faults import means
from tests.builders.loopback import Loopback, well_behaved
from tests.fakes.forge_gitea import GiteaDialect
from tests.fakes.forge_github import GitHubDialect
from tests.fakes.forge_gitlab import GitLabDialect
from tests.fakes.forges import TOKEN, ForgeDialect, Hosted

__all__ = ["BRANCH", "PREFIXES", "Opened", "dialect_of", "forge_of", "offer", "opened"]

BRANCH: Final = "headgate/shop/a1"
PREFIXES: Final = {ForgeKind.GITHUB: "/api", ForgeKind.GITLAB: "/api/v4", ForgeKind.GITEA: "/api/v1"}
DIALECTS: Final[dict[ForgeKind, Callable[[Hosted], ForgeDialect]]] = {
    ForgeKind.GITHUB: GitHubDialect,
    ForgeKind.GITLAB: GitLabDialect,
    ForgeKind.GITEA: GiteaDialect,
}
APIS: Final[dict[ForgeKind, Callable[[Client, Place], Api]]] = {
    ForgeKind.GITHUB: GitHub,
    ForgeKind.GITLAB: GitLab,
    ForgeKind.GITEA: Gitea,
}


@dataclass(frozen=True, kw_only=True)
class Opened:
    forge: RestForge
    hosted: Hosted
    described: Described
    server: Loopback


def dialect_of(kind: ForgeKind, hosted: Hosted) -> ForgeDialect:
    return DIALECTS[kind](hosted)


def forge_of(kind: ForgeKind, site: Site, using: Means) -> RestForge:
    """Make a forge for a site whose base is the API's."""
    base = site.base
    web = Base(scheme=base.scheme, host=base.host, port=base.port)
    place = Place(kind=kind, web=web, api=base, path="acme/shop")
    client = Client(site, using)
    return RestForge(APIS[kind](client, place), place, f"{kind} acme/shop", client.close)


def signed_in(kind: ForgeKind, base: Base, *, token: str = TOKEN, limits: Limits | None = None) -> Site:
    return Site(
        title="the forge",
        base=base,
        credential=Credential(secret=Secret(token)),
        headers=HEADERS if kind is ForgeKind.GITHUB else {},
        limits=limits or Limits(tries=1),
    )


@contextmanager
def opened(kind: ForgeKind, hosted: Hosted | None = None, *, token: str = TOKEN) -> Iterator[Opened]:
    hosted = hosted or Hosted()
    described = Described(f"forges/{kind}.yaml")
    with Loopback(well_behaved(described(dialect_of(kind, hosted)))) as server:
        site = signed_in(kind, base_of(server.url + PREFIXES[kind], setting="the test"), token=token)
        forge = forge_of(kind, site, means([]))
        try:
            yield Opened(forge=forge, hosted=hosted, described=described, server=server)
        finally:
            forge.release()


def offer(**fields: object) -> Offer:
    usual: dict[str, object] = {
        "branch": BRANCH,
        "base": "main",
        "title": "sync: replicas 2 -> 3 in shop/web",
        "body": "| field | old | new |\n|---|---|---|\n| spec.replicas | 2 | 3 |",
        "key": "shop/a1",
        "labels": ("sync", "confighub", "risk:low"),
        "owned": ("risk:",),
    }
    return Offer(**{**usual, **fields})  # type: ignore[arg-type]  # by name
