"""A break-glass session: what changes live as it changes, and what becomes of each change."""

from typing import Final

from textual.app import ComposeResult

from core.model.session import Session
from core.report.sessions import clock_words
from core.safetext import safe_line
from tui.context import Context
from tui.jobs import JobKind
from tui.keys import bindings
from tui.marking import Marks
from tui.screens.breakglass_end import EndScreen
from tui.screens.breakglass_saying import SessionSaying, with_said
from tui.screens.reading import ReadingScreen
from tui.session_face import BreakGlass
from tui.session_messages import SessionLooked, SessionPlanned
from tui.session_moves import SessionMoves
from tui.session_words import time_left
from tui.widgets.bars import Piece, Pieces
from tui.widgets.line_list import RowOpened, RowPointed
from tui.widgets.lines import Span
from tui.widgets.session_list import SessionList
from tui.widgets.session_preview import SessionPreview, change_lines

__all__ = ["BreakGlassScreen"]

_LOOK_SECONDS: Final = 5.0
_HEAR_SECONDS: Final = 0.5


class BreakGlassScreen(SessionSaying):
    """Looks at live again and again; says nothing to live, Git or hub before the session's end."""

    ROOM = "session"
    BINDINGS = bindings("session")

    def __init__(self, context: Context, breakglass: BreakGlass, session: Session) -> None:
        super().__init__(context, breakglass, session)
        self._moves = SessionMoves()

    def body(self) -> ComposeResult:
        """Lay out the changes and the one in hand."""
        yield SessionList(self.context.look.glyphs)
        yield SessionPreview(self.context.look.glyphs)

    def on_mount(self) -> None:
        """Show what is known, and look."""
        self.show(self.session)
        self.rows.point(next((at for at, one in enumerate(self.rows.changes) if one.is_open), 0))
        self.set_running("looking..")
        moves, breakglass, session = self._moves, self.breakglass, self.session
        self.context.jobs.ask(JobKind.OPEN, self, lambda *_: SessionLooked(moves.begin(breakglass, session)))
        self.set_interval(_LOOK_SECONDS, self._turn)
        self.set_interval(_HEAR_SECONDS, self._hear)

    def on_unmount(self) -> None:
        """Listen no more."""
        self._moves.close()

    def pieces(self) -> Pieces:
        """Say loudly which session it is, and how long it has."""
        session = self.session
        left = time_left(session, self.context.jobs.moment())
        title = (Span(f" BREAK-GLASS {safe_line(session.incident)} ", "danger"),)
        count = f"{len(session.undecided)} of {len(session.changes)} undecided"
        return Pieces(
            (
                Piece(title),
                Piece((Span(safe_line(session.space), "strong"),)),
                Piece((Span(f"by {safe_line(session.actor)}", "quiet"),), rank=3),
                *self.running_pieces(),
            ),
            (
                Piece((Span(count, "word"),), rank=1),
                Piece((Span(left, "alert" if left.startswith("OVERDUE") else "quiet"),)),
            ),
        )

    def on_session_looked(self, message: SessionLooked) -> None:
        """Show what changed; units that could not be read are said, and keep what was seen of them."""
        message.stop()
        self.set_running("")
        for name, said in message.said.items():
            if self.said.get(name) is said:
                del self.said[name]
        self.show(message.looked.session)
        if message.looked.unknown:
            words = "; ".join(f"{one.unit}: {one.why}" for one in message.looked.unknown)
            self.notice.say(f"Not looked at: {words}", style="alert")
        elif clock := clock_words(self.session, self.context.jobs.moment()):
            self.notice.say(f"{clock[0].upper()}{clock[1:]}.", style="alert")

    def on_session_planned(self, message: SessionPlanned) -> None:
        """Show what the end would write."""
        message.stop()
        self.set_running("")
        planned = {(one.unit, one.key): one.disposition for one in message.session.changes}
        if any(planned.get(name) is not one for name, one in self.said.items()):
            self.notice.say("Something was said of a change meanwhile: X plans again.", style="alert")
            return
        self.app.push_screen(
            EndScreen(self.context, self.breakglass, message.session, message.plans), self._ended
        )

    def on_row_pointed(self, message: RowPointed) -> None:
        """Show the change in hand."""
        message.stop()
        self.follow()

    def on_row_opened(self, message: RowOpened) -> None:
        """Show the change that was clicked."""
        message.stop()
        self.action_open()

    def action_open(self) -> None:
        """Read a change in full."""
        if change := self.rows.change:
            title = (Span(safe_line(change.key.partition("#")[2]), "title"),)
            now = self.context.jobs.now()
            self.app.push_screen(
                ReadingScreen(self.context, title, lambda width: change_lines(change, width, now))
            )

    def action_end(self) -> None:
        """See what ending the session writes; where something is undecided, go there instead and say so."""
        if left := sum(one.is_open for one in self.rows.changes):
            self.action_undecided(1)
            changes = "1 change is" if left == 1 else f"{left} changes are"
            self.notice.say(
                f"{changes} undecided: 3 keeps live, 0 puts back, - is for later; then X.", style="alert"
            )
            return
        session, breakglass, said = self.session, self.breakglass, dict(self.said)

        def work(*_: object) -> SessionPlanned:
            kept = with_said(breakglass, session, said)
            return SessionPlanned(kept, breakglass.plans(kept))

        self.set_running("planning..")
        self.context.jobs.ask(JobKind.PLAN, self, work)

    def action_copy(self) -> None:
        """Copy the field's path."""
        if change := self.rows.change:
            self.copy(change.key.partition("#")[2], "the path")

    def action_twin(self) -> None:
        """Copy the command that shows the same."""
        self.copy(f"headgate breakglass status --session {self.session.id}", "the command")

    def action_reread(self) -> None:
        """Look at live now."""
        self.set_running("looking..")
        self._look(JobKind.OPEN)

    def action_back(self) -> None:
        """Take the message or the marks away, else leave the session running."""
        if self.notice.said or self.rows.marks.ids:
            self.notice.clear()
            self.rows.marks = Marks()
        else:
            self.dismiss()

    def _hear(self) -> None:
        """Look at once where live says that it moved."""
        if self._moves.hears():
            self._poll()

    def _turn(self) -> None:
        self.show_header()
        if self._moves.is_due():
            self._poll()

    def _poll(self) -> None:
        if self.app.screen is self and not self.context.jobs.is_busy():
            self._look(JobKind.POLL)

    def _look(self, kind: JobKind) -> None:
        session, breakglass, moved = self.session, self.breakglass, self._moves.taken()
        self.context.jobs.ask(
            kind, self, lambda *_: SessionLooked(breakglass.look(breakglass.find(session.id), moved))
        )

    def _ended(self, _: object) -> None:
        self.session = self.breakglass.find(self.session.id)
        if self.session.ended:
            self.dismiss()
        else:
            self.action_reread()
