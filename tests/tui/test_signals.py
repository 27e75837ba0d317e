"""Every way a session is ended or stopped from outside, in every state it can be in.

A sample runs with the other tests; ``SIGNALS=all`` runs all of them.
"""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.on_a_pty import OnPty

STATES = ("idle", "reading", "deciding", "dialog", "applying")
ENDS = ("SIGHUP", "SIGTERM", "SIGINT", "hang-up")
STOPS = ("SIGTSTP", "SIGSTOP")
CODES = {"SIGHUP": 129, "SIGTERM": 143, "SIGINT": 130, "hang-up": 129}

MODES = (
    (b"1049h", b"1049l"),
    (b"25l", b"25h"),
    (b"1000h", b"1000l"),
    (b"1003h", b"1003l"),
    (b"1006h", b"1006l"),
    (b"2004h", b"2004l"),
)
"""What the screens set, and what sets it back: other screen, cursor, mouse, paste."""

SAMPLE = {
    ("idle", "SIGINT"),
    ("reading", "SIGTERM"),
    ("dialog", "hang-up"),
    ("applying", "SIGHUP"),
    ("deciding", "SIGTSTP"),
    ("applying", "SIGTSTP"),
    ("idle", "SIGSTOP"),
}


def asked(kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    every = [(state, kind) for kind in kinds for state in STATES]
    return every if os.environ.get("SIGNALS") == "all" else [one for one in every if one in SAMPLE]


class Held:
    """A session on a pty that is to be in some state, with its pipe and its log."""

    def __init__(self, folder: Path, state: str, seconds: str = "") -> None:
        self.pipe, self.log = folder / "pipe", folder / "log"
        os.mkfifo(self.pipe)
        self.log.touch()
        verb = {"reading": "inbox", "applying": "carry_out"}.get(state, "")
        argv = [verb, str(self.pipe), str(self.log), *([seconds] if seconds else [])]
        code = f"import sys; from tests.tui.held import main; sys.exit(main({argv!r}))"
        self.terminal = OnPty(code)
        self.before = self.terminal.attributes
        self._state = state

    def reach(self) -> None:
        """Bring the session into its state."""
        REACH[self._state](self.terminal)

    def go_on(self) -> None:
        """Let the desk go on from where it waits."""
        with self.pipe.open("wb") as pipe:
            pipe.write(b".")

    def strike(self, kind: str) -> None:
        if kind == "hang-up":
            self.terminal.hang_up()
        else:
            self.terminal.process.send_signal(signal.Signals[kind])

    def stopped(self) -> bool:
        """Wait until the process stands still."""
        _, status = os.waitpid(self.terminal.process.pid, os.WUNTRACED)
        return os.WIFSTOPPED(status)

    @property
    def restored(self) -> bool:
        """Whether the terminal is as it was: the usual screen, no mouse, a cursor, and its settings."""
        raw = self.terminal.raw
        as_it_was = all(raw.rfind(b"\x1b[?" + off) > raw.rfind(b"\x1b[?" + on) for on, off in MODES)
        return as_it_was and self.terminal.attributes == self.before


def idle(terminal: OnPty) -> None:
    terminal.until("16 of 16 shown")


def reading(terminal: OnPty) -> None:
    terminal.until("Nothing is written.")


def deciding(terminal: OnPty) -> None:
    idle(terminal)
    terminal.send("\r")
    terminal.until("undecided of")
    terminal.send("1")
    terminal.until("* ")


def dialog(terminal: OnPty) -> None:
    deciding(terminal)
    terminal.send("t")
    terminal.until("Esc")


def applying(terminal: OnPty) -> None:
    idle(terminal)
    terminal.send("/kind:hold")
    terminal.until("1 of 16 shown")
    terminal.until("Esc back")
    terminal.send("\r")
    terminal.until("/ filter")
    terminal.send("\r")
    terminal.until("1 undecided of 1")
    terminal.send("1A")
    terminal.until("Plan shop-prod-west/checkout")
    terminal.until("same as")
    terminal.until_gone("? help")
    terminal.send("because\r")
    terminal.until("--reason 'because'")
    terminal.send("shop-prod-west\r")
    terminal.until("writing..")


REACH: dict[str, Callable[[OnPty], None]] = {
    "idle": idle,
    "reading": reading,
    "deciding": deciding,
    "dialog": dialog,
    "applying": applying,
}


@pytest.mark.parametrize(("state", "kind"), asked(ENDS))
def test_a_session_ends_in_good_order(state: str, kind: str, tmp_path: Path) -> None:
    held = Held(tmp_path, state)
    with held.terminal as terminal:
        held.reach()
        held.strike(kind)
        if state == "applying":
            if kind == "hang-up":
                terminal.process.send_signal(signal.SIGHUP)  # as a shell does, too
            held.go_on()
        assert terminal.ended() == CODES[kind]
        assert kind == "hang-up" or held.restored
    if state == "applying":
        said = b"Decision 01J8Z40002 for shop-prod-west/checkout is carried out."
        assert kind == "hang-up" or said in terminal.raw
        assert held.log.read_text().splitlines() == ["begun", "step 1 done", "step 2 begun"]


@pytest.mark.parametrize(("state", "kind"), asked(STOPS))
def test_a_stopped_session_reads_again_when_it_goes_on(state: str, kind: str, tmp_path: Path) -> None:
    held = Held(tmp_path, state)
    with held.terminal as terminal:
        held.reach()
        held.strike(kind)
        if state == "applying" and kind == "SIGTSTP":
            terminal.until("stopping after this step..")
            held.go_on()
        assert held.stopped()
        terminal.drain()
        assert kind == "SIGSTOP" or held.restored
        assert "step 2 begun" not in held.log.read_text()
        terminal.process.send_signal(signal.SIGCONT)
        FURTHER[state](held, kind)
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.ended() == 143
        assert held.restored


def read_again(held: Held, _kind: str) -> None:
    """The second reading finds one item less."""
    held.terminal.until("15 of 15 shown")


def read_on(held: Held, _kind: str) -> None:
    held.go_on()
    held.terminal.until("16 of 16 shown")
    held.go_on()
    held.terminal.until("15 of 15 shown")


def choices_kept(held: Held, _kind: str) -> None:
    held.terminal.until("Read again: 0 moved, 1 kept")


def dialog_stays(held: Held, _kind: str) -> None:
    held.terminal.send("\x1b")
    held.terminal.until("Read again: 0 moved, 1 kept")


def written(held: Held, kind: str) -> None:
    if kind == "SIGSTOP":
        held.go_on()
    held.terminal.until("Enter goes on to the next item")


FURTHER: dict[str, Callable[[Held, str], None]] = {
    "idle": read_again,
    "reading": read_on,
    "deciding": choices_kept,
    "dialog": dialog_stays,
    "applying": written,
}


def test_a_step_that_does_not_end_is_told_to_be_unknown(tmp_path: Path) -> None:
    held = Held(tmp_path, "applying", "0.1")
    with held.terminal as terminal:
        held.reach()
        held.strike("SIGTERM")
        assert (terminal.ended(), held.restored) == (143, True)
        assert b"A decision is not confirmed. headgate resume looks first" in terminal.raw
    assert held.log.read_text() == "begun\n"
