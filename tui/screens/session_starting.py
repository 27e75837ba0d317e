"""To a break-glass session from the screen in hand: the open one of a space, or a new one."""

from core.errors import NotFound, UsageError
from core.safetext import safe_line
from tui.jobs import JobKind
from tui.later import breakglass_screen
from tui.screens.base import DeskScreen
from tui.screens.breakglass_start import AskSession, SessionAsked
from tui.session_face import BreakGlass
from tui.session_messages import SessionBegun

__all__ = ["SessionStarting"]


class SessionStarting(DeskScreen):
    """Begins a session by asking for what its record needs; nothing live is written by it."""

    def action_reread(self) -> None:
        """Read again what the screen shows."""
        raise NotImplementedError

    def enter_session(self, space: str) -> None:
        """Show the open session of a space, or ask for a new one's incident and reason."""
        breakglass = self.context.breakglass
        if why := self.context.terminal.read_only:
            words = f"No session is begun or decided from here: {why}. headgate breakglass status shows it."
            self.notice.say(words, style="alert")
            return
        if breakglass is None:
            self.notice.say("There are no sessions here: headgate breakglass.", style="quiet")
            return
        there = self.context.sessions.there
        mine = [one for one in there if one.space == space] or (there if not space else ())
        if mine:
            self.app.push_screen(breakglass_screen(self.context, breakglass, mine[0]), self._left)
        elif not space:
            self._find(breakglass)
        else:
            self.app.push_screen(
                AskSession(space), lambda asked: self._begin(breakglass, space, asked) if asked else None
            )

    def _find(self, breakglass: BreakGlass) -> None:
        """Show the one session that is open: where the hub is away, no item says which space is meant."""

        def work(*_: object) -> SessionBegun:
            try:
                return SessionBegun(breakglass.find(""), joined=True)
            except NotFound:
                raise UsageError(
                    "Which space's live side is to be changed?",
                    why="no item is in hand, and no session is open",
                    next_step="point at an item of it; or else: headgate breakglass start --space …",
                ) from None

        self.set_running("looking for a session..")
        self.context.jobs.ask(JobKind.OPEN, self, work)

    def on_session_begun(self, message: SessionBegun) -> None:
        """Show the session that was begun."""
        message.stop()
        self.set_running("")
        breakglass = self.context.breakglass
        if breakglass is not None:
            self.context.sessions.there = (*self.context.sessions.there, message.session)
            self.app.push_screen(breakglass_screen(self.context, breakglass, message.session), self._left)

    def _begin(self, breakglass: BreakGlass, space: str, asked: SessionAsked) -> None:
        def work(*_: object) -> SessionBegun:
            session, joined = breakglass.start(
                space=space, incident=asked.incident, reason=asked.reason, minutes=asked.minutes
            )
            return SessionBegun(session, joined)

        self.set_running(f"beginning a session in {safe_line(space)}..")
        self.context.jobs.ask(JobKind.OPEN, self, work)

    def _left(self, _: object) -> None:
        self.action_reread()
