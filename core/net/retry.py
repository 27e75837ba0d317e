"""When to ask again: what the server wants, made a little longer, and never for ever."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from math import ldexp
from typing import Final

__all__ = ["backoff", "wanted_seconds"]

_FIRST_SECONDS: Final = 0.5
_SPREAD: Final = 0.1
_DIGITS: Final = 12
_DATES: Final = ("%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y")
"""The three ways to write a date. Source: RFC 9110 §5.6.7."""


def wanted_seconds(headers: Mapping[str, str], *, now: float) -> float | None:
    """Read how long a server wants to be left alone; None where it says nothing that can be read.

    Args:
        headers: by name in lower case.
        now: seconds since the epoch.

    Source: RFC 9110 §10.2.3 (seconds or a date); GitHub's ``x-ratelimit-reset``, seconds since the epoch.

    >>> wanted_seconds({"retry-after": "7"}, now=0.0)
    7.0
    >>> wanted_seconds({"retry-after": "Thu, 01 Jan 1970 00:01:00 GMT"}, now=50.0)
    10.0
    """
    text = headers.get("retry-after", "").strip()
    if text:
        return float(text[:_DIGITS]) if _is_number(text) else _until(text, now)
    if headers.get("x-ratelimit-remaining", "").strip() == "0":
        reset = headers.get("x-ratelimit-reset", "").strip()
        return max(0.0, float(reset[:_DIGITS]) - now) if _is_number(reset) else None
    return None


def backoff(tried: int, wanted: float | None, draw: Callable[[], float]) -> float:
    """Give the seconds until the next try: never less than wanted, spread so that not all come at once.

    Args:
        tried: how often it was sent, from 1.
        wanted: what the server said.
        draw: a number from 0 up to 1.
    """
    if wanted is None:
        return ldexp(_FIRST_SECONDS, tried - 1) * (1 + draw()) / 2
    return wanted + (wanted * _SPREAD + _FIRST_SECONDS) * draw()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _until(text: str, now: float) -> float | None:
    for form in _DATES:
        with suppress(ValueError):
            return max(0.0, datetime.strptime(text, form).replace(tzinfo=UTC).timestamp() - now)
    return None
