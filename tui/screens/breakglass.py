"""A break-glass session: what changes live as it changes, and what becomes of each change."""

from dataclasses import replace
from typing import Final, TypeAlias

from textual.app import ComposeResult

from core.model.names import UnitName
from core.model.session import Disposition, SeenChange, Session
from core.model.session_results import Looked
from core.report.sessions import clock_words, session_value
from core.safetext import safe_line
from tui.ages import ago
from tui.context import Context
from tui.jobs import JobKind
from tui.keys import bindings
from tui.screens.base import DeskScreen
from tui.screens.breakglass_end import EndScreen
from tui.screens.reading import ReadingScreen
from tui.session_face import BreakGlass
from tui.session_messages import SessionLooked, SessionPlanned
from tui.session_moves import SessionMoves
from tui.session_words import afterwards, time_left
from tui.widgets.bars import Piece, Pieces
from tui.widgets.line_list import RowOpened
from tui.widgets.lines import Line, Span, wrap
from tui.widgets.session_list import SessionList

__all__ = ["BreakGlassScreen"]

_LOOK_SECONDS: Final = 5.0
_HEAR_SECONDS: Final = 0.5

Said: TypeAlias = dict[tuple[UnitName, str], Disposition]
"""What was said of changes, each named by its unit and key."""


class BreakGlassScreen(DeskScreen):
    """Looks at live again and again; says nothing to live, Git or hub before the session's end."""

    ROOM = "session"
    BINDINGS = bindings("session")

    def __init__(self, context: Context, breakglass: BreakGlass, session: Session) -> None:
        super().__init__(context)
        self._breakglass = breakglass
        self.session = session
        self._said: Said = {}
        self._moves = SessionMoves()

    def body(self) -> ComposeResult:
        """Lay out the changes."""
        yield SessionList(self.context.look.glyphs)

    def on_mount(self) -> None:
        """Show what is known, and look."""
        self._show(self.session)
        self.set_running("looking..")
        moves, breakglass, session = self._moves, self._breakglass, self.session
        self.context.jobs.ask(JobKind.OPEN, self, lambda *_: SessionLooked(moves.begin(breakglass, session)))
        self.set_interval(_LOOK_SECONDS, self._turn)
        self.set_interval(_HEAR_SECONDS, self._hear)

    def on_unmount(self) -> None:
        """Listen no more."""
        self._moves.close()

    @property
    def rows(self) -> SessionList:
        """The rows."""
        return self.query_one(SessionList)

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
            if self._said.get(name) is said:
                del self._said[name]
        self._show(message.looked.session)
        if message.looked.unknown:
            words = "; ".join(f"{one.unit}: {one.why}" for one in message.looked.unknown)
            self.notice.say(f"Not looked at: {words}", style="alert")
        elif clock := clock_words(self.session, self.context.jobs.moment()):
            self.notice.say(f"{clock[0].upper()}{clock[1:]}.", style="alert")

    def on_session_planned(self, message: SessionPlanned) -> None:
        """Show what the end would write."""
        message.stop()
        self.set_running("")
        self.app.push_screen(
            EndScreen(self.context, self._breakglass, message.session, message.plans), self._ended
        )

    def on_row_opened(self, message: RowOpened) -> None:
        """Show the change that was clicked."""
        message.stop()
        self.action_open()

    def action_keep(self) -> None:
        """Keep the live change: it becomes the hub's at the end."""
        self._say(Disposition.KEEP)

    def action_before(self) -> None:
        """Put it back as it was applied, at the end."""
        self._say(Disposition.BEFORE)

    def action_later(self) -> None:
        """Leave it for later: it stays in the inbox under the incident."""
        self._say(Disposition.LATER)

    def action_undecided(self, way: int) -> None:
        """Go to the next change that needs somebody."""
        count = len(self.rows.changes)
        for step in range(1, count + 1):
            at = (self.rows.cursor + way * step) % count
            if self.rows.changes[at].is_open:
                self.rows.cursor = at
                return
        self.notice.say("Every change is decided: X ends the session.", style="good")

    def action_open(self) -> None:
        """Read a change in full."""
        if change := self.rows.change:
            title = (Span(safe_line(change.key.partition("#")[2]), "title"),)
            now = self.context.jobs.now()
            self.app.push_screen(
                ReadingScreen(self.context, title, lambda width: _change_lines(change, width, now))
            )

    def action_end(self) -> None:
        """See what ending the session writes; writes nothing yet."""
        if self._said:
            self._send()
        session, breakglass = self.session, self._breakglass
        self.set_running("planning..")
        self.context.jobs.ask(
            JobKind.PLAN, self, lambda *_: SessionPlanned(session, breakglass.plans(session))
        )

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
        """Leave the session running."""
        if self.notice.said:
            self.notice.clear()
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
        session, breakglass, moved = self.session, self._breakglass, self._moves.taken()
        self.context.jobs.ask(
            kind, self, lambda *_: SessionLooked(breakglass.look(breakglass.find(session.id), moved))
        )

    def _say(self, said: Disposition) -> None:
        change = self.rows.change
        if change is None:
            self.notice.say("Nothing changed live yet.", style="quiet")
            return
        if change.undone:
            self.notice.say("It is as before already: nothing to say.", style="quiet")
            return
        self.notice.clear()
        self._said[change.unit, change.key] = said
        self._show(self.session)
        self._send()
        self.action_undecided(1)

    def _send(self) -> None:
        """Have all that was said and is not kept yet kept: a job that waits gives way to a newer one."""
        session, breakglass, said = self.session, self._breakglass, dict(self._said)
        self.context.jobs.ask(JobKind.OPEN, self, lambda *_: _kept(breakglass, session, said))

    def _show(self, session: Session) -> None:
        self.session = session
        self.rows.now = self.context.jobs.now()
        self.rows.changes = tuple(
            replace(one, disposition=self._said.get((one.unit, one.key), one.disposition))
            for one in session.changes
        )
        self.show_header()

    def _ended(self, _: object) -> None:
        self.session = self._breakglass.find(self.session.id)
        if self.session.ended:
            self.dismiss()
        else:
            self.action_reread()


def _kept(breakglass: BreakGlass, session: Session, said: Said) -> SessionLooked:
    """Keep what was said, over the session as it is by now."""
    now = breakglass.find(session.id)
    for disposition in dict.fromkeys(said.values()):
        names = [f"{unit}#{key}" for (unit, key), one in said.items() if one is disposition]
        now = breakglass.dispose(now, names, disposition)
    return SessionLooked(Looked(session=now), said)


def _change_lines(change: SeenChange, width: int, now: float) -> list[Line]:
    rows = (
        ("unit", str(change.unit)),
        ("field", change.key),
        ("was", session_value(change.before)),
        ("now", session_value(change.now)),
        ("by", change.who or "nobody known"),
        ("seen", f"{ago(change.first_seen, now)}, last {ago(change.last_seen, now)}"),
        ("then", afterwards(change)),
    )
    lines: list[Line] = []
    for name, text in rows:
        first, *rest = wrap(safe_line(text), max(20, width - 9)) or [""]
        lines.append((Span(f" {name:6} ", "quiet"), Span(first)))
        lines += [(Span(" " * 8), Span(row)) for row in rest]
    return lines
