"""Where a repository is on a forge, read from the URL that git has for it. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import quote, unquote, urlencode, urlsplit

from core.errors import SettingsError
from core.net.address import Base, base_of
from core.safetext import safe_line

__all__ = ["ForgeKind", "Place", "place_of"]


class ForgeKind(StrEnum):
    """Which API a forge speaks."""

    GITHUB = "github"
    GITLAB = "gitlab"
    GITEA = "gitea"
    """Forgejo too, which kept the API."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A repository on a forge.

    Attributes:
        kind: which API.
        web: the address for people, without the repository.
        api: where the API begins.
        path: the repository, as ``acme/shop``; groups of GitLab may be nested.
    """

    kind: ForgeKind
    web: Base
    api: Base
    path: str

    def compare_url(self, branch: str, base: str) -> str:
        """Give the page on which a person opens the pull request by hand."""
        here, ours = f"{self.web}/{self.path}", quote(branch)
        if self.kind is not ForgeKind.GITLAB:
            return f"{here}/compare/{quote(base)}...{ours}"
        wanted = {"merge_request[source_branch]": branch, "merge_request[target_branch]": base}
        return f"{here}/-/merge_requests/new?{urlencode(wanted)}"


_SCP: Final = re.compile(r"(?:[^@/\s]+@)?([A-Za-z0-9.-]+):(?!/)(.+)")
_PART: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")

_SSH_HOSTS: Final = {"ssh.github.com": "github.com", "altssh.gitlab.com": "gitlab.com"}
"""Hosts for SSH over port 443, and the forges they belong to."""

_KNOWN: Final = {
    "github.com": ForgeKind.GITHUB,
    "gitlab.com": ForgeKind.GITLAB,
    "codeberg.org": ForgeKind.GITEA,
    "gitea.com": ForgeKind.GITEA,
}
_FIRST_LABELS: Final = {
    "github": ForgeKind.GITHUB,
    "gitlab": ForgeKind.GITLAB,
    "gitea": ForgeKind.GITEA,
    "forgejo": ForgeKind.GITEA,
}
_DATA_RESIDENCY: Final = ".ghe.com"
_API: Final = {ForgeKind.GITHUB: "/api", ForgeKind.GITLAB: "/api/v4", ForgeKind.GITEA: "/api/v1"}
"""Behind the address for people. GitHub's REST lies in ``/api/v3``, its GraphQL in ``/api/graphql``."""


def place_of(
    remote: str, *, hosts: Mapping[str, ForgeKind], kind: ForgeKind | None = None, url: str = ""
) -> Place | None:
    """Find the forge of a remote.

    Args:
        remote: the URL as git has it: https, ssh or ``user@host:path``.
        hosts: hosts of which somebody said what they are, as gh's and glab's own stores do.
        kind: what the settings say it is; None to find out.
        url: where the settings say it is, for people; "" for the remote's host. A path in it is the forge's
            own, where it does not lie at the top.

    Returns:
        None where the remote is a folder, or a host of which nobody knows what it is.

    Raises:
        SettingsError: the settings name an address that cannot be one, or that the remote is not at.
    """
    found = _taken_apart(remote)
    if found is None:
        return None
    host, usual, path = found
    known = kind or _kind_of(host, hosts)
    if known is None:
        return None
    web = base_of(url or usual, setting="git.forge.url in headgate.yaml")
    repository = _below(web, path)
    if repository is None:
        raise SettingsError(
            f"Could not use the forge {web}",
            why=f"the remote {safe_line(host)}/{safe_line(path)} names no repository there",
            next_step="correct git.forge.url in headgate.yaml, or the remote's URL",
        )
    return Place(kind=known, web=web, api=_api_of(known, web), path=repository)


def _taken_apart(remote: str) -> tuple[str, str, str] | None:
    """Give host, the address for people that it suggests, and the path; None where it is no such URL."""
    if "://" in remote:
        try:
            parts = urlsplit(remote)
            host, port, path = parts.hostname or "", parts.port, unquote(parts.path)
        except ValueError:
            return None
        scheme = parts.scheme
    elif scp := _SCP.fullmatch(remote):
        scheme, host, port, path = "ssh", scp[1].lower(), None, scp[2]
    else:
        return None
    if scheme not in {"https", "ssh", "http"} or not host:
        return None
    host = _SSH_HOSTS.get(host, host)
    web = f"https://{host}" if scheme == "ssh" else f"{scheme}://{host}" + (f":{port}" if port else "")
    return host, web, path.strip("/").removesuffix(".git").strip("/")


def _kind_of(host: str, hosts: Mapping[str, ForgeKind]) -> ForgeKind | None:
    if host.endswith(_DATA_RESIDENCY):
        return ForgeKind.GITHUB
    return hosts.get(host) or _KNOWN.get(host) or _FIRST_LABELS.get(host.partition(".")[0])


def _below(web: Base, path: str) -> str | None:
    """Name the repository below the forge's own path; None where it is not there, or is no name."""
    prefix = web.prefix.strip("/")
    if prefix and path.startswith(f"{prefix}/"):
        path = path[len(prefix) + 1 :]
    parts = path.split("/")
    return path if len(parts) > 1 and all(_PART.fullmatch(part) for part in parts) else None


def _api_of(kind: ForgeKind, web: Base) -> Base:
    if kind is ForgeKind.GITHUB and (web.host == "github.com" or web.host.endswith(_DATA_RESIDENCY)):
        return Base(scheme=web.scheme, host=f"api.{web.host}", port=web.port)
    return Base(scheme=web.scheme, host=web.host, port=web.port, prefix=web.prefix + _API[kind])
