"""What one exchange may still take: seconds, bytes, and whether anybody wants it to end."""

from typing import Final, Self

from core.net.faults import Broken, Fault
from core.ports.effects import Clock
from core.progress import Stop

__all__ = ["Allowance"]

_SLICE_SECONDS: Final = 0.2
"""How long a wait may last before the stop is asked again."""


class Allowance(float):
    """A timeout as the engine passes it through to the socket, and there the whole account of an exchange.

    The engine knows a timeout per read only, so that an answer in drops never ends. It hands the value on as
    it is, so this one carries the deadline, which no read renews.

    Args:
        clock: the clock of the deadline.
        seconds: from now until the end.
        limit_bytes: what may be received, counted on the wire, headers and framing too.
        stop: asked between waits.
    """

    def __new__(cls, _clock: Clock, seconds: float, _limit_bytes: int, _stop: Stop) -> Self:
        """Make the number that the engine sees."""
        return super().__new__(cls, seconds)

    def __init__(self, clock: Clock, seconds: float, limit_bytes: int, stop: Stop) -> None:
        self._clock = clock
        self._stop = stop
        self._limit_bytes = limit_bytes
        self.sent = False
        """Whether a byte of the request has left."""
        self.ended = False
        """Whether the far side closed the connection."""
        self.renew(seconds)

    def renew(self, seconds: float) -> None:
        """Begin anew, as for the next line of a stream."""
        self._seconds = seconds
        self._until = self._clock.monotonic() + seconds
        self._room = self._limit_bytes

    def slice(self) -> float:
        """Give the seconds to wait before asking again.

        Raises:
            Broken: the time is up, or it is to stop.
        """
        if self._stop.is_set():
            raise Broken(Fault.STOPPED)
        left = self._until - self._clock.monotonic()
        if left <= 0:
            raise Broken(Fault.LATE if self.sent else Fault.NOT_IN_TIME, f"{self._seconds:g} s")
        return min(left, _SLICE_SECONDS)

    def received(self, data: bytes) -> None:
        """Count what came.

        Raises:
            Broken: more came than is allowed.
        """
        self.ended = not data
        self._room -= len(data)
        if self._room < 0:
            raise Broken(Fault.TOO_BIG, f"{self._limit_bytes} bytes")
