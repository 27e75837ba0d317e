"""What every screen shares: header, message, key bar, and the calm way to fail."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.events import DescendantFocus
from textual.screen import Screen
from textual.widgets import Input

from core.safetext import safe_line
from tui.ages import ago
from tui.context import Context
from tui.keys import VERBS
from tui.messages import Failed, Progressed, Stopped
from tui.session_words import time_left
from tui.terminal import size_classes
from tui.widgets.bars import Header, KeyBar, Notice, Piece, Pieces, TooSmall
from tui.widgets.ground import Ground
from tui.widgets.hidden_note import HiddenNote
from tui.widgets.lines import Span
from tui.widgets.paint import PARTS

__all__ = ["DeskScreen", "fresh_piece", "production_piece"]

_IN_SESSION: Final = frozenset({"session", "end"})


WRITING: Final = frozenset(verb.id for verb in VERBS if verb.danger)
"""The verbs that lead towards a write; greyed where all is only looked at."""


class DeskScreen(Screen[None], Ground):
    """A header on top, a body, and below it what there is to say and which keys work."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(PARTS)
    ROOM: ClassVar[str] = "read"
    AUTO_FOCUS = "LineList"

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.running = ""

    def compose(self) -> ComposeResult:
        """Lay out what all screens share around the body, for the size there is: else it is done twice."""
        classes = size_classes(*self.app.size, self.context.terminal.sizes)
        self.update_classes(dict.fromkeys(classes, True), update=False)
        yield Header()
        yield from self.body()
        yield HiddenNote()
        yield Notice(self.context.look.glyphs)
        keymap = self.context.terminal.keymap
        yield KeyBar(self.ROOM, keymap, never=WRITING if self.context.terminal.read_only else frozenset())
        yield TooSmall()

    def body(self) -> ComposeResult:
        """Lay out what is the screen's own."""
        yield from ()

    def pieces(self) -> Pieces:
        """Say what the header shows."""
        return Pieces()

    @property
    def keys_of(self) -> str:
        """Whose keys the key bar shows."""
        return self.ROOM

    @property
    def notice(self) -> Notice:
        """Where the screen says what happened."""
        return self.query_one(Notice)

    def show_header(self) -> None:
        """Draw the header again."""
        for header in self.query(Header):
            header.pieces = self._framed(self._only_looking(self.pieces()))

    def _only_looking(self, pieces: Pieces) -> Pieces:
        """Say on every screen that nothing is carried out from here."""
        if not self.context.terminal.read_only:
            return pieces
        return Pieces(pieces.left, (Piece((Span("READ-ONLY", "word"),), rank=1), *pieces.right))

    def _framed(self, pieces: Pieces) -> Pieces:
        """Say on every screen which break-glass session is open, and how long it has."""
        if self.ROOM in _IN_SESSION or not self.context.sessions.there:
            return pieces
        now = self.context.jobs.moment()
        banner = tuple(
            Piece(
                (Span(f" BREAK-GLASS {safe_line(one.incident)} {time_left(one, now)} ", "danger"),), rank=rank
            )
            for rank, one in enumerate(self.context.sessions.there)
        )
        return Pieces((*banner, *pieces.left), pieces.right)

    def set_running(self, words: str) -> None:
        """Say in the header what runs; "" for nothing."""
        self.running = words
        self.show_header()

    def running_pieces(self) -> tuple[Piece, ...]:
        """Put what runs into a header."""
        return (Piece((Span(self.running, "word"),), rank=1),) if self.running else ()

    def copy(self, text: str, what: str) -> None:
        """Put a text on the operator's clipboard and say so; hidden characters travel as marks."""
        where = self.context.terminal.clipboard.put(safe_line(text), self.app.copy_to_clipboard)
        self.notice.say(f"Copied {what} {where}: {text}", style="quiet")

    def copy_all(self, text: str, what: str) -> None:
        """Put many lines, inert already, on the operator's clipboard and say where they are."""
        where = self.context.terminal.clipboard.put(text, self.app.copy_to_clipboard)
        self.notice.say(f"Copied {what} {where}.", style="quiet")

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Show the keys that work while a line is typed on, or the screen's own."""
        typing = isinstance(event.widget, Input) and self.ROOM != "help"
        self.query_one(KeyBar).show_room("typing" if typing else self.keys_of)

    def on_progressed(self, message: Progressed) -> None:
        """Show how far a job is."""
        message.stop()
        count = f" {message.done} of {message.total}" if message.total else ""
        self.set_running(f"{safe_line(message.what)}{count}")

    def on_stopped(self, message: Stopped) -> None:
        """Show that a job ended early."""
        message.stop()
        self.set_running("")
        self.notice.say("Stopped. What is shown is what was read before.", style="word")

    def on_failed(self, message: Failed) -> None:
        """Let the screen show an error; Textual calls every class's handler, so `failed` is to override."""
        message.stop()
        self.failed(message)

    def failed(self, message: Failed) -> None:
        """Show an error in the screen, all of its parts."""
        self.set_running("")
        self.notice.fail(message.error)


def fresh_piece(read_at: str, now: float) -> tuple[Piece, ...]:
    """Say how old a reading is."""
    words = ago(read_at, now)
    return (Piece((Span(f"read {words}", "quiet"),), rank=3),) if words else ()


def production_piece(*, production: bool) -> tuple[Piece, ...]:
    """Say in words that it is production."""
    piece = Piece((Span(" PRODUCTION ", "danger"),), short=(Span("PROD", "danger"),))
    return (piece,) if production else ()
