"""``headgate audit``: is the record whole, and all of it for others to read."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from core.errors import SourceUnreadable, UsageError
from core.report.audit import json_record, json_verified, markdown_audit
from core.workspace import Workspace
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.here import here
from tui.cli.opening import opened

__all__ = ["run"]

_HASH: Final = re.compile(r"\b[0-9a-f]{64}\b")
_WORKSPACE: Final = re.compile(r"\bworkspace=(\S+)")
_BEGINNING: Final = re.compile(r"[0-9a-f]{8,64}")
"""Of a hash, long enough that no other record has it by chance."""


def run(given: Given, console: Console) -> int:
    """Do what was asked with all records."""
    ask = _ASKS.get(given.text("action"))
    if ask is None:
        raise UsageError(
            f"headgate audit cannot {given.text('action')!r}",
            why="it can verify and export",
            next_step="headgate audit verify",
        )
    with opened(given, console) as workspace:
        ask(workspace, given, console)
    return 0


def _verify(workspace: Workspace, given: Given, console: Console) -> None:
    bad = workspace.journal.first_bad()
    if bad is not None:
        raise _broken(f"Audit record {bad[0]} is not as it was written", bad[1])
    records = workspace.desk.audit()
    for head in _heads(given.text("head"), workspace, console):
        if not any(record.hash.startswith(head) for record in records):
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


def _heads(named: str, workspace: Workspace, console: Console) -> Sequence[str]:
    """Read hashes that were noted elsewhere: one as it was given, or those in a file that syslog wrote.

    Raises:
        SourceUnreadable: what was given is neither.
    """
    path = Path(here(console)) / named
    if not named or (_BEGINNING.fullmatch(named) and not path.is_file()):
        return [named] if named else []
    try:
        if not path.is_file():
            raise _unread(path, "it is neither a file nor a hash, or 8 letters or more of one")
        lines = path.read_text(errors="replace").splitlines()
        found = [head for line in lines if _is_ours(line, workspace) for head in _HASH.findall(line)]
    except OSError as error:
        raise _unread(path, str(error.strerror)) from error
    if not found:
        raise _unread(path, "it holds no hash of a record")
    return found


def _is_ours(line: str, workspace: Workspace) -> bool:
    """Tell the heads of another workspace, which one syslog keeps beside ours, from our own."""
    named = _WORKSPACE.search(line)
    return named is None or named[1] == workspace.state.name


def _unread(path: Path, why: str) -> SourceUnreadable:
    return SourceUnreadable(
        "Could not read the heads to compare with",
        why=f"{path}: {why}",
        next_step="name a file with one hash a line, or give a hash",
    )


def _export(workspace: Workspace, given: Given, console: Console) -> None:
    records = workspace.desk.audit()
    if given.flag("markdown"):
        console.data(markdown_audit(records))
    else:
        console.data(json.dumps(json_record(one)).replace("\x7f", "\\u007f") for one in records)


_ASKS: Final[Mapping[str, Callable[[Workspace, Given, Console], None]]] = {
    "verify": _verify,
    "export": _export,
}
