"""Opening: from a remote's URL to a forge that is ready to use, or that says what it lacks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from core.errors import SettingsError
from core.forge.api import Api
from core.forge.gitea import Gitea
from core.forge.github import HEADERS, GitHub
from core.forge.gitlab import GitLab
from core.forge.offering import RestForge
from core.forge.place import ForgeKind, Place, place_of
from core.forge.signed_out import SignedOutForge
from core.forge.tokens import Token, known_hosts, token_for
from core.model.forgeplace import ForgePlace
from core.net.client import Client
from core.net.means import Means
from core.net.site import Credential, Limits, Proxy, Site, Trust
from core.net.trust import trust_from_files
from core.ports.forge import Forge
from core.safetext import safe_line

__all__ = ["ForgeSettings", "open_forge", "settings_of"]

_TITLES: Final = {ForgeKind.GITHUB: "GitHub", ForgeKind.GITLAB: "GitLab", ForgeKind.GITEA: "Gitea"}
_RIGHTS: Final = {
    ForgeKind.GITHUB: "give the token the rights pull requests: write, contents: read, issues: write",
    ForgeKind.GITLAB: "give the token the scope api, and the role Developer in the project",
    ForgeKind.GITEA: "give the token the scopes write:repository and write:issue",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgeSettings:
    """What the settings say of the forge.

    Attributes:
        kind: which API it speaks; None to tell by the remote's URL.
        url: where it is, for people; "" for the remote's host.
        trust: whom TLS believes.
        proxy: what is on the way.
        limits: of every call.
    """

    kind: ForgeKind | None = None
    url: str = ""
    trust: Trust = field(default_factory=Trust)
    proxy: Proxy | None = None
    limits: Limits = field(default_factory=Limits)


def settings_of(place: ForgePlace, *, top: Path) -> ForgeSettings:
    """Read what the settings name.

    Args:
        place: as the settings name it.
        top: of the repository, whose own files are believed by nobody.

    Raises:
        SettingsError: the CA file cannot be read, or lies in the repository: who writes there could have a
            token sent to himself.
    """
    authorities = place.authorities
    if authorities is not None and authorities.resolve().is_relative_to(top.resolve()):
        raise SettingsError(
            f"Could not use the certificates {authorities}",
            why="git.forge.ca lies in the repository, and a token goes to whom it makes believed",
            next_step="put the file elsewhere, and name that in git.forge.ca",
        )
    host, _, port = place.proxy.rpartition(":")
    return ForgeSettings(
        kind=ForgeKind(place.kind) if place.kind else None,
        url=place.url,
        trust=trust_from_files(authorities=authorities),
        proxy=Proxy(host=host, port=int(port)) if host else None,
    )


def open_forge(remote: str, *, settings: ForgeSettings, env: Mapping[str, str], means: Means) -> Forge | None:
    """Find the forge of a remote, and its token.

    Args:
        remote: the URL as git has it.
        settings: what headgate.yaml says of it.
        env: the environment.
        means: the machine's part of a client.

    Returns:
        None where the remote is a folder or no forge that is known. Without a token a forge that can only say
        where a person opens the pull request.

    Raises:
        SettingsError: the settings and the remote do not fit.
        SourceUnreadable: a login that gh or glab keeps cannot be read.
    """
    place = place_of(remote, hosts=known_hosts(env), kind=settings.kind, url=settings.url)
    if place is None:
        return None
    token = token_for(place.kind, place.web, env)
    title = f"{_name(place)} {safe_line(place.path)}"
    if token is None:
        return SignedOutForge(place, title)
    client = Client(_site(place, token, settings), means)
    return RestForge(_api(client, place), place, title, client.close)


def _api(client: Client, place: Place) -> Api:
    match place.kind:
        case ForgeKind.GITHUB:
            return GitHub(client, place)
        case ForgeKind.GITLAB:
            return GitLab(client, place)
        case ForgeKind.GITEA:
            return Gitea(client, place)


def _site(place: Place, token: Token, settings: ForgeSettings) -> Site:
    return Site(
        title=_name(place),
        base=place.api,
        credential=Credential(
            secret=token.secret, scheme="token" if place.kind is ForgeKind.GITEA else "Bearer"
        ),
        headers=HEADERS if place.kind is ForgeKind.GITHUB else {},
        trust=settings.trust,
        proxy=settings.proxy,
        rights=f"{_RIGHTS[place.kind]} (it is from {safe_line(token.source)})",
        limits=settings.limits,
    )


def _name(place: Place) -> str:
    known = _TITLES[place.kind]
    return known if place.web.host in {"github.com", "gitlab.com"} else f"{known} at {place.web.host}"
