"""The machine's clock."""

import time
from datetime import UTC, datetime

__all__ = ["SystemClock"]


class SystemClock:
    """Wall time as the machine has it; a `core.ports.effects.Clock`."""

    def now(self) -> str:
        """Read the time as RFC 3339 UTC with seconds."""
        return datetime.fromtimestamp(int(self.seconds()), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def seconds(self) -> float:
        """Read the same time as seconds since the epoch."""
        return time.time()

    def monotonic(self) -> float:
        """Read the seconds since the machine started."""
        return time.monotonic()
