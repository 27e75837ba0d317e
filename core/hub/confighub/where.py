"""Where: the only place that writes filter expressions, since the language has no escape for a quote."""

from collections.abc import Iterator, Sequence
from typing import Final

from core.errors import InputRefused

__all__ = ["LONGEST", "both", "contains", "equals", "lists", "quoted", "typed"]

LONGEST: Final = 8192
"""Source: confighub-api.md §3.2: a longer expression is refused."""

_ROOM: Final = 6000
"""For one list, which leaves room for what is joined to it."""


def quoted(value: str) -> str:
    """Write a value as a literal.

    Raises:
        InputRefused: it holds a quote, a backslash or a control character, and cannot be expressed.

    >>> quoted("web")
    "'web'"
    """
    if any(char in "'\\" or not char.isprintable() for char in value):
        raise InputRefused(
            f"Could not ask ConfigHub for {value!r}",
            why="its filters have no way to write a quote, a backslash or a control character",
            next_step="use another name",
        )
    return f"'{value}'"


def typed(expression: str) -> str:
    """Take an expression that a person typed, for the server to read; what is joined to it only narrows it.

    Raises:
        InputRefused: it is empty, too long, or holds a control character.
    """
    stripped = expression.strip()
    if not stripped or len(stripped) > LONGEST - _ROOM or not stripped.isprintable():
        raise InputRefused(
            "Could not ask ConfigHub with this --where",
            why=f"it is empty, longer than {LONGEST - _ROOM} characters, or holds a control character",
            next_step="use a shorter one, on one line",
        )
    return stripped


def equals(attribute: str, value: str) -> str:
    """Say that an attribute has a value.

    >>> equals("Labels.tier", "web")
    "Labels.tier = 'web'"
    """
    return f"{attribute} = {quoted(value)}"


def contains(attribute: str, part: str) -> str:
    """Say that a text holds a part; ``%`` and ``_`` in it stand for anything, so look again at what comes."""
    return f"{attribute} LIKE {quoted(f'%{part}%')}"


def both(*terms: str) -> str:
    """Join terms that must all hold; an empty one says nothing.

    >>> both("A = 1", "", "B = 2")
    'A = 1 AND B = 2'
    """
    return " AND ".join(term for term in terms if term)


def lists(attribute: str, values: Sequence[str]) -> Iterator[str]:
    """Say that an attribute is one of many, in as many expressions as their length asks for.

    >>> list(lists("SpaceID", ["a", "b"]))
    ["SpaceID IN ('a', 'b')"]
    """
    part: list[str] = []
    for value in map(quoted, values):
        if part and sum(map(len, part)) + 2 * len(part) + len(value) > _ROOM:
            yield f"{attribute} IN ({', '.join(part)})"
            part = []
        part.append(value)
    if part:
        yield f"{attribute} IN ({', '.join(part)})"
