"""Addresses: the base of an API, what lies under it, and whether a link stays there."""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode, urljoin, urlsplit

from core.errors import InputRefused, SettingsError
from core.safetext import safe_line

__all__ = ["Base", "base_of", "host_of", "path_of"]

_PORTS: Final = {"https": 443, "http": 80}
_HOST: Final = re.compile(r"[a-z0-9_](?:[a-z0-9._-]{0,252}[a-z0-9_])?|[0-9a-f:.]+")
_TARGET: Final = re.compile(r"/[!-\[\]-~]*")
"""Printable ASCII without the backslash, which some servers read as a slash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """Where an API begins: credentials go there and nowhere else.

    Attributes:
        scheme: https; http only on this machine itself.
        host: lower case, an IPv6 address without brackets.
        port: always said.
        prefix: the path that every path begins with; "" for none, never with a slash at its end.
    """

    scheme: str
    host: str
    port: int
    prefix: str = ""

    @property
    def origin(self) -> str:
        """Scheme, host, and the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + (f":{self.port}" if _PORTS[self.scheme] != self.port else "")

    def __str__(self) -> str:
        return self.origin + self.prefix

    def target(self, path: str, query: Iterable[tuple[str, str]] = ()) -> str:
        """Give what a request line asks for."""
        asked = urlencode(list(query))
        return f"{self.prefix}{path}" + (f"?{asked}" if asked else "")

    def inside(self, link: str, *, seen_at: str) -> str | None:
        """Read a link from an answer; gives what to ask for, or None where it leads away from here.

        Args:
            link: absolute, or relative to where it stood.
            seen_at: the target whose answer held it.
        """
        try:
            parts = urlsplit(urljoin(self.origin + seen_at, link))
            there = (parts.scheme, (parts.hostname or ""), parts.port or _PORTS.get(parts.scheme))
        except ValueError:
            return None
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        leaves = there != (self.scheme, self.host, self.port) or "@" in parts.netloc
        if leaves or not _TARGET.fullmatch(target) or not _below(self.prefix, parts.path):
            return None
        return target


def base_of(url: str, *, setting: str) -> Base:
    """Read the base of an API from its URL.

    Args:
        url: from the settings or the environment.
        setting: where it was found, for the error.

    Raises:
        SettingsError: it is no URL that credentials may be sent to.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or ""), parts.port
    except ValueError:
        raise _refused(url, setting, "it is no URL") from None
    wrong = _wrong(parts.scheme, host, url)
    if wrong:
        raise _refused(url, setting, wrong)
    prefix = parts.path.rstrip("/")
    if prefix and not (_TARGET.fullmatch(prefix) and _below("", prefix)):
        raise _refused(url, setting, "its path is no plain path")
    return Base(scheme=parts.scheme, host=host, port=port or _PORTS[parts.scheme], prefix=prefix)


def path_of(*segments: str | int) -> str:
    """Join the segments of a path, each quoted whole; none can climb or begin another.

    >>> path_of("repos", "a/b", 7)
    '/repos/a%2Fb/7'

    Raises:
        InputRefused: a segment is empty or climbs; no quoting helps against that.
    """
    return "".join(f"/{_segment(str(segment))}" for segment in segments)


def host_of(link: str) -> str:
    """Name the host a link leads to, inert, for an error.

    >>> host_of("https://user:pw@evil.example/x?token=1"), host_of("/elsewhere")
    ('evil.example', 'another path of its own')
    """
    try:
        host = urlsplit(link).hostname
    except ValueError:
        host = "an address that is no URL"
    return safe_line(host or "another path of its own")[:200]


def _segment(text: str) -> str:
    if text in {"", ".", ".."}:
        raise InputRefused(
            "Did not ask for anything by that name",
            why=f"'{text}' in an address would name something else",
            next_step="correct the name, or the remote's URL that holds it",
        )
    return quote(text, safe="")


def _wrong(scheme: str, host: str, url: str) -> str:
    if scheme not in _PORTS or not _HOST.fullmatch(host):
        return "it is no https:// URL"
    if "@" in url or "?" in url or "#" in url:
        return "a login, a query or a fragment in it would be sent with every request"
    return "http:// would send credentials in clear" if scheme == "http" and not _local(host) else ""


def _local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _below(prefix: str, path: str) -> bool:
    steps = re.split(r"/|%2f", path.lower())
    climbs = any(step.replace("%2e", ".") in {".", ".."} for step in steps)
    return not climbs and (not prefix or path == prefix or path.startswith(f"{prefix}/"))


def _refused(url: str, setting: str, why: str) -> SettingsError:
    shown = re.sub(r"//[^/@]*@", "//***@", safe_line(url.partition("?")[0]))[:200]
    return SettingsError(
        f"Could not use the address {shown}", why=why, next_step=f"correct {setting}: https://host/path"
    )
