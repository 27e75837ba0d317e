"""A clock that a test sets."""

from datetime import UTC, datetime

__all__ = ["FakeClock"]


class FakeClock:
    """Stands still until it is moved; starts at 2026-02-16T12:00:00Z."""

    def __init__(self, seconds: float = 1_771_243_200.0) -> None:
        self._seconds = seconds

    def now(self) -> str:
        return datetime.fromtimestamp(int(self._seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def seconds(self) -> float:
        return self._seconds

    def monotonic(self) -> float:
        return self._seconds - 1_771_243_200.0

    def advance(self, seconds: float) -> None:
        """Move on, or back."""
        self._seconds += seconds
