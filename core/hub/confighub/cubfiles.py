"""The files of `cub`: the login a person has there already, read and never written.

Two forms are known: ``config.yaml`` with a token file a context, and the older ``session.json`` beside
``context.json``. Source: confighub-api.md §1.3.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from core.errors import HeadgateError
from core.krm.read.documents import from_bytes, read
from core.net.address import base_of
from core.secret import Secret

__all__ = ["cub_token", "same_server"]

_LARGEST: Final = 1_000_000


def cub_token(folder: Path | None, server: str, context: str) -> tuple[str, Secret] | None:
    """Find the token that `cub` has for a server, and say where it is from; None where it has none.

    Args:
        folder: where `cub` keeps its files; None where nobody knows.
        server: its URL without ``/api``.
        context: the context that was named; "" for the current one, and then for any of this server.
    """
    if folder is None:
        return None
    for name, token in [*_contexts(folder, server, context), *_session(folder, server)]:
        if token:
            return name, Secret(token)
    return None


def same_server(one: str, other: str) -> bool:
    """Tell whether two URLs mean one server: a slash at the end and the case of the host say nothing.

    >>> same_server("https://Hub.Example.com/", "https://hub.example.com")
    True
    """
    try:
        return base_of(one, setting="cub") == base_of(other, setting="hub")
    except HeadgateError:
        return False


def _contexts(folder: Path, server: str, context: str) -> Iterator[tuple[str, str]]:
    config = _yaml(folder / "config.yaml")
    current = context or config.get("currentContext")
    listed = config.get("contexts")
    entries = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    for entry in sorted(entries, key=lambda one: one.get("name") != current):
        name = str(entry.get("name"))
        if (not context or name == context) and same_server(
            _inside(entry, "coordinate", "serverURL"), server
        ):
            file = _token_file(folder, _inside(entry, "metadata", "tokenFile"))
            yield f"context {name} of cub", str(_json(file).get("accessToken") or "")


def _session(folder: Path, server: str) -> Iterator[tuple[str, str]]:
    if same_server(str(_json(folder / "context.json").get("confighub_url", "")), server):
        yield "the session of cub", str(_json(folder / "session.json").get("access_token") or "")


def _token_file(folder: Path, name: str) -> Path:
    """Find a token file: absolute, from the home folder, or by its bare name."""
    if name.startswith("~/"):
        return folder.parent / name[2:]
    return Path(name) if Path(name).is_absolute() else folder / "tokens" / name


def _inside(entry: dict[str, Any], outer: str, inner: str) -> str:
    part = entry.get(outer)
    return str(part.get(inner) or "") if isinstance(part, dict) else ""


def _yaml(file: Path) -> dict[str, Any]:
    try:
        found = read(from_bytes(_bytes(file), origin=file.name))
    except HeadgateError:
        return {}
    value = found.documents[0].value if found.documents else None
    return dict(value) if isinstance(value, dict) else {}


def _json(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(_bytes(file))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(_LARGEST)
    except OSError:
        return b""
