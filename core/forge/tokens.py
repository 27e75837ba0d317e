"""Whose token goes where: from the environment, or from what gh and glab keep; never from a repository.

A token is sent to the host that it is for and to no other. Which host that is, the environment says beside
it, or the file has it under the host's name. What a clone or its settings say cannot move a token.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from core.forge.place import ForgeKind
from core.forge.stores import Login, gh_logins, glab_logins
from core.net.address import Base
from core.secret import Secret

__all__ = ["Token", "known_hosts", "token_for"]


class Token(NamedTuple):
    """A token and where it is from.

    Attributes:
        secret: the token.
        source: in words, as ``GITHUB_TOKEN``.
    """

    secret: Secret
    source: str


class _Row(NamedTuple):
    """A variable that holds a token.

    Attributes:
        kind: of the forge.
        variable: its name.
        servers: variables that say which host it is for; the first that is set counts.
        hosts: those it is for where none of them is set; one with a dot in front stands for all below it.
    """

    kind: ForgeKind
    variable: str
    servers: tuple[str, ...]
    hosts: tuple[str, ...]


_GITHUB: Final = ("github.com", ".ghe.com")
_GITLAB_HOST: Final = ("GITLAB_HOST", "GITLAB_URI", "CI_SERVER_HOST")

_ROWS: Final = (
    _Row(ForgeKind.GITHUB, "GH_TOKEN", (), _GITHUB),
    _Row(ForgeKind.GITHUB, "GITHUB_TOKEN", ("GITHUB_SERVER_URL",), _GITHUB),
    _Row(ForgeKind.GITHUB, "GH_ENTERPRISE_TOKEN", ("GH_HOST",), ()),
    _Row(ForgeKind.GITHUB, "GITHUB_ENTERPRISE_TOKEN", ("GH_HOST",), ()),
    _Row(ForgeKind.GITLAB, "GITLAB_TOKEN", _GITLAB_HOST, ("gitlab.com",)),
    _Row(ForgeKind.GITLAB, "GITLAB_ACCESS_TOKEN", _GITLAB_HOST, ("gitlab.com",)),
    _Row(ForgeKind.GITEA, "GITEA_TOKEN", ("GITEA_SERVER_URL",), ("codeberg.org", "gitea.com")),
    _Row(ForgeKind.GITEA, "FORGEJO_TOKEN", ("FORGEJO_SERVER_URL",), ("codeberg.org",)),
    _Row(ForgeKind.GITEA, "GITEA_TOKEN", ("GITHUB_SERVER_URL",), ()),
    _Row(ForgeKind.GITEA, "GITHUB_TOKEN", ("GITHUB_SERVER_URL",), ()),
)
"""In the order in which they count. Source: gh, Environment variables; glab, Environment variables; Gitea and
Forgejo Actions, which name their variables as GitHub does."""


def token_for(kind: ForgeKind, web: Base, env: Mapping[str, str]) -> Token | None:
    """Find the token for a forge; None where nobody gave one.

    Args:
        kind: which API it speaks.
        web: where it is, for people.
        env: the environment; also where gh and glab keep their files.

    Raises:
        SourceUnreadable: a file of theirs is there and cannot be read or trusted.
    """
    for row in _ROWS:
        text = env.get(row.variable, "").strip()
        if row.kind is kind and text and _is_for(row, web.host, env):
            return Token(Secret(text), row.variable)
    login = _logins(kind, env).get(web.host)
    return Token(login.token, login.source) if login and login.token else None


def known_hosts(env: Mapping[str, str]) -> dict[str, ForgeKind]:
    """Tell of which hosts the environment or gh's and glab's files say what they are."""
    named = {_host(env[name]): row.kind for row in _ROWS for name in row.servers if env.get(name)}
    stored = {host: kind for kind in (ForgeKind.GITHUB, ForgeKind.GITLAB) for host in _logins(kind, env)}
    return {**named, **stored}


def _is_for(row: _Row, host: str, env: Mapping[str, str]) -> bool:
    said = next((env[name] for name in row.servers if env.get(name)), None)
    if said is not None:
        return _host(said) == host
    return any(host == one or (one.startswith(".") and host.endswith(one)) for one in row.hosts)


def _host(text: str) -> str:
    """Read a host that is written alone or as a URL."""
    return (
        text.partition("://")[2].partition("/")[0].partition(":")[0].lower() or text.partition(":")[0].lower()
    )


def _logins(kind: ForgeKind, env: Mapping[str, str]) -> Mapping[str, Login]:
    config = Path(env.get("XDG_CONFIG_HOME") or Path(env.get("HOME", "/nonexistent")) / ".config")
    if kind is ForgeKind.GITHUB:
        return gh_logins(Path(env.get("GH_CONFIG_DIR") or config / "gh") / "hosts.yml")
    if kind is ForgeKind.GITLAB:
        return glab_logins(Path(env.get("GLAB_CONFIG_DIR") or config / "glab-cli") / "config.yml")
    return {}
