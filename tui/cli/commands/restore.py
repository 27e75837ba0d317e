"""``headgate restore``: back to an older revision by going forward."""

from tui.cli.carrying import carried, reason_of
from tui.cli.console import Console
from tui.cli.given import Given
from tui.cli.named import unit_at
from tui.cli.opening import opened

__all__ = ["run"]


def run(given: Given, console: Console) -> int:
    """Plan a revision with the older text, show it, ask, carry it out."""
    unit, number = unit_at(given.text("unit@n"), given)
    with opened(given, console) as workspace:
        desk = workspace.desk
        return carried(desk.plan_restore(unit, number, reason=reason_of(given)), desk, given, console)
