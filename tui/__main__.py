"""``python -m tui`` and the command ``headgate``: the process meets the command line."""

import os
import sys
from typing import Literal, TextIO

from tui.cli.console import Console
from tui.cli.given import Given
from tui.cli.main import dispatch, guarded
from tui.cli.memory import collect_rarely
from tui.cli.signals import Signals
from tui.cli.world import World
from tui.sealing import close_to_others, hooked, start_clean

__all__ = ["main"]


def main() -> int:
    """Run the command line of this process; gives its exit code."""
    start_clean(os.environ, sys.argv[1:], ours=os.path.dirname(os.path.dirname(__file__)))  # noqa: PTH120  pathlib costs time
    hooked()
    collect_rarely()
    signals = Signals()
    signals.catch()
    world = World(
        stdin=_stream(sys.stdin, "r"),
        stdout=_stream(sys.stdout, "w"),
        stderr=_stream(sys.stderr, "w"),
        env=os.environ,
        folder=_folder(),
        signals=signals,
    )
    return guarded(sys.argv[1:], world, _closed)


def _closed(given: Given, console: Console) -> int:
    """Run a command in a process that nobody looks into; --help needs none."""
    close_to_others()
    return dispatch(given, console)


def _stream(stream: TextIO | None, mode: Literal["r", "w"]) -> TextIO:
    """Give a standard stream; Python has None where the descriptor is closed, as some cron jobs leave it."""
    return open(os.devnull, mode, encoding="utf-8") if stream is None else stream  # noqa: PTH123  pathlib costs time


def _folder() -> str:
    """Name the current folder; "" where it was removed."""
    try:
        return os.getcwd()  # noqa: PTH109  pathlib costs time
    except OSError:
        return ""


if __name__ == "__main__":
    sys.exit(main())
