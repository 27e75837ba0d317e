"""``headgate history``: what happened; a unit's revisions, the text of one, or the difference of two."""

from collections.abc import Iterator, Sequence
from typing import Final

from core.desk import Desk
from core.errors import UsageError
from core.looking import History
from core.model.audit import AuditRecord
from core.model.names import UnitName
from core.model.past import Account, Past
from core.report.history import json_diff, json_history, json_text
from core.report.past import json_account, json_past, markdown_account, markdown_past
from core.safetext import safe_line
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
_PAST: Final = (
    Column("AGE"),
    Column("BY", least=8),
    Column("DID"),
    Column("UNIT", least=16, keeps_end=True),
    Column("RESULT", least=10),
    Column("DECISION", leaves=1),
    Column("WHY", least=16),
)


def run(given: Given, console: Console) -> int:
    """Print what was asked for."""
    unit = unit_named(given.text("unit"), given) if given.text("unit") else None
    with opened(given, console) as workspace:
        desk = workspace.desk
        if given.text("decision"):
            _decision(desk.account(given.text("decision")), given, console)
        elif unit is None:
            _everything(desk, given, console)
        else:
            _unit(desk, unit, given, console)
    return 0


def _unit(desk: Desk, unit: UnitName, given: Given, console: Console) -> None:
    if given.text("show"):
        _show(desk, unit, numbered(given.text("show")), console)
    elif given.text("diff"):
        _diff(desk, unit, _pair(given.text("diff")), console)
    else:
        history, now = desk.history(unit), desk.now()
        form = json_history(history.head, history.revisions, history.digests)
        emit(console, form, _lines(history, console, now))


def _everything(desk: Desk, given: Given, console: Console) -> None:
    if given.text("show") or given.text("diff"):
        raise UsageError(
            "Could not tell which unit is meant",
            why="--show and --diff are of one unit's revisions",
            next_step="headgate history UNIT --diff N..M",
        )
    found = desk.past(space=given.text("space") or None, progress=console)
    lines = markdown_past(found) if given.flag("markdown") else _past_lines(found, console, desk.now())
    emit(console, json_past(found), lines)


def _past_lines(found: Sequence[Past], console: Console, now: float) -> Sequence[str]:
    rows = [
        [
            age(one.when, now),
            one.who.partition(" <")[0].partition(" (")[0],
            one.did,
            str(one.unit),
            one.result,
            one.decision,
            one.what,
        ]
        for one in found
    ]
    return table(_PAST, rows, console) if rows else ("Nothing happened yet.",)


def _decision(account: Account, given: Given, console: Console) -> None:
    lines = markdown_account(account) if given.flag("markdown") else _account_lines(account, console)
    emit(console, json_account(account), lines)


def _account_lines(account: Account, console: Console) -> Iterator[str]:
    decision = account.decision
    yield console.paint(safe_line(f"Decision {decision.id} for {decision.unit}"), "head")
    yield safe_line(f"  by {decision.actor}, {decision.created}: {decision.reason}")
    yield safe_line(
        f"  {decision.outcome or 'open'}{f', revision {account.revision}' if account.revision else ''}"
    )
    yield from (safe_line(f"  * {key} -> {choice}") for key, choice in decision.choices)
    yield from (_record(one) for one in account.records)


def _record(record: AuditRecord) -> str:
    about = "; ".join(f"{name}: {text}" for name, text in record.about)
    return safe_line(f"  {record.when}  {record.event:<9} {about}")


def _show(desk: Desk, unit: UnitName, number: int, console: Console) -> None:
    text = desk.text(unit, number)
    if console.format == "table":
        console.text(text)
    else:
        emit(console, json_text(unit, number, text), ())


def _diff(desk: Desk, unit: UnitName, numbers: tuple[int, int], console: Console) -> None:
    diff = desk.diff(unit, *numbers)
    report = None if console.format == "table" else desk.changes(unit, *numbers)
    emit(console, json_diff(unit, numbers, diff, report), _diff_lines(diff, console))


def _diff_lines(diff: Sequence[str], console: Console) -> Iterator[str]:
    yield from diff_painted(diff, console) if diff else ("No line differs.",)


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
