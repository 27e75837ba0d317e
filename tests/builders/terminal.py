"""The command line run three ways: in this process, as a process, and on a terminal of its own."""

import io
import os
import pty
import select
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tui.cli.console import Console
from tui.cli.given import Given
from tui.cli.main import main
from tui.cli.signals import Signals
from tui.cli.world import World

__all__ = ["TOP", "OnTerminal", "Ran", "console", "process", "run", "started", "world"]

PATIENCE_SECONDS = 30.0
HEADGATE = (sys.executable, "-m", "tui")
TOP = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a run left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


def world(folder: Path, *, stdin: str = "", env: Mapping[str, str] | None = None) -> World:
    """Surroundings without a terminal, with the cleaned environment of the test."""
    return World(
        stdin=io.StringIO(stdin),
        stdout=io.StringIO(),
        stderr=io.StringIO(),
        env={**os.environ, **(env or {})},
        folder=str(folder),
        signals=Signals(),
    )


def console(width: int | None = None, *, env: Mapping[str, str] | None = None) -> Console:
    """A console that nobody reads."""
    columns = {"COLUMNS": str(width)} if width else {}
    return Console(world(Path(), env={**columns, **(env or {})}), Given({}))


def run(folder: Path, *argv: str, stdin: str = "", env: Mapping[str, str] | None = None) -> Ran:
    """Run a command line in this process."""
    around = world(folder, stdin=stdin, env=env)
    code = main(argv, around)
    assert isinstance(around.stdout, io.StringIO)
    assert isinstance(around.stderr, io.StringIO)
    return Ran(code=code, out=around.stdout.getvalue(), err=around.stderr.getvalue())


def started(folder: Path, *argv: str, env: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
    """Start a command line as a process; standard input is empty."""
    return subprocess.Popen(
        [*HEADGATE, *argv],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(TOP), **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def process(folder: Path, *argv: str, env: Mapping[str, str] | None = None) -> Ran:
    """Run a command line as a process."""
    with started(folder, *argv, env=env) as running:
        out, err = running.communicate(timeout=PATIENCE_SECONDS)
    return Ran(code=running.returncode, out=out, err=err)


class OnTerminal:
    """A command line on a pseudo-terminal that controls it, 80 columns wide."""

    def __init__(self, folder: Path, *argv: str, env: Mapping[str, str] | None = None) -> None:
        self.seen = ""
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            ["setsid", "--ctty", *HEADGATE, *argv],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(TOP), "TERM": "xterm", "COLUMNS": "80", **(env or {})},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)

    def wait_for(self, text: str) -> None:
        """Read until a text was printed."""
        while text not in self.seen:
            assert self._read(), f"ended without {text!r}: {self.seen[-400:]}"

    def wait_for_more(self) -> None:
        """Read once more."""
        assert self._read(), f"ended after {self.seen[-400:]!r}"

    def end_of_input(self) -> None:
        """Type ctrl+d on an empty line."""
        os.write(self._ours, b"\x04")

    def type(self, text: str) -> None:
        """Type a line."""
        os.write(self._ours, f"{text}\n".encode())

    def hang_up(self) -> int:
        """Take the terminal away; gives the exit code."""
        os.close(self._ours)
        return self.process.wait(PATIENCE_SECONDS)

    def end(self) -> int:
        """Read to the end; gives the exit code."""
        while self._read():
            pass
        code = self.process.wait(PATIENCE_SECONDS)
        os.close(self._ours)
        return code

    def _read(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], PATIENCE_SECONDS)
        assert ready, f"silent for too long after {self.seen[-400:]!r}"
        try:
            read = os.read(self._ours, 4096)
        except OSError:
            return False
        self.seen += read.decode(errors="replace")
        return bool(read)
