"""When the screen of a break-glass session looks: at once where live tells what moves, else now and then."""

from typing import Final

from core.model.session import Session
from core.model.session_results import Looked
from core.ports.moves import Moved, Moves
from tui.session_face import BreakGlass

__all__ = ["SessionMoves"]

_SELDOM: Final = 6
"""Every so many turns a side is looked at that tells by itself what moves."""


class SessionMoves:
    """What was heard of live and not looked at yet; asked from the thread that draws, but for `begin`."""

    def __init__(self) -> None:
        self._moves: Moves | None = None
        self._heard: list[Moved] = []
        self._turns = 0

    def begin(self, breakglass: BreakGlass, session: Session) -> Looked:
        """Listen, then look: what moves in between is told. For a worker; it may take a while."""
        self._moves = breakglass.follow(session)
        return breakglass.look(breakglass.find(session.id))

    def hears(self) -> bool:
        """Tell whether something moved that was not looked at yet; never waits."""
        if self._moves is not None:
            self._heard += self._moves.wait(0.0)
        return bool(self._heard)

    def is_due(self) -> bool:
        """Tell, turn by turn, whether it is time to look though nothing was heard."""
        self._turns += 1
        return self._moves is None or not self._moves.is_whole or self._turns % _SELDOM == 0

    def taken(self) -> list[Moved]:
        """Give what was heard, to be looked at now."""
        heard, self._heard = self._heard, []
        return heard

    def close(self) -> None:
        """Listen no more."""
        if self._moves is not None:
            self._moves.close()
