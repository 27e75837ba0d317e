"""What a client needs of the machine, handed in so that a test or a simulator can drive it."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from core.ports.effects import Clock
from core.progress import Stop

__all__ = ["Means", "Pause", "Resolve", "system_means"]

Resolve = Callable[[str, int], Sequence[tuple[int, object]]]
"""Looks a host and port up: address family and socket address of each way there; raises OSError."""

_SLICE_SECONDS: Final = 0.2
_DRAWN_BYTES: Final = 4


class Pause(Protocol):
    """Waits between two tries."""

    def __call__(self, seconds: float, stop: Stop) -> None:
        """Wait, or less where it is to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """The machine's part of a client.

    Attributes:
        clock: for deadlines and dates.
        pause: between tries.
        draw: a number from 0 up to 1, so that many clients do not come back at once.
        resolve: another look-up of names than the machine's; None for that.
    """

    clock: Clock
    pause: Pause
    draw: Callable[[], float]
    resolve: Resolve | None = None


def system_means(clock: Clock) -> Means:
    """Give what the machine has."""
    return Means(clock=clock, pause=_pause, draw=_draw)


def _draw() -> float:
    return int.from_bytes(os.urandom(_DRAWN_BYTES)) / 256**_DRAWN_BYTES


def _pause(seconds: float, stop: Stop) -> None:
    until = time.monotonic() + seconds
    while not stop.is_set() and (left := until - time.monotonic()) > 0:
        time.sleep(min(left, _SLICE_SECONDS))
