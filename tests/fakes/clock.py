"""A clock that a test sets."""

from datetime import UTC, datetime

from core.model.moment import Moment

__all__ = ["FakeClock"]


class FakeClock:
    """Stands still until it is moved; starts at 2026-02-16T12:00:00Z."""

    def __init__(self, seconds: float = 1_771_243_200.0) -> None:
        self._seconds = seconds
        self._running = 0.0
        self._boots = 1

    def now(self) -> str:
        return datetime.fromtimestamp(int(self._seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def seconds(self) -> float:
        return self._seconds

    def monotonic(self) -> float:
        return self._running

    def moment(self) -> Moment:
        return Moment(wall=self._seconds, running=self._running, boot=f"boot {self._boots}")

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._seconds += seconds
        self._running += seconds

    def set_by(self, seconds: float) -> None:
        """Set the wall clock, as somebody with the rights may."""
        self._seconds += seconds

    def restart(self) -> None:
        """Start the machine again."""
        self._running = 0.0
        self._boots += 1
