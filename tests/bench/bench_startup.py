"""How long a command takes before it does anything, next to Python itself."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from tests.bench.measuring import Line, in_turn

__all__ = ["lines"]

TOP: Final = Path(__file__).parents[2]
_COMMAND: Final = ("-c", "import sys; from tui.__main__ import main; sys.exit(main())")
_MEASURED: Final = {
    "start-version": ("--version",),
    "start-help": ("--help",),
    "start-command-help": ("resolve", "--help"),
}


def lines(*, small: bool) -> Iterator[Line]:
    """Measure the processor time of whole processes."""
    rounds = 5 if small else 15
    runs: dict[str, Callable[[], object]] = {"python": partial(_run, "-c", "pass")}
    runs |= {key: partial(_run, *_COMMAND, *argv) for key, argv in _MEASURED.items()}
    took = in_turn(runs, rounds)
    for key, argv in _MEASURED.items():
        yield Line(key, f"headgate {' '.join(argv)}", took[key], "python -c pass", took["python"], rounds)


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], cwd=TOP, check=True, stdout=subprocess.DEVNULL)
