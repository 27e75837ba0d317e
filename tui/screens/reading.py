"""Something to read in full: a value, a reason, an explanation."""

from textual.app import ComposeResult

from tui.context import Context
from tui.keys import bindings
from tui.screens.lines_screen import LinesScreen
from tui.widgets.bars import Piece, Pieces
from tui.widgets.lines import Line, Span, plain
from tui.widgets.reader import Reader, ReaderMoved, Source

__all__ = ["ReadingScreen"]


class ReadingScreen(LinesScreen):
    """A title and lines; nothing is chosen here."""

    ROOM = "read"
    BINDINGS = bindings("read")

    def __init__(self, context: Context, title: Line, source: Source) -> None:
        super().__init__(context)
        self._title = title
        self._source = source

    def body(self) -> ComposeResult:
        """Lay out the lines."""
        yield Reader(self._source)

    def on_mount(self) -> None:
        """Draw the header."""
        self.show_header()

    def pieces(self) -> Pieces:
        """Name what is read, and how far."""
        back = Span(f"{self.context.look.glyphs.back} ", "key")
        reader = self.reader
        place = f"{reader.seen} of {reader.total} lines" if reader.total > reader.size.height else ""
        return Pieces((Piece((back, *self._title)),), (Piece((Span(place, "quiet"),), rank=1),))

    def on_reader_moved(self, message: ReaderMoved) -> None:
        """Say how far the lines were read."""
        message.stop()
        self.show_header()

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()

    def action_copy(self) -> None:
        """Copy the text."""
        text = "\n".join(plain(line) for line in self._source(10_000))
        self.copy_all(text, "this text")
