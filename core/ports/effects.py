"""The one seam for the small effects: time, ids, people. A simulator drives them all."""

from typing import Protocol

from core.model.moment import Moment
from core.model.people import Actor

__all__ = ["Clock", "Ids", "Operator"]


class Clock(Protocol):
    """Wall time, and the time that nobody can set."""

    def now(self) -> str:
        """Read the time as RFC 3339 UTC with seconds, ``2026-02-16T12:00:00Z``."""

    def seconds(self) -> float:
        """Read the same time as seconds since the epoch."""

    def monotonic(self) -> float:
        """Read a clock that only goes forward, in seconds since some beginning."""

    def moment(self) -> Moment:
        """Read both clocks at once, with which run of the machine it is."""


class Ids(Protocol):
    """Names nobody had before."""

    def decision_id(self) -> str:
        """Make an id that sorts by time and is unique."""


class Operator(Protocol):
    """Who sits at this terminal."""

    def actor(self) -> Actor:
        """Say who acts and how that is known."""
