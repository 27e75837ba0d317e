"""Every schedule of one fault; two faults by ``python -m tests.hub.confighub.windows``."""

import pytest

from tests.hub.confighub.windows import STORIES, broken, rounds, schedules


@pytest.mark.parametrize("name", STORIES)
def test_whatever_is_cut_off_is_gone_on_with_and_nothing_is_lost_or_doubled(name: str) -> None:
    found = [
        f"{what} under {dict(schedule)}"
        for schedule, played in schedules(name, "C", 1)
        for what in broken(name, played)
    ]
    assert found == []


def test_two_operators_and_ci_lose_no_update_of_one_unit() -> None:
    written, lost = rounds(60, "C")
    assert lost == []
    assert 0 < written < 60
