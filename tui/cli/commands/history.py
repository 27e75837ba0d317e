"""``headgate history``: a unit's revisions, the text of one, or the difference of two."""

import difflib
from collections.abc import Iterator, Sequence
from typing import Final

from core.desk import Desk, History
from core.errors import UsageError
from core.model.names import UnitName
from core.report.history import json_diff, json_history, json_text
from tui.ages import age
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.named import numbered, unit_named
from tui.cli.opening import opened
from tui.cli.plan_text import diff_painted
from tui.cli.table import Cell, Column, table

__all__ = ["run"]

_COLUMNS: Final = (
    Column("REVISION"),
    Column("AGE"),
    Column("SOURCE"),
    Column("BY", least=8),
    Column("INCIDENT", least=6, leaves=1),
    Column("WHAT", least=16),
)


def run(given: Given, console: Console) -> int:
    """Print what was asked for."""
    unit = unit_named(given.text("unit"), given)
    with opened(given, console) as workspace:
        desk = workspace.desk
        if given.text("show"):
            _show(desk, unit, numbered(given.text("show")), console)
        elif given.text("diff"):
            _diff(desk, unit, _pair(given.text("diff")), console)
        else:
            history, now = desk.history(unit), desk.now()
            emit(console, json_history(history.head, history.revisions), _lines(history, console, now))
    return 0


def _show(desk: Desk, unit: UnitName, number: int, console: Console) -> None:
    text = desk.text(unit, number)
    if console.format == "table":
        console.text(text)
    else:
        emit(console, json_text(unit, number, text), ())


def _diff(desk: Desk, unit: UnitName, numbers: tuple[int, int], console: Console) -> None:
    older, newer = (desk.text(unit, number) for number in numbers)
    before, after = (f"{unit}@{number}" for number in numbers)
    diff = tuple(difflib.unified_diff(older.splitlines(), newer.splitlines(), before, after, lineterm=""))
    report = None if console.format == "table" else desk.changes(unit, *numbers)
    emit(console, json_diff(unit, numbers, diff, report), _diff_lines(diff, console))


def _diff_lines(diff: Sequence[str], console: Console) -> Iterator[str]:
    yield from diff_painted(diff, console) if diff else ("No difference, but for secrets, which are masked.",)


def _pair(text: str) -> tuple[int, int]:
    older, dots, newer = text.partition("..")
    if not dots:
        raise UsageError(
            f"Could not read --diff {text!r}",
            why="it has the form N..M",
            next_step="headgate history UNIT lists the revisions",
        )
    return numbered(older), numbered(newer)


def _lines(history: History, console: Console, now: float) -> list[str]:
    head = history.head
    marks = {head.applied: " applied", head.number: " Head"}
    if head.applied == head.number:
        marks = {head.number: " Head, applied"}
    rows = [
        [
            Cell(f"{one.number}{marks.get(one.number, '')}", "head" if one.number == head.number else ""),
            age(one.created, now),
            one.change.source.value,
            one.change.author.partition(" <")[0],
            one.change.incident,
            f"{'deletes the unit: ' if one.deletes else ''}{one.change.description}",
        ]
        for one in reversed(history.revisions)
    ]
    return table(_COLUMNS, rows, console)
