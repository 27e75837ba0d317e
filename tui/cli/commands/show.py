"""``headgate show``: one item, or a group of items that are alike, field by field."""

from dataclasses import replace

from core.desk import Desk
from core.report.many import json_group
from core.report.opened import json_opened
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.item_table import group_lines, item_lines
from tui.cli.named import is_group_id, item_named
from tui.cli.opening import opened

__all__ = ["run"]


def run(given: Given, console: Console) -> int:
    """Print one item or one group."""
    explain, name = given.flag("explain"), item_named(given.text("item"), given)
    with opened(given, console) as workspace:
        desk = workspace.desk
        if is_group_id(name):
            return _group(desk, name, given, console)
        item = desk.open(name)
        item = replace(item, owners=desk.owners(item))
        now = desk.now()
        emit(
            console,
            json_opened(item, now=now, explain=explain),
            item_lines(item, console, now=now, explain=explain),
        )
    return 0


def _group(desk: Desk, name: str, given: Given, console: Console) -> int:
    items, now, explain = desk.many.open([name]), desk.now(), given.flag("explain")
    lines = group_lines(items, console, now=now, explain=explain)
    emit(console, json_group(items, now=now, explain=explain), lines)
    return 0
