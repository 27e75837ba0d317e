"""The workspace of one run, opened and closed again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.workspace import Workspace, open_workspace
from tui.cli.console import Console
from tui.cli.given import Given
from tui.cli.here import here

__all__ = ["opened"]


@contextmanager
def opened(given: Given, console: Console, *, folder: Path | None = None) -> Iterator[Workspace]:
    """Open the workspace of a folder, or else what ``--config``, HEADGATE_CONFIG or the current folder names.

    Raises:
        SettingsError: there are no settings, or they are wrong.
        SourceUnreadable: hub, repository or state cannot be read.
        StorageUnwritable: the state folder cannot be written.
    """
    world = console.world
    named = "" if folder else given.text("config") or world.env.get("HEADGATE_CONFIG", "")
    folder = folder or here(console)
    workspace = open_workspace(folder, env=world.env, config=folder / named if named else None)
    try:
        yield workspace
    finally:
        workspace.close()
