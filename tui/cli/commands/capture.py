"""``headgate capture``: what is live becomes a pending capture, or a revision at once."""

from collections.abc import Iterator, Sequence

from core.desk import Desk
from core.errors import HeadgateError, NotFound, SourceUnreadable, UsageError
from core.model.names import UnitName
from core.model.proposal import Capture
from core.report.drifts import json_captures
from core.safetext import safe_line
from core.sync.capture import Where
from core.sync.drifts import DriftedUnit, Drifts
from tui.cli.carrying import carried, reason_of
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.inbox_table import unknown_lines
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
        if dry_run:
            return _planned(desk, given, console)
        if name:
            captures, code = [_captured(desk, unit_named(name, given), given)], 0
        else:
            captures, code = _all(desk, given, console)
    emit(console, json_captures(captures), _lines(captures))
    return code


def _accepted(desk: Desk, unit: UnitName, given: Given, console: Console) -> int:
    plan = desk.plan_capture(
        unit, paths=_paths(given), incident=given.text("incident"), reason=reason_of(given)
    )
    return carried(plan, desk, given, console)


def _all(desk: Desk, given: Given, console: Console) -> tuple[list[Capture], int]:
    """Capture every unit that drifted; what cannot be is said and stops no other."""
    drifts = _drifts(desk, given, console)
    captures: list[Capture] = []
    code = SourceUnreadable.exit_code if drifts.unknown else 0
    for unknown in drifts.unknown:
        console.say(f"{unknown.unit} was not captured: {unknown.why}")
    for unit in [one.unit for one in drifts.units if _drifted(one, _paths(given))]:
        try:
            captures.append(_captured(desk, unit, given))
        except NotFound as settled:
            console.note(f"{unit} was not captured: {settled.why}")
        except HeadgateError as error:
            console.trouble(error)
            code = error.exit_code
    return captures, code


def _drifts(desk: Desk, given: Given, console: Console) -> Drifts:
    name = given.text("unit")
    unit = unit_named(name, given) if name else None
    return desk.drift(space=given.text("space") or None, unit=unit, progress=console)


def _planned(desk: Desk, given: Given, console: Console) -> int:
    drifts = _drifts(desk, given, console)
    units = [str(one.unit) for one in drifts.units if _drifted(one, _paths(given))]
    lines = [safe_line(f"Would capture {unit}") for unit in units] or ["Nothing drifted."]
    emit(console, {"would_capture": units}, [*lines, *unknown_lines(drifts.unknown, console)])
    return SourceUnreadable.exit_code if drifts.unknown else 0


def _captured(desk: Desk, unit: UnitName, given: Given) -> Capture:
    return desk.capture(
        unit, paths=_paths(given), incident=given.text("incident"), reason=given.text("reason")
    )


def _paths(given: Given) -> Sequence[str] | Where:
    """Say what is to be captured: fields, all of a side, or all of it.

    Raises:
        UsageError: both a path and a side were given.
    """
    side = given.text("from")
    if not side:
        return given.texts("path")
    if given.texts("path"):
        raise UsageError(
            "Nothing was captured",
            why="--path names fields, and --from all of a side",
            next_step="leave one of the two out",
        )
    return Where.CLUSTER if side == Where.CLUSTER.value else Where.CLOUD


def _drifted(unit: DriftedUnit, where: Sequence[str] | Where) -> bool:
    """Tell whether something of a unit drifted where it was asked for."""
    keys = {field.key for field in unit.fields}
    match where:
        case Where.CLOUD:
            return bool(keys & unit.in_cloud)
        case Where.CLUSTER:
            return bool(keys - unit.in_cloud)
        case _:
            return bool(keys)


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
