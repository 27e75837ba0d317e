"""``headgate`` alone: the inbox, as a screen where there is a terminal for it, printed elsewhere."""

from tui.cli.commands.status import print_inbox
from tui.cli.console import Console
from tui.cli.given import Given
from tui.cli.opening import opened
from tui.cli.screens import Face, face_of, open_workspace_as

__all__ = ["run"]


def run(given: Given, console: Console) -> int:
    """Open or print the inbox."""
    face = face_of(given, console)
    with opened(given, console) as workspace:
        if face is not Face.PRINTED:
            return open_workspace_as(face, workspace, given, console)
        return print_inbox(workspace, given, console)
