"""``headgate audit``: is the record whole, and all of it for others to read."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from core.errors import SourceUnreadable, UsageError
from core.model.audit import AuditRecord, first_bad
from core.report.audit import json_record, json_verified, markdown_audit
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.opening import opened

__all__ = ["run"]


def run(given: Given, console: Console) -> int:
    """Do what was asked with all records."""
    ask = _ASKS.get(given.text("action"))
    if ask is None:
        raise UsageError(
            f"headgate audit cannot {given.text('verify|export')!r}",
            why="it can verify and export",
            next_step="headgate audit verify",
        )
    with opened(given, console) as workspace:
        ask(workspace.desk.audit(), given, console)
    return 0


def _verify(records: Sequence[AuditRecord], given: Given, console: Console) -> None:
    bad = first_bad(records)
    if bad is not None:
        raise _broken(f"Audit record {bad[0]} is not as it was written", bad[1])
    head = given.text("head")
    if head and not any(record.hash.startswith(head) for record in records):
        raise _broken("The audit record has lost its end", f"no record has the hash {head}")
    form = json_verified(records)
    emit(console, form, [f"{form['records']} records, whole; head {form['head'] or 'none'}"])


def _broken(what: str, why: str) -> SourceUnreadable:
    return SourceUnreadable(
        what,
        why=why,
        next_step="keep a copy of journal.db as it is, and compare it with an export or backup",
        ref="journal.db",
    )


def _export(records: Sequence[AuditRecord], given: Given, console: Console) -> None:
    if given.flag("markdown"):
        console.data(markdown_audit(records))
    else:
        console.data(json.dumps(json_record(one)).replace("\x7f", "\\u007f") for one in records)


_ASKS: Final[Mapping[str, Callable[[Sequence[AuditRecord], Given, Console], None]]] = {
    "verify": _verify,
    "export": _export,
}
