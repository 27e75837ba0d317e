"""Many processes at one hub file, and a decision on a full disk: nothing is lost, whatever the order."""

import os
import re
import subprocess
import sys

import pytest

from tests.builders.terminal import TOP
from tests.simulate.race import Done, disorder


def said(module: str, *argv: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", f"tests.simulate.{module}", *argv],
        cwd=TOP,
        env={**os.environ, "PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_of_8_processes_with_200_updates_each_none_is_lost() -> None:
    found = re.fullmatch(
        r"8 processes, 1600 operations, (\d+) refused and repeated, \d+ s, 0 wrong\n", said("race", "200")
    )
    assert found
    assert int(found[1]) > 0


def test_a_disk_that_is_full_at_any_of_20_sizes_loses_nothing() -> None:
    found = re.fullmatch(r"20 sizes, (\d+) with room, 0 wrong\n", said("full", "20"))
    assert found
    assert 0 < int(found[1]) < 20


@pytest.mark.parametrize(
    ("times", "is_disorder"),
    [
        pytest.param([(0, 1), (2, 3)], False, id="one after the other"),
        pytest.param([(0, 5), (1, 2)], False, id="at the same time"),
        pytest.param([(4, 5), (1, 2)], True, id="the second had ended when the first began"),
    ],
)
def test_an_order_that_nobody_could_have_seen_is_found(
    times: list[tuple[int, int]], *, is_disorder: bool
) -> None:
    done = [Done("u", at + 1, "t", began, ended) for at, (began, ended) in enumerate(times)]
    assert bool(list(disorder(done))) is is_disorder
