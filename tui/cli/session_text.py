"""Break-glass sessions, printed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from core.model.freeze import FreezeState, Frozen
from core.model.item import UnknownUnit
from core.model.moment import Moment
from core.model.session import Disposition, SeenChange, Session
from core.report.sessions import after_words, clock_words, freeze_words, session_value
from core.safetext import safe_line
from tui.ages import ago
from tui.cli.console import Console
from tui.cli.inbox_table import unknown_lines
from tui.cli.table import Cell, Column, table
from tui.session_words import time_left

__all__ = ["banner", "session_lines"]

_COLUMNS: Final = (
    Column(" "),
    Column("SEEN"),
    Column("UNIT", least=12, leaves=3, keeps_end=True),
    Column("FIELD", least=16, keeps_end=True),
    Column("WAS", least=6),
    Column("NOW", least=6),
    Column("BY", least=8, leaves=2),
    Column("AFTERWARDS", least=10),
)


def banner(session: Session, now: Moment) -> str:
    """Say in words that a session is open, for how long, or that it is overdue.

    It stands wherever the space is looked at.
    """
    return safe_line(
        f"BREAK-GLASS {session.incident}  {session.space}  by {session.actor}  {time_left(session, now)}  "
        f"{len(session.undecided)} of {len(session.changes)} undecided"
    )


def session_lines(
    session: Session, console: Console, *, at: Moment, unknown: Sequence[UnknownUnit] = ()
) -> Iterator[str]:
    """Print a session: the banner, what changed live, what was written for it."""
    now = at.wall
    if session.ended:
        title = f"break-glass {session.incident}  {session.space}  ended {ago(session.ended, now)}"
        yield console.paint(safe_line(title), "head")
    else:
        yield console.paint(banner(session, at), "alert")
    yield safe_line(f"  {session.reason} (session {session.id}, began {ago(session.started, now)})")
    if words := clock_words(session, at):
        yield f"  {words}"
    if not session.snapshot:
        yield "  live or the hub could not be read when it began: what had drifted before is listed too"
    if session.changes:
        yield ""
        yield from table(_COLUMNS, [_row(change, now) for change in session.changes], console)
    else:
        yield "  Nothing changed live since it began."
    if session.to_keep:
        yield f"  {len(session.to_keep)} to keep, not yet in hub: headgate breakglass end writes them"
    yield from (_freeze_line(one, console) for one in session.frozen)
    if words := after_words(session):
        yield console.paint(f"  {words}", "bad" if session.taken_back else "alert")
    yield from (safe_line(f"  {unit}: {what}") for unit, what in session.done)
    yield from unknown_lines(unknown, console)


def _freeze_line(one: Frozen, console: Console) -> str:
    line = safe_line(f"  {one.state.value}: {freeze_words(one)}")
    return console.paint(line, "bad") if one.state is FreezeState.TAKEN_BACK else line


def _row(change: SeenChange, now: float) -> list[str | Cell]:
    mark = "!" if change.is_open else "-" if change.undone else "*"
    return [
        Cell(mark, "bad" if mark == "!" else "good" if mark == "*" else "quiet"),
        ago(change.last_seen, now),
        str(change.unit).partition("/")[2],
        safe_line(change.key.partition("#")[2]) or "(whole resource)",
        session_value(change.before),
        session_value(change.now),
        safe_line(change.who) or "nobody known",
        _afterwards(change, now),
    ]


def _afterwards(change: SeenChange, now: float) -> str:
    if change.undone:
        return f"undone {ago(change.undone, now)}"
    if change.disposition is Disposition.UNDECIDED:
        return "?"
    if not change.until:
        return change.disposition.value
    is_over = datetime.fromisoformat(change.until).timestamp() < now
    return f"{change.disposition.value}{', TIME IS OVER since' if is_over else ' until'} {change.until}"
