"""``headgate propose``: what Git renders meets the hub. CI's verb."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from core.errors import HeadgateError, StorageUnwritable
from core.report.proposed import json_proposed, markdown_proposed
from core.safetext import safe_line
from core.sync.bring import Became, UnitOutcome
from core.sync.propose import Proposed
from core.workspace import Workspace
from tui.cli.ci import pull_number, summary_file
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.opening import opened
from tui.cli.table import Cell, Column, table

__all__ = ["run"]

_PENDING = 3
_QUIET: Final = frozenset({Became.QUIET, Became.ADVANCED})
_COLUMNS: Final = (
    Column("UNIT", least=14, keeps_end=True),
    Column("BECAME"),
    Column("REVISION", leaves=2),
    Column("WAITS AS"),
    Column("WHY", least=14),
)


def run(given: Given, console: Console) -> int:
    """Propose, report, and give 3 where something waits for a person, or the code of what failed."""
    dry_run, comment = given.flag("dry_run"), given.flag("comment")
    number = pull_number(given, console.world.env) if comment else 0
    with opened(given, console) as workspace:
        proposed = workspace.desk.propose(
            commit=given.text("commit") or None,
            space=given.text("space") or None,
            dry_run=dry_run,
            force=given.flag("force"),
            progress=console,
        )
        if given.flag("force"):
            console.note("--force forces nothing: what waits for a person waits all the same")
        emit(
            console,
            json_proposed(proposed.commit, proposed.outcomes, proposed.failed, dry_run=dry_run),
            _lines(proposed, console, dry_run=dry_run),
        )
        text = markdown_proposed(proposed.commit, proposed.outcomes, proposed.failed, dry_run=dry_run)
        if file := summary_file(given, console):
            _summarise(text, file)
        unsaid = _commented(workspace, number, text, console) if comment else 0
    return unsaid or _exit_code(proposed, console)


def _commented(workspace: Workspace, number: int, text: str, console: Console) -> int:
    """Have one comment that says it; gives the code of what was in the way. The propose stands without it."""
    pulls = workspace.context.pulls
    key = f"propose/{re.sub(r'[^A-Za-z0-9._-]+', '-', workspace.name)}"
    try:
        if pulls is not None:
            console.note(f"commented on {pulls.comment(number, key=key, text=text)}")
    except HeadgateError as error:
        console.trouble(error)
        return error.exit_code
    return 0


def _exit_code(proposed: Proposed, console: Console) -> int:
    """Tell of what failed, in full; the first of it gives the code."""
    if console.format == "table":
        for one in proposed.failed:
            console.trouble(one.error)
    if proposed.failed:
        return proposed.failed[0].error.exit_code
    return _PENDING if proposed.pending else 0


def _lines(proposed: Proposed, console: Console, *, dry_run: bool) -> Iterator[str]:
    commit = proposed.commit
    said = "would become" if dry_run else "became"
    yield safe_line(f"Commit {commit.oid[:7]} {commit.subject}, by {commit.author}; what {said} of it:")
    told = [one for one in proposed.outcomes if one.item is not None or one.became not in _QUIET]
    if told:
        yield from table(_COLUMNS, [_row(outcome) for outcome in told], console)
    quiet = len(proposed.outcomes) - len(told)
    yield f"{quiet} unit{'s' if quiet != 1 else ''} with nothing new" if quiet or not told else ""


def _row(outcome: UnitOutcome) -> list[str | Cell]:
    item = outcome.item
    return [
        str(outcome.unit),
        Cell(outcome.became.value, "bad" if item else "good"),
        str(outcome.revision or "-"),
        f"{item.id} {item.kind}" if item else "-",
        outcome.why,
    ]


def _summarise(text: str, file: Path) -> None:
    """Append the step summary; CI hands every step the same file."""
    try:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise StorageUnwritable(
            f"Could not write the summary {file}",
            why=error.strerror or str(error),
            next_step="name another file with --summary; the propose itself is done",
            changed="the hub, as headgate status shows",
        ) from error
