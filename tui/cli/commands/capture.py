"""``headgate capture``: what is live becomes a pending capture, or a revision at once."""

from collections.abc import Iterator, Sequence

from core.desk import Desk
from core.errors import UsageError
from core.model.names import UnitName
from core.model.proposal import Capture
from core.report.drifts import json_captures
from core.safetext import safe_line
from tui.cli.carrying import carried, reason_of
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.named import unit_named
from tui.cli.opening import opened

__all__ = ["run"]


def run(given: Given, console: Console) -> int:
    """Capture one unit or all that drifted."""
    name = given.text("unit")
    accept, dry_run = given.flag("accept"), given.flag("dry_run")
    if not name and (accept or given.texts("path")):
        raise _needs_unit("--accept" if accept else "--path")
    with opened(given, console) as workspace:
        desk = workspace.desk
        if accept:
            return _accepted(desk, unit_named(name, given), given, console)
        units = [unit_named(name, given)] if name else _drifted(desk, given, console)
        captures = () if dry_run else [_captured(desk, unit, given) for unit in units]
    if dry_run:
        emit(console, {"would_capture": [str(unit) for unit in units]}, _planned(units))
    else:
        emit(console, json_captures(captures), _lines(captures))
    return 0


def _accepted(desk: Desk, unit: UnitName, given: Given, console: Console) -> int:
    plan = desk.plan_capture(
        unit, paths=given.texts("path"), incident=given.text("incident"), reason=reason_of(given)
    )
    return carried(plan, desk, given, console)


def _drifted(desk: Desk, given: Given, console: Console) -> list[UnitName]:
    """Name the units that drifted; what cannot be read is said, for it cannot be captured."""
    drifts = desk.drift(space=given.text("space") or None, progress=console)
    for unknown in drifts.unknown:
        console.say(f"{unknown.unit} was not captured: {unknown.why}")
    return [unit.unit for unit in drifts.units if unit.fields]


def _captured(desk: Desk, unit: UnitName, given: Given) -> Capture:
    return desk.capture(
        unit, paths=given.texts("path"), incident=given.text("incident"), reason=given.text("reason")
    )


def _planned(units: Sequence[UnitName]) -> Iterator[str]:
    yield from (f"Would capture {unit}" for unit in units) if units else ("Nothing drifted.",)


def _lines(captures: Sequence[Capture]) -> Iterator[str]:
    if not captures:
        yield "Nothing drifted."
    for one in captures:
        what = ", ".join(path.rpartition("#")[2] for path in one.paths)
        yield safe_line(f"Captured {one.unit}: {what}; it waits for a decision")


def _needs_unit(option: str) -> UsageError:
    return UsageError(
        f"{option} needs a unit",
        why="it speaks of the fields of one unit",
        next_step="headgate drift lists the units that drifted; add one",
    )
