"""``headgate breakglass``: begin a session, see it, say what becomes of changes, end it."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from core.breakglass import BreakGlass
from core.errors import Blocked, DecisionPending, SourceUnreadable, UsageError
from core.model.moment import Moment
from core.model.session import USUAL_MINUTES, Disposition, Session
from core.model.session_results import Ended, Looked
from core.ports.moves import Moved, Moves
from core.report.plans import json_plan, json_receipt
from core.report.sessions import json_session, session_markdown
from core.safetext import safe_line
from core.workspace import Workspace
from tui.cli.carrying import need_named
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.freezes import confirmed, freeze, standing_note, thaw
from tui.cli.given import Given
from tui.cli.opening import opened
from tui.cli.plan_text import plan_lines, receipt_lines
from tui.cli.session_text import session_lines

__all__ = ["run"]

_TIME: Final = re.compile(r"([1-9]\d{0,3})(m|h)?")
_PER_HOUR: Final = 60
_EVERY_SECONDS: Final = 5.0
_SELDOM_SECONDS: Final = 30.0
"""So often a side is looked at that tells by itself what moves."""


def run(given: Given, console: Console) -> int:
    """Do what was asked of the sessions."""
    ask = _ASKS.get(given.text("action"))
    if ask is None:
        raise UsageError(
            f"headgate breakglass cannot {given.text('action')!r}",
            why=f"it can {', '.join(_ASKS)}",
            next_step="headgate breakglass status",
        )
    if given.texts("change") and given.text("action") not in _OF_CHANGES:
        raise UsageError(
            f"headgate breakglass {given.text('action')} takes no {safe_line(given.texts('change')[0])!r}",
            why=f"only {', '.join(sorted(_OF_CHANGES))} are about some of its changes",
            next_step="--session names a session by its id, incident or space",
        )
    with opened(given, console) as workspace:
        return ask(workspace, given, console)


def _start(workspace: Workspace, given: Given, console: Console) -> int:
    if not given.text("space"):
        raise UsageError(
            "A break-glass session is about one space",
            why="--space is missing",
            next_step="headgate breakglass start --space SPACE --incident INC-1 --reason '…'",
        )
    session, joined = workspace.breakglass.start(
        space=given.text("space"),
        incident=given.text("incident"),
        reason=given.text("reason"),
        minutes=_minutes(given.text("ttl")),
    )
    console.note(f"Joined the session of {session.actor}." if joined else "The session is open.")
    return _print(workspace, [Looked(session=session)], console)


def _minutes(text: str) -> int:
    read = _TIME.fullmatch(text or f"{USUAL_MINUTES}m")
    if read is None:
        raise UsageError(
            f"Could not read {text!r} as a time",
            why="it is a number of minutes or hours",
            next_step="--ttl 45m, or --ttl 2h",
        )
    return int(read[1]) * (_PER_HOUR if read[2] == "h" else 1)


def _print(workspace: Workspace, looked: Sequence[Looked], console: Console) -> int:
    """Print sessions; gives 6 where a part of them could not be looked at, 3 where one is overdue."""
    now = workspace.breakglass.now()
    forms = [json_session(one.session, now=now, unknown=one.unknown) for one in looked]
    lines = [
        line for one in looked for line in session_lines(one.session, console, at=now, unknown=one.unknown)
    ]
    emit(console, {"sessions": forms}, lines or ["No session is open."])
    if any(one.unknown for one in looked):
        return SourceUnreadable.exit_code
    asks = any(_asks_for_somebody(one.session, now) for one in looked)
    return DecisionPending.exit_code if asks else 0


def _asks_for_somebody(session: Session, now: Moment) -> bool:
    return session.is_overdue(now) or bool(session.taken_back or session.left_too_long(now))


def _status(workspace: Workspace, given: Given, console: Console) -> int:
    """Print the open sessions, or the one that is named; live is looked at for each that is open."""
    breakglass, name = workspace.breakglass, given.text("session")
    there = [breakglass.find(name)] if name else [one for one in breakglass.sessions() if not one.is_through]
    return _print(workspace, [_looked(breakglass, one) for one in there], console)


def _looked(breakglass: BreakGlass, session: Session) -> Looked:
    return Looked(session=session) if session.is_through else breakglass.look(session)


def _watch(workspace: Workspace, given: Given, console: Console) -> int:
    """Look when live says that it moved, or again and again, and print what changed; ends with ctrl+c."""
    every = _seconds(given.text("every"))
    breakglass = workspace.breakglass
    session, told, moved = breakglass.find(given.text("session")), None, list[Moved]()
    moves = breakglass.follow(session)
    try:
        while not session.ended or session.awaits_proof:
            looked = breakglass.look(breakglass.find(session.id), moved)
            session = looked.session
            if (session.changes, session.frozen, looked.unknown) != told:
                told = (session.changes, session.frozen, looked.unknown)
                _print(workspace, [looked], console)
            moved = _moved(moves, every)
    finally:
        if moves is not None:
            moves.close()
    return 0


def _moved(moves: Moves | None, every: float) -> list[Moved]:
    """Wait for the next reason to look."""
    if moves is None:
        time.sleep(every)
        return []
    return list(moves.wait(max(every, _SELDOM_SECONDS) if moves.is_whole else every))


def _seconds(text: str) -> float:
    try:
        seconds = float(text or _EVERY_SECONDS)
    except ValueError:
        seconds = 0.0
    if not seconds > 0:
        raise UsageError(
            f"Could not read {text!r} as seconds",
            why="it is a number above 0",
            next_step="--every 5",
        )
    return seconds


def _says(said: Disposition) -> Callable[[Workspace, Given, Console], int]:
    def say(workspace: Workspace, given: Given, console: Console) -> int:
        breakglass = workspace.breakglass
        looked = breakglass.look(_open(breakglass, given))
        minutes = _minutes(given.text("ttl")) if given.text("ttl") else 0
        session = breakglass.dispose(looked.session, given.texts("change"), said, minutes=minutes)
        return _print(workspace, [Looked(session=session, unknown=looked.unknown)], console)

    return say


def _open(breakglass: BreakGlass, given: Given) -> Session:
    session = breakglass.find(given.text("session"))
    if session.ended:
        raise Blocked(
            f"Session {session.incident} is over",
            why=f"it ended {session.ended}",
            next_step="headgate status lists what still waits",
            ref=session.id,
        )
    return session


def _end(workspace: Workspace, given: Given, console: Console) -> int:
    breakglass = workspace.breakglass
    session = breakglass.look(_open(breakglass, given)).session
    over = given.texts("over")
    plans = tuple(plan.over(over) for plan in breakglass.plans(session))
    if given.flag("dry_run"):
        lines = [line for plan in plans for line in plan_lines(plan, console)]
        emit(console, {"plans": [json_plan(plan) for plan in plans]}, lines or ["Nothing would be written."])
        return 0
    for plan in plans:
        console.aside(plan_lines(plan, console))
    need_named([name for plan in plans for name in plan.managers], over, "Nothing was written")
    confirmed(session, console, "end", yes=given.flag("yes"))
    with console.world.signals:
        ended = breakglass.end(session, plans, progress=console)
        return _print_end(workspace, ended, console)


def _print_end(workspace: Workspace, ended: Ended, console: Console) -> int:
    """Print the receipts and what failed; gives the code of the first failure, 3 where it stays open."""
    for _, error in ended.failed:
        console.trouble(error)
    form = json_session(ended.session, now=workspace.breakglass.now())
    form["receipts"] = [json_receipt(receipt) for receipt in ended.receipts]
    lines = [line for receipt in ended.receipts for line in receipt_lines(receipt)]
    lines += [safe_line(f"Left for later: {one.unit}; it waits in the inbox") for one in ended.captures]
    over = f"Session {ended.session.incident} is over." if ended.session.ended else "The session stays open."
    emit(console, form, [*lines, safe_line(over)])
    standing_note(ended.session, console)
    if ended.failed:
        return ended.failed[0][1].exit_code
    return 0 if ended.session.ended else DecisionPending.exit_code


def _report(workspace: Workspace, given: Given, console: Console) -> int:
    session = workspace.breakglass.find(given.text("session"))
    now = workspace.breakglass.now()
    emit(console, json_session(session, now=now), session_markdown(session, now=now))
    return 0


_OF_CHANGES: Final = frozenset({"capture", "before", "later", "freeze"})

_ASKS: Final[Mapping[str, Callable[[Workspace, Given, Console], int]]] = {
    "start": _start,
    "status": _status,
    "watch": _watch,
    "capture": _says(Disposition.KEEP),
    "before": _says(Disposition.BEFORE),
    "later": _says(Disposition.LATER),
    "freeze": freeze,
    "thaw": thaw,
    "end": _end,
    "report": _report,
}
