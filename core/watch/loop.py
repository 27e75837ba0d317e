"""The loop: a round, a pause of about the interval, sooner when somebody hints, later after failures."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from core.watch.rounds import Did

__all__ = ["Bell", "Pace", "watch"]

_JITTER: Final = 0.1
_LONGEST_SECONDS: Final = 600.0
_DEBOUNCE_SECONDS: Final = 2.0


class Bell:
    """Rung by hints and by the end; the loop rests on it."""

    def __init__(self) -> None:
        self._rung = threading.Event()
        self._over = threading.Event()

    def ring(self) -> None:
        """Look again soon; many hints are one."""
        self._rung.set()

    def end(self) -> None:
        """End the loop after the part in hand."""
        self._over.set()
        self._rung.set()

    def is_set(self) -> bool:
        """Tell whether it shall end; a `core.progress.Stop`."""
        return self._over.is_set()

    def rest(self, seconds: float, *, debounce: float = _DEBOUNCE_SECONDS) -> None:
        """Rest, at most so long; a hint ends it when no other came for a moment."""
        if self._rung.wait(seconds) and not self._over.is_set():
            self._over.wait(debounce)
        self._rung.clear()


class Round(Protocol):
    """Makes one round; `core.watch.rounds.Rounds.one` fits."""

    def __call__(self, stop: Bell) -> tuple[Did, ...]:
        """Make it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often to look.

    Attributes:
        seconds: between two rounds.
        chance: gives a number from 0 to 1, so that watchers of many places do not all knock at once.
    """

    seconds: float
    chance: Callable[[], float]

    def pause(self, failures: int) -> float:
        """Say how long to rest: twice as long for each failure in a row, ten minutes at most.

        >>> Pace(seconds=30, chance=lambda: 0.5).pause(0), Pace(seconds=30, chance=lambda: 0.5).pause(3)
        (30.0, 240.0)
        """
        plain = min(self.seconds * 2.0**failures, max(_LONGEST_SECONDS, self.seconds))
        return plain * (1 + _JITTER * (2 * self.chance() - 1))


def watch(one: Round, bell: Bell, pace: Pace, tell: Callable[[tuple[Did, ...]], None]) -> None:
    """Make rounds until the bell ends it."""
    failures = 0
    while not bell.is_set():
        did = one(bell)
        tell(did)
        failures = failures + 1 if any(part.error for part in did) else 0
        if not bell.is_set():
            bell.rest(pace.pause(failures))
