"""``headgate drift``: what is live against what was last applied, now."""

from collections.abc import Iterator, Sequence
from typing import Final

from core.errors import SourceUnreadable
from core.merge.resolution import Field
from core.model.names import UnitName
from core.report.drifts import json_drifts
from core.safetext import safe_line
from core.sync.capture import DriftedUnit, Drifts
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.inbox_table import unknown_lines
from tui.cli.item_table import ignored_lines, short_resource
from tui.cli.named import unit_named
from tui.cli.opening import opened
from tui.cli.table import Column, table
from tui.oneline import one_line, printed_path

__all__ = ["run"]

_DRIFTED = 3
_COLUMNS: Final = (
    Column("UNIT", least=14, keeps_end=True),
    Column("RESOURCE", least=10, leaves=2, keeps_end=True),
    Column("FIELD", least=12, keeps_end=True),
    Column("APPLIED", least=7),
    Column("LIVE", least=6),
    Column("NOTE", least=10, leaves=1),
)


def run(given: Given, console: Console) -> int:
    """Print what drifted; gives 6 where something could not be read, else 3 where something drifted."""
    explain = given.flag("explain")
    with opened(given, console) as workspace:
        drifts = workspace.desk.drift(space=given.text("space") or None, unit=_unit(given), progress=console)
    drifted = [unit for unit in drifts.units if unit.fields]
    emit(
        console,
        json_drifts(
            drifts.units if explain else drifted, drifts.unknown, read_at=drifts.read_at, explain=explain
        ),
        _lines(drifts, drifted, console, explain=explain),
    )
    if drifts.unknown:
        return SourceUnreadable.exit_code
    return _DRIFTED if drifted else 0


def _unit(given: Given) -> UnitName | None:
    name = given.text("unit")
    return unit_named(name, given) if name else None


def _lines(
    drifts: Drifts, drifted: Sequence[DriftedUnit], console: Console, *, explain: bool
) -> Iterator[str]:
    rows = [[str(unit.unit), *_cells(field)] for unit in drifted for field in unit.fields]
    yield from table(_COLUMNS, rows, console) if rows else ("Nothing drifted.",)
    if explain:
        for unit in drifts.units:
            yield ""
            yield safe_line(f"{unit.unit}, ignored against revision {unit.applied}:")
            yield from ignored_lines(unit.ignored, console)
    yield from unknown_lines(drifts.unknown, console)


def _cells(field: Field) -> list[str]:
    place = field.place
    return [
        short_resource(place.resource),
        printed_path(field.path),
        one_line(place.applied, sensitive=place.sensitive),
        one_line(place.live, sensitive=place.sensitive),
        place.why,
    ]
