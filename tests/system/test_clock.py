import re
from datetime import datetime

from core.ports.effects import Clock
from core.system.clock import SystemClock


def test_both_readings_are_the_same_time() -> None:
    clock: Clock = SystemClock()
    before, text, after = clock.seconds(), clock.now(), clock.seconds()
    assert int(before) <= datetime.fromisoformat(text).timestamp() <= after


def test_time_is_printed_in_utc_with_seconds() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", SystemClock().now())
