"""``headgate show``: one item, field by field."""

from core.report.opened import json_opened
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.item_table import item_lines
from tui.cli.named import item_named
from tui.cli.opening import opened

__all__ = ["run"]


def run(given: Given, console: Console) -> int:
    """Print one item."""
    explain = given.flag("explain")
    with opened(given, console) as workspace:
        desk = workspace.desk
        item = desk.open(item_named(given.text("item"), given))
        now = desk.now()
        emit(
            console,
            json_opened(item, now=now, explain=explain),
            item_lines(item, console, now=now, explain=explain),
        )
    return 0
