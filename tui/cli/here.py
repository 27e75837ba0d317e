"""The folder that names on the command line are relative to."""

from pathlib import Path

from core.errors import UsageError
from tui.cli.console import Console

__all__ = ["here"]


def here(console: Console) -> Path:
    """Give the current folder.

    Raises:
        UsageError: it was removed while the shell stood in it.
    """
    if not console.world.folder:
        raise UsageError(
            "Could not find the current folder",
            why="it was removed or replaced while this shell stood in it",
            next_step="cd into a folder that is there, then run it again",
        )
    return Path(console.world.folder)
