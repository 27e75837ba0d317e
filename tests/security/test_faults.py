"""A fault of our own, wherever it happens: no value of ours comes out."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders.canaries import canary, found_in
from tests.builders.terminal import TOP
from tests.tui.on_a_pty import OnPty

TOKEN = canary("fault")
HEAD = f"""
import sys, threading
sys.path.insert(0, {str(TOP)!r})
from tui import __main__ as door, sealing
def faulty(*_):
    token = "c4nary" + "9fault9xK7"
    raise ValueError("login with " + token)
"""
COMMAND = HEAD + "door.dispatch = faulty; sys.argv = ['headgate', 'status', *{argv!r}]; sys.exit(door.main())"
THREAD = HEAD + "sealing.hooked(); t = threading.Thread(target=faulty); t.start(); t.join()"
UNCAUGHT = HEAD + "sealing.hooked(); faulty()"
SCREENS = (
    HEAD
    + """
from tests.fakes.desk import FakeDesk
from tui.app import run_app
from tui.look import Look
class Faulty(FakeDesk):
    now = faulty
sys.exit(run_app(Faulty(), look=Look()))
"""
)


def ran(script: str, folder: Path) -> str:
    """Run a script that fails; gives all that it said."""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(COMMAND.format(argv=[]), id="a command"),
        pytest.param(COMMAND.format(argv=["--debug"]), id="a command with --debug"),
        pytest.param(COMMAND.format(argv=["-o", "json"]), id="a command for machines"),
        pytest.param(THREAD, id="a thread"),
        pytest.param(UNCAUGHT, id="nothing caught it"),
    ],
)
def test_a_fault_is_told_by_kind_and_place_alone(script: str, tmp_path: Path) -> None:
    said = ran(script, tmp_path)
    assert ("ValueError" in said, "in faulty" in said, found_in(said)) == (True, True, [])
    assert "Traceback" not in said


def test_a_fault_of_the_screens_shows_no_value() -> None:
    with OnPty(SCREENS) as terminal:
        assert terminal.ended() == 1
        assert ("ValueError" in terminal.text, found_in(terminal.raw)) == (True, [])


def test_the_token_is_what_is_looked_for() -> None:
    assert found_in("c4nary" + "9fault9xK7") == [TOKEN]
