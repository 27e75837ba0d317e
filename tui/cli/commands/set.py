"""``headgate set``: an operator's own change, a new hub revision at once."""

from collections.abc import Iterator

from core.errors import UsageError
from core.krm.values import ABSENT, Absent, Value
from tui.cli.assigned import read_value, split
from tui.cli.carrying import carried, reason_of
from tui.cli.console import Console
from tui.cli.given import Given
from tui.cli.named import unit_named
from tui.cli.opening import opened

__all__ = ["run"]


def run(given: Given, console: Console) -> int:
    """Plan the change, show it, ask, carry it out."""
    unit = unit_named(given.text("unit"), given)
    assignments = list(_assignments(given, console))
    if not assignments:
        raise UsageError(
            f"Nothing to set in {unit}",
            why="neither PATH=VALUE nor --remove is given",
            next_step=f"headgate set {unit} spec.replicas=2, for instance",
        )
    with opened(given, console) as workspace:
        desk = workspace.desk
        return carried(desk.plan_set(unit, assignments, reason=reason_of(given)), desk, given, console)


def _assignments(given: Given, console: Console) -> Iterator[tuple[str, Value | Absent]]:
    for text in given.texts("path=value"):
        path, typed = split(text, "assignment")
        value, warning = read_value(typed, path)
        if warning:
            console.note(warning)
        yield path, value
    for path in given.texts("remove"):
        yield path, ABSENT
