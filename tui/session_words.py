"""How a break-glass session is said on the screens."""

from typing import Final

from core.model.moment import Moment
from core.model.session import Disposition, SeenChange, Session
from core.safetext import safe_line

__all__ = ["afterwards", "mark", "time_left"]

_MINUTE_SECONDS: Final = 60
_AFTERWARDS: Final = {
    Disposition.UNDECIDED: "?",
    Disposition.KEEP: "3 keep live",
    Disposition.BEFORE: "0 as before",
    Disposition.LATER: "- later",
}


def time_left(session: Session, now: Moment) -> str:
    """Say how long a session has, or since when it is overdue.

    >>> one = Session(id="1", space="s", incident="I", reason="r", actor="a", known=(),
    ...               started="1970-01-01T00:00:00Z", deadline="1970-01-01T01:00:00Z")
    >>> time_left(one, Moment(wall=600.0)), time_left(one, Moment(wall=3660.0))
    ('50m left', 'OVERDUE by 1m')
    """
    left = session.left_seconds(now)
    minutes = int(abs(left) // _MINUTE_SECONDS)
    return f"{minutes}m left" if left >= 0 else f"OVERDUE by {minutes}m"


def mark(change: SeenChange) -> str:
    """Give the sign before a change: needs you, undone by somebody, or decided."""
    return "!" if change.is_open else "-" if change.undone else "*"


def afterwards(change: SeenChange, *, named: bool = True) -> str:
    """Say what becomes of a change, with the key that said so; ``named``, and with who pressed it."""
    if change.undone:
        return "undone live"
    said = change.disposition is not Disposition.UNDECIDED
    by = f", {safe_line(change.by)}" if change.by and said and named else ""
    return f"{_AFTERWARDS[change.disposition]}{by}"
