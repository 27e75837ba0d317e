"""Credentials inside a text, found by what they look like; the rows are in `core.krm.rules.credentials`."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from core.krm.rules.credentials import CREDENTIALS, HINTS, PLACEHOLDER
from core.krm.rules.sensitive import names_a_secret

__all__ = ["credentials_in", "without_credentials"]

_SHORTEST: Final = 6
_KEPT: Final = 4096
_KEPT_LENGTH: Final = 256

_Span = tuple[int, int]


def credentials_in(text: str) -> tuple[_Span, ...]:
    """Find the places of a text that hold a credential, from left to right, none over another.

    >>> credentials_in("postgres://app:hunter2@db"), credentials_in("postgres://app@db")
    (((15, 22),), ())
    """
    if len(text) < _SHORTEST:
        return ()
    return _of_short(text) if len(text) <= _KEPT_LENGTH else _found(text)


def without_credentials(text: str, mark: Callable[[str], str]) -> str:
    """Give a text with ``mark`` of each credential in it.

    >>> without_credentials("serve --token=abcdef --port=80", lambda _: "***")
    'serve --token=*** --port=80'
    """
    parts: list[str] = []
    at = 0
    for start, end in credentials_in(text):
        parts += [text[at:start], mark(text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def _found(text: str) -> tuple[_Span, ...]:
    small = text.lower()
    if not any(hint in small for hint in HINTS):
        return ()
    spans: list[_Span] = []
    for start, end in sorted(_matches(text)):
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return tuple(spans)


_of_short = lru_cache(_KEPT)(_found)


def _matches(text: str) -> Iterator[_Span]:
    for row in CREDENTIALS:
        named = "name" in row.pattern.groupindex
        for match in row.pattern.finditer(text):
            if named and not names_a_secret(match["name"]):
                continue
            if not PLACEHOLDER.fullmatch(match["secret"].strip()):
                yield match.span("secret")
