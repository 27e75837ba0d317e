import re
from datetime import datetime
from pathlib import Path

from core.ports.effects import Clock
from core.system.clock import SystemClock

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def test_both_readings_are_the_same_time() -> None:
    clock: Clock = SystemClock()
    before, text, after = clock.seconds(), clock.now(), clock.seconds()
    assert int(before) <= datetime.fromisoformat(text).timestamp() <= after


def test_time_is_printed_in_utc_with_seconds() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", SystemClock().now())


def test_a_moment_names_the_run_of_the_machine_and_goes_forward() -> None:
    clock = SystemClock()
    first, second = clock.moment(), clock.moment()
    assert 0 < first.running <= second.running
    assert first.boot == second.boot == (BOOT_ID.read_text().strip() if BOOT_ID.exists() else "")
