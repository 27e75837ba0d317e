"""``headgate drift``: what is live against what was last applied, now."""

from collections.abc import Iterator, Sequence
from typing import Final

from core.errors import SourceUnreadable
from core.fieldpath import FieldPath
from core.merge.resolution import Field
from core.model.made import Made
from core.model.names import UnitName
from core.model.people import Owner
from core.report.drifts import DriftGroup, drift_groups, json_drifts
from core.safetext import safe_line
from core.sync.drifts import DriftedUnit, Drifts
from tui.ages import ago
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
_GROUPED: Final = (
    Column("UNITS"),
    Column("KIND", least=10, leaves=2),
    Column("FIELD", least=12, keeps_end=True),
    Column("APPLIED", least=7),
    Column("LIVE", least=6),
    Column("NOTE", least=10, leaves=1),
    Column("IN", least=14),
)


def run(given: Given, console: Console) -> int:
    """Print what drifted; gives 6 where something could not be read, else 3 where something drifted."""
    explain = given.flag("explain")
    with opened(given, console) as workspace:
        drifts = workspace.desk.drift(
            space=given.text("space") or None,
            unit=_unit(given),
            where=given.text("where"),
            progress=console,
            with_made=True,
        )
        now = workspace.desk.now()
    drifted = [unit for unit in drifts.units if unit.fields or unit.made]
    emit(
        console,
        json_drifts(
            drifts.units if explain else drifted, drifts.unknown, read_at=drifts.read_at, explain=explain
        ),
        _grouped(drifts, drifted, console)
        if given.flag("group")
        else _lines(drifts, drifted, console, now=now, explain=explain),
    )
    if drifts.unknown or any(one.unread for unit in drifted for one in unit.made):
        return SourceUnreadable.exit_code
    return _DRIFTED if drifted else 0


def _unit(given: Given) -> UnitName | None:
    name = given.text("unit")
    return unit_named(name, given) if name else None


def _lines(
    drifts: Drifts, drifted: Sequence[DriftedUnit], console: Console, *, now: float, explain: bool
) -> Iterator[str]:
    rows = [row for unit in drifted for row in _rows(unit, now)]
    yield from table(_COLUMNS, rows, console) if rows else ("Nothing drifted.",)
    if explain:
        for unit in drifts.units:
            yield ""
            yield safe_line(f"{unit.unit}, ignored against revision {unit.applied}:")
            yield from ignored_lines(unit.ignored, console)
    yield from unknown_lines(drifts.unknown, console)


def _rows(unit: DriftedUnit, now: float) -> Iterator[list[str]]:
    for field in unit.fields:
        owner = unit.owners.get(field.key)
        *cells, why = _cells(field)
        yield [str(unit.unit), *cells, _note(why, owner, now) if owner else why]
    yield from _made_rows(unit)


def _note(why: str, owner: Owner, now: float) -> str:
    """Say who set it live, and when that manager last wrote the object."""
    by = f"by {owner.who}" if owner.who and owner.who not in why else ""
    words = "; ".join(part for part in (why, by) if part)
    when = ago(owner.when, now)
    return safe_line(f"{words}, {when}" if when else words)


def _made_rows(unit: DriftedUnit) -> Iterator[list[str]]:
    for one in unit.made:
        yield from ([str(unit.unit), short_resource(one.resource), *cells] for cells in _made(one))


def _made(one: Made) -> Iterator[list[str]]:
    """Print what a claim made and what is not as it was asked for."""
    note = f"in the cloud; made by {one.of.name}"
    for hit in one.reported:
        yield [printed_path(FieldPath(hit.at)), one_line(hit.asked), one_line(hit.reported), note]
    if one.unread:
        yield ["", "", "unknown", f"{one.unread}; made by {one.of.name}"]
    elif one.value is None:
        yield ["", "asked for", "not there", f"made by {one.of.name}"]
    elif one.is_stale:
        yield ["", "", "old", f"its provider is out of touch; made by {one.of.name}"]


def _grouped(drifts: Drifts, drifted: Sequence[DriftedUnit], console: Console) -> Iterator[str]:
    """Print one row for each cause, the most units first."""
    rows = [
        [str(len(group.units)), group.field.place.resource.kind, *_cells(group.field)[1:], _names(group)]
        for group in drift_groups(drifted)
    ]
    yield from table(_GROUPED, rows, console) if rows else ("Nothing drifted.",)
    made = [row for unit in drifted for row in _made_rows(unit)]
    yield from table(_COLUMNS, made, console) if made else ()
    yield from unknown_lines(drifts.unknown, console)


def _names(group: DriftGroup) -> str:
    return ", ".join(str(unit) for unit in group.units)


def _cells(field: Field) -> list[str]:
    place = field.place
    return [
        short_resource(place.resource),
        printed_path(field.path),
        one_line(place.applied, sensitive=place.sensitive),
        one_line(place.live, sensitive=place.sensitive),
        place.why,
    ]
