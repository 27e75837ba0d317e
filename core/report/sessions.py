"""Break-glass sessions as JSON and as a Markdown record of the incident."""

import json
from collections.abc import Iterable, Iterator
from typing import Final

from core.model.freeze import FreezeState, Frozen
from core.model.item import UnknownUnit
from core.model.moment import Moment
from core.model.session import SeenChange, Session
from core.safetext import safe_line

__all__ = [
    "after_words",
    "clock_words",
    "freeze_words",
    "json_session",
    "left_words",
    "session_markdown",
    "session_value",
]

_MINUTE_SECONDS: Final = 60


def json_session(session: Session, *, now: Moment, unknown: Iterable[UnknownUnit] = ()) -> dict[str, object]:
    """Give a session as JSON; docs/reference/json.md has the shape."""
    return {
        "id": session.id,
        "space": session.space,
        "incident": session.incident,
        "reason": session.reason,
        "state": session.state.value,
        "overdue": session.is_overdue(now),
        "by": session.actor,
        "joined": list(session.joined),
        "started": session.started,
        "deadline": session.deadline,
        "left_seconds": None if session.ended else int(session.left_seconds(now)),
        "ended": session.ended or None,
        "snapshot": session.snapshot or None,
        "undecided": len(session.undecided),
        "not_in_hub": len(session.to_keep),
        "changes": [_json_change(change) for change in session.changes],
        "done": [{"unit": unit, "what": what} for unit, what in session.done],
        "frozen": [_json_frozen(one) for one in session.frozen],
        "unknown": [{"unit": one.unit, "why": one.why} for one in unknown],
    }


def _json_frozen(one: Frozen) -> dict[str, object]:
    return {
        "resource": str(one.resource),
        "path": one.path,
        "rule": one.reverter,
        "why": one.why,
        "state": one.state.value,
        "since": one.since,
        "prove_at": one.prove_at,
        "proved": one.proved or None,
        "by": one.by,
    }


def _json_change(change: SeenChange) -> dict[str, object]:
    resource, _, path = change.key.partition("#")
    return {
        "unit": str(change.unit),
        "resource": resource,
        "path": path,
        "was": change.before,
        "now": change.now,
        "who": change.who,
        "first_seen": change.first_seen,
        "last_seen": change.last_seen,
        "undone": change.undone or None,
        "afterwards": change.disposition.value,
        "by": change.by,
        "until": change.until or None,
    }


def session_value(value: object) -> str:
    """Print a value of a change on one line.

    >>> session_value({"absent": True}), session_value("a b"), session_value(2)
    ('(absent)', 'a b', '2')
    """
    if value == {"absent": True}:
        return "(absent)"
    return safe_line(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def freeze_words(one: Frozen) -> str:
    """Say in a line what was stopped, and whether that was seen to hold."""
    proof = {
        FreezeState.MEANT: "meant, and nobody knows whether it was written",
        FreezeState.FROZEN: f"holds, read back {one.proved}"
        if one.proved
        else f"to be read back {one.prove_at}",
        FreezeState.TAKEN_BACK: f"TAKEN BACK by somebody, seen {one.since}",
        FreezeState.THAWED: f"thawed {one.since}{f', live read back {one.proved}' if one.proved else ''}",
    }[one.state]
    return f"{one.why}; {one.resource} {one.path}: {proof}"


def left_words(session: Session, now: Moment) -> str:
    """Say of a session that is over why somebody must look at it still."""
    over, count = f"break-glass {session.incident} of {session.space} is over", len(session.standing_freezes)
    if count:
        stand = "freezes still stand" if count > 1 else "freeze still stands"
        return f"{over}, and {count} {stand}: headgate breakglass thaw --session {session.id}"
    if late := len(session.left_too_long(now)):
        return f"{over}, and the time of {late} change{'s' if late > 1 else ''} left for later is over, too"
    words = after_words(session) or f"{len(session.left)} left for later, for a time"
    return f"{over}; {words}: headgate breakglass status looks"


def after_words(session: Session) -> str:
    """Say what became of what was kept once those that were stopped were let go; "" where nothing waits."""
    if session.taken_back:
        return f"TAKEN BACK: {len(session.taken_back)} of what was kept stood no more after the thaw"
    if session.awaits_proof:
        due = max(one.prove_at for one in session.frozen if not one.proved)
        return f"what was kept is to be read back {due}, when those that were let go have had their time"
    return ""


def clock_words(session: Session, now: Moment) -> str:
    """Say where the wall clock is no measure of a session's time; "" where it is."""
    count = session.count
    moved = count.set_by(now)
    if abs(moved) >= _MINUTE_SECONDS:
        way = "forward" if moved > 0 else "back"
        minutes = int(abs(moved) // _MINUTE_SECONDS)
        return f"this machine's clock was set {minutes}m {way} meanwhile; the session's time is as before"
    if count.again(now).restarts and not session.ended:
        return (
            "this machine was restarted meanwhile; up to then the session's time is as its wall clock tells"
        )
    return ""


def session_markdown(session: Session, *, now: Moment) -> Iterator[str]:
    """Write the record of a session: who, when, why, what changed live, and what became of it."""
    yield f"# Break-glass {_cell(session.incident)}: {_cell(session.space)}"
    yield ""
    yield f"- **why**: {_cell(session.reason)}"
    people = _cell(", ".join(session.joined))
    yield f"- **who**: {people}; begun by {_cell(session.actor)} ({_known(session)})"
    yield f"- **when**: {session.started} to {session.ended or 'now'}; deadline {session.deadline}"
    if session.is_overdue(now):
        yield "- **OVERDUE**: its time is over and the session is open; nothing was put back by itself"
    if words := clock_words(session, now):
        yield f"- **clock**: {words}"
    yield f"- **snapshot**: {session.snapshot or 'none: live or the hub could not be read when it began'}"
    yield f"- **session**: {session.id}"
    yield from ("", "## What changed live", "")
    if not session.changes:
        yield "Nothing that was looked at."
    else:
        yield "| seen | unit | field | was | now | by | afterwards |"
        yield "| --- | --- | --- | --- | --- | --- | --- |"
        yield from (_row(change) for change in session.changes)
    if session.frozen:
        yield from ("", "## Who was stopped", "")
        yield from (f"- {_cell(freeze_words(one))}" for one in session.frozen)
    if session.taken_back:
        yield from (
            "",
            f"**TAKEN BACK** after everybody was let go: {len(session.taken_back)} of what was kept",
        )
    yield from ("", "## What was written", "")
    yield from [f"- {_cell(unit)}: {_cell(what)}" for unit, what in session.done] or ["Nothing."]
    yield ""


def _row(change: SeenChange) -> str:
    until = f" until {change.until}" if change.until else ""
    afterwards = f"undone {change.undone}" if change.undone else f"{change.disposition.value}{until}"
    by = f" ({change.by})" if change.by else ""
    cells = (
        change.first_seen,
        str(change.unit),
        change.key.partition("#")[2],
        session_value(change.before),
        session_value(change.now),
        change.who or "nobody known",
        f"{afterwards}{by}",
    )
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    """Make outside text inert in Markdown."""
    shown = safe_line(text)
    for sign in "\\`*_[]<>|":
        shown = shown.replace(sign, f"\\{sign}")
    return shown


def _known(session: Session) -> str:
    return "; ".join(f"{_cell(what)} {_cell(how)}" for what, how in session.known) or "nobody says how"
