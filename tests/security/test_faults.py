"""A fault of our own, wherever it happens: no value of ours comes out."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from core.fault_file import fault_file
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


def test_a_fault_of_the_screens_shows_no_value_and_leaves_its_report() -> None:
    with OnPty(SCREENS, environment={"XDG_STATE_HOME": os.environ["XDG_STATE_HOME"]}) as terminal:
        assert terminal.ended() == 1
        assert ("ValueError" in terminal.text, found_in(terminal.raw)) == (True, [])
    (path,) = reports()
    assert f"Ref: {path}\r\n".encode() in terminal.raw
    assert found_in(path.read_bytes()) == []


def reports() -> list[Path]:
    """Find the reports in the state folder."""
    return sorted((Path(os.environ["XDG_STATE_HOME"]) / "headgate" / "faults").glob("*"))


@pytest.mark.parametrize(
    "script", [COMMAND.format(argv=[]), THREAD, UNCAUGHT], ids=["command", "thread", "none"]
)
def test_the_report_is_a_file_of_ours_alone_with_kinds_and_places(script: str, tmp_path: Path) -> None:
    said = ran(script, tmp_path)
    (path,) = reports()
    text = path.read_text()
    assert f"Ref: {path}" in said
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)
    assert ("ValueError" in text, "in faulty" in text, found_in(text), "login" in text) == (
        True,
        True,
        [],
        False,
    )


def test_where_no_report_can_be_written_the_fault_is_told_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    said = ran(COMMAND.format(argv=[]), tmp_path)
    assert ("ValueError" in said, "--debug" in said, "Ref:" in said) == (True, True, False)


def test_the_newest_twenty_reports_are_kept() -> None:
    paths = [fault_file(ValueError(str(number)), os.environ) for number in range(25)]
    kept = [str(path) for path in reports()]
    assert (len(kept) <= 20, paths[-1] in kept) == (True, True)


def test_what_a_fault_came_from_is_named_too() -> None:
    fault = ValueError(TOKEN)
    fault.__cause__ = KeyError(TOKEN)
    text = Path(fault_file(fault, os.environ)).read_text()
    assert ("builtins.KeyError, at:" in text, found_in(text)) == (True, [])


def test_the_token_is_what_is_looked_for() -> None:
    assert found_in("c4nary" + "9fault9xK7") == [TOKEN]
