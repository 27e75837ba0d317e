"""Ids that sort by time and that nobody made before: ULIDs."""

import os
import threading
from typing import Final

from core.ports.effects import Clock

__all__ = ["SystemIds", "ulid"]

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS: Final = 26
_RANDOM_BITS: Final = 80
_TIME_BITS: Final = 48


def ulid(number: int) -> str:
    """Print a 128-bit number as a ULID; the order of the numbers is the order of the texts.

    Source: the ULID specification: 48 bits of milliseconds, 80 bits of randomness, Crockford's base 32.

    >>> ulid(0), ulid(2**128 - 1)
    ('00000000000000000000000000', '7ZZZZZZZZZZZZZZZZZZZZZZZZZ')
    """
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LETTERS)))


class SystemIds:
    """Makes decision ids; a `core.ports.effects.Ids`.

    Ids of one process rise even when its clock stands still or is set back.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self._one_at_a_time = threading.Lock()

    def decision_id(self) -> str:
        """Make an id that sorts by time and is unique."""
        milliseconds = int(self._clock.seconds() * 1000) & (1 << _TIME_BITS) - 1
        drawn = milliseconds << _RANDOM_BITS | int.from_bytes(os.urandom(_RANDOM_BITS // 8))
        with self._one_at_a_time:
            self._last = max(drawn, self._last + 1)
            return ulid(self._last)
