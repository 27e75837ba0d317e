"""The workspace of one run, opened and closed again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.workspace import Workspace, open_workspace
from tui.cli.console import Console
from tui.cli.given import Given

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
    config = Path(world.folder, named) if named else None
    workspace = open_workspace(folder or Path(world.folder), env=world.env, config=config)
    try:
        yield workspace
    finally:
        workspace.close()
