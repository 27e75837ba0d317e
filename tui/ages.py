"""Ages in as few letters as a column has."""

from datetime import UTC, datetime
from typing import Final

__all__ = ["age", "ago", "seconds_of"]

_STEPS: Final = ((31_536_000, "y"), (86_400, "d"), (3_600, "h"), (60, "m"))


def seconds_of(rfc3339: str) -> float | None:
    """Read a time as seconds since the epoch; None where it is empty or no time.

    >>> seconds_of("1970-01-01T00:01:00Z"), seconds_of("yesterday")
    (60.0, None)
    """
    try:
        read = datetime.fromisoformat(rfc3339)
    except ValueError:
        return None
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()


def age(rfc3339: str, now: float) -> str:
    """Print how old something is, in at most four letters; "" where nobody knows.

    >>> age("1970-01-01T00:00:00Z", 90), age("1970-01-01T00:00:00Z", 7300), age("", 1)
    ('1m', '2h', '')
    """
    then = seconds_of(rfc3339)
    if then is None:
        return ""
    passed = max(0, int(now - then))
    for size, letter in _STEPS:
        if passed >= size:
            return f"{passed // size}{letter}"
    return "now"


def ago(rfc3339: str, now: float) -> str:
    """Print an age for a sentence: ``just now``, ``4m ago``; "" where nobody knows."""
    printed = age(rfc3339, now)
    return "just now" if printed == "now" else printed and f"{printed} ago"
