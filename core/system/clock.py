"""The machine's clock."""

import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from core.model.moment import Moment

__all__ = ["SystemClock"]

_RUNNING: Final = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Goes on while the machine sleeps, where the system has such a clock."""

_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


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
        return time.clock_gettime(_RUNNING)

    def moment(self) -> Moment:
        """Read both clocks, with the id that Linux gives each run of the machine."""
        return Moment(wall=self.seconds(), running=self.monotonic(), boot=_boot())


@cache
def _boot() -> str:
    try:
        return _BOOT_ID.read_text().strip()
    except OSError:
        return ""
