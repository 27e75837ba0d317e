"""``headgate abandon``: an open decision is closed as it stands."""

from core.report.resumed import json_resumed
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.opening import opened
from tui.cli.resumed_text import resumed_lines

__all__ = ["run"]


def run(given: Given, console: Console) -> int:
    """Look what stands where, say it, close it."""
    with opened(given, console) as workspace, console.world.signals:
        result = workspace.desk.abandon(given.text("decision"), reason=given.text("reason"))
        emit(console, json_resumed([result]), resumed_lines([result], console))
    return 0
