"""Globs over paths with slashes: ``*`` stays in its part, ``**`` crosses parts. Pure."""

import re
from functools import cache

__all__ = ["fixed_folder", "matches"]

_WILD = re.compile(r"[*?\[]")


def matches(glob: str, path: str) -> bool:
    """Tell whether a path is meant. A part that begins with a dot is only meant by name.

    >>> [matches("a/**/*.yaml", path) for path in ("a/x.yaml", "a/b/c/x.yaml", "b/x.yaml", "a/.b/x.yaml")]
    [True, True, False, False]
    >>> matches("a/**", "a/b/c"), matches("a/*", "a/b/c")
    (True, False)
    """
    return _compiled(glob).fullmatch(path) is not None


def fixed_folder(glob: str) -> str:
    """Give the folder that every match is below, with its slash; "" for the top.

    >>> fixed_folder("infra/prod/**/*.yaml"), fixed_folder("*.yaml"), fixed_folder("infra/web.yaml")
    ('infra/prod/', '', 'infra/')
    """
    parts = glob.split("/")[:-1]
    wild = next((at for at, part in enumerate(parts) if _WILD.search(part)), len(parts))
    return "".join(f"{part}/" for part in parts[:wild])


@cache
def _compiled(glob: str) -> re.Pattern[str]:
    parts = [part for part in glob.split("/") if part not in {"", "."}]
    *folders, last = parts or ["**"]
    head = "".join(_any_folders() if part == "**" else f"{_part(part)}/" for part in folders)
    tail = f"{_any_folders()}{_part('*')}" if last == "**" else _part(last)
    return re.compile(head + tail)


def _any_folders() -> str:
    return r"(?:(?!\.)[^/]+/)*"


def _part(part: str) -> str:
    hidden = "" if part.startswith(".") else r"(?!\.)"
    return hidden + "".join(_piece(piece) for piece in re.findall(r"\[[!^]?\]?[^\]]*\]|.", part))


def _piece(piece: str) -> str:
    if piece == "*":
        return "[^/]*"
    if piece == "?":
        return "[^/]"
    if len(piece) > 1:
        inside = piece[1:-1].replace("\\", "\\\\").replace("[", "\\[")
        return f"(?!/)[{'^' + inside[1:] if inside[0] in '!^' else inside}]"
    return re.escape(piece)
