"""What gh and glab keep of their logins; read, never written."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from core.errors import SourceUnreadable
from core.safetext import safe_line
from core.secret import Secret
from core.store.files import distrusted

__all__ = ["Login", "gh_logins", "glab_logins"]

_LIMIT_BYTES: Final = 1_000_000


class Login(NamedTuple):
    """One login.

    Attributes:
        token: None where it lies in the system's key ring, which is not read.
        source: the file, for people.
    """

    token: Secret | None
    source: str


def gh_logins(path: Path) -> dict[str, Login]:
    """Read ``hosts.yml`` of gh: a host, and under it the token; {} where there is no such file.

    Raises:
        SourceUnreadable: it is there and cannot be read or trusted.
    """
    return {host: _login(fields, "oauth_token", path) for host, fields in _maps(_root(path)).items()}


def glab_logins(path: Path) -> dict[str, Login]:
    """Read ``config.yml`` of glab: ``hosts``, and under each the token; {} where there is no such file.

    Raises:
        SourceUnreadable: it is there and cannot be read or trusted.
    """
    hosts = _children(_root(path)).get("hosts")
    return {host: _login(fields, "token", path) for host, fields in _maps(hosts).items()}


def _login(fields: Mapping[str, yaml.Node], key: str, path: Path) -> Login:
    node = fields.get(key)
    text = node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
    return Login(Secret(text) if text else None, str(path))


def _maps(node: yaml.Node | None) -> dict[str, dict[str, yaml.Node]]:
    return {name.lower(): _children(child) for name, child in _children(node).items()}


def _children(node: yaml.Node | None) -> dict[str, yaml.Node]:
    """Give a map's entries; glab tags its tokens ``!!null``, so that values are taken as they are written."""
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}


def _root(path: Path) -> yaml.Node | None:
    if not path.is_file():
        return None
    try:
        distrust = distrusted(path.resolve())
        text = path.read_bytes()[:_LIMIT_BYTES].decode()
        if distrust is None:
            return yaml.compose(text, Loader=yaml.SafeLoader)
        why, next_step = distrust.why, distrust.next_step
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        why = getattr(error, "strerror", None) or "it is no YAML that can be read"
        next_step = "set the token in the environment instead, as GITHUB_TOKEN or GITLAB_TOKEN"
    raise SourceUnreadable(f"Could not use the login in {safe_line(str(path))}", why=why, next_step=next_step)
