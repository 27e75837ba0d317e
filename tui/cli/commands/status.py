"""``headgate status``: the inbox, printed."""

from core.errors import HeadgateError, SourceUnreadable
from core.model.item import Inbox
from core.report.inbox import json_inbox
from core.report.sessions import left_words
from core.safetext import safe_line
from core.workspace import Workspace
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.inbox_table import inbox_lines
from tui.cli.opening import opened
from tui.cli.session_text import banner

__all__ = ["print_inbox", "run"]

_PENDING = 3


def run(given: Given, console: Console) -> int:
    """Print what waits; gives 6 where something is unknown, 3 with ``--exit-code`` while anything waits."""
    with opened(given, console) as workspace:
        return print_inbox(workspace, given, console)


def print_inbox(workspace: Workspace, given: Given, console: Console) -> int:
    """Print the inbox of an open workspace; gives the exit code."""
    desk, with_units = workspace.desk, given.flag("all")
    inbox = desk.inbox(space=given.text("space") or None, where=given.text("where"), progress=console)
    now = desk.now()
    emit(
        console,
        json_inbox(inbox, now=now, with_units=with_units),
        inbox_lines(inbox, console, now=now, with_units=with_units, by_group=given.flag("group")),
    )
    for session in inbox.sessions:
        console.say(banner(session, desk.moment()))
    for session in inbox.ended:
        console.say(safe_line(left_words(session, desk.moment())))
    _say_what_was_cut_off(workspace, console)
    return _exit_code(inbox, strict=given.flag("exit_code"))


def _say_what_was_cut_off(workspace: Workspace, console: Console) -> None:
    """Decisions that are open wait for a person too; a journal that cannot be read hides no inbox."""
    try:
        count = len(workspace.desk.unfinished())
    except HeadgateError as error:
        console.note(f"Not known whether a decision was cut off: {error.why}")
        return
    if count:
        console.note(f"{count} decision{'s were' if count > 1 else ' was'} cut off: headgate resume")


def _exit_code(inbox: Inbox, *, strict: bool) -> int:
    """Unknown comes first: whoever asks whether anything waits has not got the whole answer."""
    if inbox.unknown:
        return SourceUnreadable.exit_code
    return _PENDING if strict and inbox.items else 0
