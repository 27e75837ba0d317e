"""``headgate blame``: who set each field of a unit, on each side, and how sure that is."""

from collections.abc import Sequence
from typing import Final

from core.merge.places import Side
from core.model.people import Owner, Sure
from core.report.blame import json_blame
from core.sync.blame import BlamedField
from tui.ages import age
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.named import unit_named
from tui.cli.opening import opened
from tui.cli.table import Cell, Column, table

__all__ = ["run"]

_SIDES: Final = (Side.GIT, Side.HUB, Side.LIVE)
_COLUMNS: Final = (
    Column("FIELD", least=16, keeps_end=True),
    Column("GIT", least=10),
    Column("HUB", least=10),
    Column("LIVE", least=10),
)
_ONE: Final = (
    Column("SIDE"),
    Column("WHO", least=8),
    Column("AGE"),
    Column("SURE"),
    Column("HOW", least=16),
    Column("WHERE", least=12, keeps_end=True),
)
_DOUBT: Final = "?"


def run(given: Given, console: Console) -> int:
    """Print who set what; of a single field everything that is known."""
    unit = unit_named(given.text("unit"), given)
    with opened(given, console) as workspace:
        desk = workspace.desk
        fields, now = desk.blame(unit, given.text("path")), desk.now()
    form = json_blame(unit, [(one.resource, one.path, one.owners) for one in fields])
    lines = _one(fields[0], console, now) if len(fields) == 1 else _all(fields, console, now)
    emit(console, form, lines)
    return 0


def _all(fields: Sequence[BlamedField], console: Console, now: float) -> list[str]:
    several = len({one.resource for one in fields}) > 1
    rows: list[list[str | Cell]] = [
        [
            f"{one.resource}#{one.path}" if several else str(one.path),
            *(_known(one.owners[side], now) for side in _SIDES),
        ]
        for one in fields
    ]
    return [
        *table(_COLUMNS, rows, console),
        "",
        f"{_DOUBT} not exact: name the field to see why, headgate blame UNIT PATH",
    ]


def _known(owner: Owner, now: float) -> Cell:
    if not owner.who:
        return Cell("-", "quiet")
    doubt = "" if owner.sure is Sure.EXACT else _DOUBT
    return Cell(" ".join(filter(None, (owner.who.partition(" <")[0] + doubt, age(owner.when, now)))))


def _one(field: BlamedField, console: Console, now: float) -> list[str]:
    rows = [
        [
            side.value,
            owner.who,
            age(owner.when, now),
            owner.sure.value,
            ": ".join(filter(None, (owner.how, owner.why))),
            owner.place,
        ]
        for side, owner in field.owners.items()
    ]
    return [f"{field.resource}  {field.path}", "", *table(_ONE, rows, console)]
