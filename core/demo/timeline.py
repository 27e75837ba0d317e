"""The story's time: every moment is so many minutes before the workspace was built."""

from datetime import UTC, datetime
from typing import Final

from core.model.moment import Moment

__all__ = ["DAY", "HOUR", "StoryClock", "rfc3339"]

HOUR: Final = 60
"""In minutes, as the story counts."""

DAY: Final = 24 * HOUR
"""Likewise."""

_MINUTE_SECONDS: Final = 60


def rfc3339(seconds: int) -> str:
    """Print seconds since the epoch as RFC 3339 UTC.

    >>> rfc3339(0)
    '1970-01-01T00:00:00Z'
    """
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class StoryClock:
    """A clock that the player moves; satisfies `core.ports.effects.Clock`."""

    def __init__(self, present_seconds: int) -> None:
        self._present = present_seconds
        self._minutes_ago = 0

    def move(self, minutes_ago: int) -> None:
        """Go to a moment of the story."""
        self._minutes_ago = minutes_ago

    def at(self, minutes_ago: int) -> int:
        """Read a moment of the story as seconds since the epoch."""
        return self._present - minutes_ago * _MINUTE_SECONDS

    def seconds(self) -> float:
        """Read the moment the clock stands at, as seconds since the epoch."""
        return float(self.at(self._minutes_ago))

    def monotonic(self) -> float:
        """Read the story's own time: it has no other."""
        return self.seconds()

    def moment(self) -> Moment:
        """Read it as both clocks."""
        return Moment(wall=self.seconds())

    def now(self) -> str:
        """Read the moment the clock stands at, as RFC 3339 UTC."""
        return rfc3339(self.at(self._minutes_ago))
