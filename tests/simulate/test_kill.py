"""Signal 9 at every journal and effect boundary of a real workspace: nothing is lost, nothing done twice."""

import os
import re
import subprocess
import sys

from tests.builders.terminal import TOP

TIMES = 5


def test_a_process_that_is_killed_anywhere_loses_and_doubles_nothing() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "tests.simulate.kill", str(TIMES)],
        cwd=TOP,
        env={**os.environ, "PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.fullmatch(r"(\d+) points, (\d+) kills, 0 wrong\n", said.stdout)
    assert found, said.stdout + said.stderr
    assert int(found[1]) >= 24
    assert int(found[2]) >= 24 * TIMES
