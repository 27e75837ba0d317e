"""The workspace of one run, opened and closed again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.workspace import Workspace, open_workspace
from tui.cli.console import Console
from tui.cli.given import Given

__all__ = ["opened"]


@contextmanager
def opened(given: Given, console: Console) -> Iterator[Workspace]:
    """Open the workspace that the current folder, ``--config`` or HEADGATE_CONFIG names.

    Raises:
        SettingsError: there are no settings, or they are wrong.
        SourceUnreadable: hub, repository or state cannot be read.
    """
    world = console.world
    config = given.text("config") or world.env.get("HEADGATE_CONFIG", "")
    workspace = open_workspace(
        Path(world.folder), env=world.env, config=Path(world.folder, config) if config else None
    )
    try:
        yield workspace
    finally:
        workspace.close()
