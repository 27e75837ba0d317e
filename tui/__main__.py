"""``python -m tui`` and the command ``headgate``: the process meets the command line."""

import os
import sys

from tui.cli.main import main as run
from tui.cli.signals import Signals
from tui.cli.world import World

__all__ = ["main"]


def main() -> int:
    """Run the command line of this process; gives its exit code."""
    signals = Signals()
    signals.catch()
    world = World(
        stdin=sys.stdin,
        stdout=sys.stdout,
        stderr=sys.stderr,
        env=os.environ,
        folder=_folder(),
        signals=signals,
    )
    return run(sys.argv[1:], world)


def _folder() -> str:
    """Name the current folder; "" where it was removed."""
    try:
        return os.getcwd()  # noqa: PTH109  pathlib would cost every --help its import
    except OSError:
        return ""


if __name__ == "__main__":
    sys.exit(main())
