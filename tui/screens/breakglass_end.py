"""The end of a session: read what it writes, type the space's name; only then is anything written."""

from dataclasses import replace
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from core.model.plan import Plan
from core.model.session import Disposition, Session
from core.progress import Progress, Stop
from core.safetext import safe_line
from tui.context import Context
from tui.desk import DeskFace
from tui.jobs import JobKind
from tui.keys import bindings
from tui.messages import Failed
from tui.screens.lines_screen import WarnedScreen
from tui.session_face import BreakGlass
from tui.session_messages import SessionEnded
from tui.widgets.bars import Piece, Pieces, divider
from tui.widgets.lines import Line, Span, wrap
from tui.widgets.plan_lines import plan_lines, receipt_lines
from tui.widgets.prompt import Prompt
from tui.widgets.reader import Reader, ReaderMoved

__all__ = ["EndScreen"]

_NOTHING: Final = "Nothing is written to hub or live: no change is kept or put back. The session is closed."

_AGAIN: Final = "Enter goes back: the session goes on, and X plans what is left anew."

_UNREAD: Final = "unread"
"""Typed behind the word by who writes plans without having read them to their end."""


class EndScreen(WarnedScreen):
    """Plans one after another, then a word; Enter reads on, Esc goes back and the session goes on."""

    ROOM = "end"
    BINDINGS = bindings("end")

    def __init__(
        self, context: Context, breakglass: BreakGlass, session: Session, plans: tuple[Plan, ...]
    ) -> None:
        super().__init__(context)
        self._breakglass = breakglass
        self._session = session
        self._plans = plans
        self._writing = False
        self._through = False

    def body(self) -> ComposeResult:
        """Lay out the plans and the line for the word."""
        yield Reader(self._lines)
        word = safe_line(self._word)
        yield Prompt((Span(f" Nothing is written yet. Type {word}: ", "title"),), id="word")

    def on_mount(self) -> None:
        """Draw the header."""
        self.show_header()

    @property
    def _word(self) -> str:
        """The space, and whose live fields are taken over."""
        managers = dict.fromkeys(name for plan in self._plans for name in plan.managers)
        return f"{self._session.space} over {' '.join(managers)}" if managers else self._session.space

    def pieces(self) -> Pieces:
        """Say what ends, and how far its plans were read."""
        title = (Span(f" END BREAK-GLASS {safe_line(self._session.incident)} ", "danger"),)
        place = f"{self.reader.seen} of {self.reader.total} lines"
        return Pieces(
            (Piece(title), Piece((Span(safe_line(self._session.space), "strong"),)), *self.running_pieces()),
            (Piece((Span(place, "quiet"),), rank=1),),
        )

    def on_reader_moved(self, message: ReaderMoved) -> None:
        """Say how far the plans were read."""
        message.stop()
        self.show_header()

    @on(Input.Submitted, "#word-input")
    def _word_given(self, event: Input.Submitted) -> None:
        event.stop()
        if self._writing or self._through:
            return
        word, read = event.value.strip(), self.reader.is_read
        if not read and word != f"{self._word} {_UNREAD}":
            self.set_focus(self.reader)
            lines = self.reader.total - self.reader.seen
            self.notice.say(
                f"{lines} lines were not on screen yet: Enter reads on. To write without reading them, which "
                f"goes on record, type: {safe_line(self._word)} {_UNREAD}",
                style="alert",
            )
        elif not read:
            self._carry_out(f"{self.reader.seen} of {self.reader.total} lines read")
        elif word != self._word:
            self.notice.say(f"That is not {safe_line(self._word)}. Nothing was written.", style="alert")
        else:
            self._carry_out()

    def on_session_ended(self, message: SessionEnded) -> None:
        """Show what was written, and what was not."""
        message.stop()
        self._writing = False
        self.set_running("")
        ended = message.ended
        self._through = True
        self.query_one(Prompt).display = False
        self.reader.read(lambda width: _ended_lines(message, width, self))
        self.set_focus(self.reader)
        if ended.failed:
            self.notice.fail(ended.failed[0][1], then=_AGAIN)
        else:
            standing = len(ended.session.standing_freezes)
            words = f" {standing} frozen: headgate breakglass thaw lets go." if standing else ""
            self.notice.say(
                f"The session is over; Enter goes back.{words}", style="alert" if standing else "good"
            )

    def failed(self, message: Failed) -> None:
        """Show what failed; the session goes on."""
        self._writing = False
        super().failed(message)

    def action_go_on(self) -> None:
        """Read on; at the end go to the word."""
        if self._through:
            self.dismiss()
        elif not self.reader.is_read:
            self.reader.read_on()
        else:
            self.set_focus(self.query_one("#word-input", Input))

    def action_back(self) -> None:
        """Go back; what was not written is not lost, the session goes on."""
        if self._writing:
            self.notice.say("Being written: it ends after the decision in hand.", style="alert")
        elif isinstance(self.focused, Input):
            self.set_focus(self.reader)
        else:
            self.dismiss()

    def _carry_out(self, read: str = "") -> None:
        breakglass, session = self._breakglass, self._session
        plans = tuple(replace(plan.over(plan.managers), read=read) for plan in self._plans)

        def work(_: DeskFace, progress: Progress, stop: Stop) -> SessionEnded:
            return SessionEnded(breakglass.end(session, plans, progress=progress, stop=stop))

        self._writing = True
        self.notice.clear()
        self.set_running("writing..")
        self.context.jobs.ask(JobKind.CARRY_OUT, self, work, subject=session.id)

    def _lines(self, width: int) -> list[Line]:
        glyphs = self.context.look.glyphs
        later = [one for one in self._session.changes if one.disposition is Disposition.LATER]
        lines: list[Line] = [] if self._plans else [(Span(f" {row}"),) for row in wrap(_NOTHING, width - 2)]
        for plan in self._plans:
            lines.append(divider((Span(safe_line(str(plan.unit)), "title"),), width, glyphs))
            lines += plan_lines(plan, width, glyphs)
        if later:
            lines.append(divider((Span("left for later", "title"),), width, glyphs))
            words = (safe_line(f"{one.unit}  {one.key}") for one in later)
            lines += [(Span(f" {row}"),) for text in words for row in wrap(text, width - 2)]
        return lines


def _ended_lines(message: SessionEnded, width: int, screen: EndScreen) -> list[Line]:
    glyphs, ended = screen.context.look.glyphs, message.ended
    lines = [line for receipt in ended.receipts for line in receipt_lines(receipt, width, glyphs)]
    for unit, error in ended.failed:
        text = f" {unit}: {error.what}: {error.why}"
        lines += [(Span(row, "danger"),) for row in wrap(safe_line(text), width - 2)]
    lines += [(Span(f" {safe_line(f'{one.unit} waits in the inbox')}"),) for one in ended.captures]
    return lines
