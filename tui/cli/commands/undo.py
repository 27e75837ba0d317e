"""``headgate undo``: a decision is taken back by going forward."""

from tui.cli.carrying import carried, reason_of
from tui.cli.console import Console
from tui.cli.given import Given
from tui.cli.opening import opened

__all__ = ["run"]


def run(given: Given, console: Console) -> int:
    """Plan a revision without what the decision set, show it, ask, carry it out."""
    with opened(given, console) as workspace:
        desk = workspace.desk
        plan = desk.plan_undo(given.text("decision"), reason=reason_of(given), partly=given.flag("partly"))
        return carried(plan, desk, given, console)
