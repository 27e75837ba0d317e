"""One request, taken apart: which resource, which verb."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

__all__ = ["Asked", "Target", "asked", "target_of"]


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def __str__(self) -> str:
        more = "&".join(f"{key}={value}" for key, value in self.query.items())
        return f"{self.method} {self.path}" + (f"?{more}" if more else "")


@dataclass(frozen=True)
class Target:
    """What a path names: a kind's collection, an object, or its subresource."""

    group: str
    version: str
    plural: str
    namespace: str
    name: str
    sub: str


def asked(method: str, target: str, headers: dict[str, str], body: bytes) -> Asked:
    """Take a request line apart."""
    parts = urlsplit(target)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return Asked(method, parts.path, query, {key.lower(): value for key, value in headers.items()}, body)


def target_of(path: str) -> Target | None:
    """Read a resource path; None where it names no resource."""
    steps = [unquote(step) for step in path.strip("/").split("/")]
    match steps:
        case ["api", version, *rest]:
            group = ""
        case ["apis", group, version, *rest]:
            pass
        case _:
            return None
    namespace = ""
    match rest:
        case ["namespaces", _, "status" | "finalize"]:
            pass
        case ["namespaces", where, *more] if more:
            namespace, rest = where, more
    padded: list[Any] = [*rest, "", "", ""]
    return Target(group, version, padded[0], namespace, padded[1], padded[2]) if rest else None
