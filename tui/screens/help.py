"""Every key of the screen below, searchable; and what the marks mean."""

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from tui.context import Context
from tui.key_names import shown_key
from tui.keys import Verb, bindings
from tui.screens.base import DeskScreen
from tui.widgets.bars import Piece, Pieces, divider
from tui.widgets.lines import Line, Span, fit, wrap
from tui.widgets.prompt import Prompt
from tui.widgets.reader import Reader

__all__ = ["HelpScreen"]

_MARKS = (
    ("!", "alert", "needs you"),
    ("*", "chosen", "you chose"),
    ("~", "quiet", "merged by rule"),
    ("=", "quiet", "both moved alike; done"),
    ("+", "key", "marked"),
    ("R", "word", "moved: R reads again"),
    ("#", "danger", "protected by a policy"),
    ("?", "danger", "could not be read"),
)
_TWO_COLUMNS_FROM = 110


class HelpScreen(DeskScreen):
    """Typing searches; Esc closes."""

    ROOM = "help"
    BINDINGS = bindings("help")
    AUTO_FOCUS = "Input"

    def __init__(self, context: Context, room: str) -> None:
        super().__init__(context)
        self._room = room

    def body(self) -> ComposeResult:
        """Lay out the search and the keys."""
        yield Prompt((Span(" search ", "title"),), id="search", placeholder="type a word")
        yield Reader()

    def on_mount(self) -> None:
        """Show all keys."""
        self.show_header()
        self._show("")

    def pieces(self) -> Pieces:
        """Say whose keys these are."""
        back = Span(f"{self.context.look.glyphs.back} ", "key")
        return Pieces((Piece((back, Span(f"Keys here: {self._room.capitalize()}", "title"))),))

    @on(Input.Changed)
    def _searched(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    @on(Input.Submitted)
    def _done(self) -> None:
        self.dismiss()

    def action_read(self, way: int) -> None:
        """Go a row up or down while the search has the focus."""
        reader = self.query_one(Reader)
        (reader.action_down if way > 0 else reader.action_up)()

    def action_page(self, way: int) -> None:
        """Go a page up or down."""
        self.query_one(Reader).action_page(way)

    def action_back(self) -> None:
        """Close the help."""
        self.dismiss()

    def _show(self, text: str) -> None:
        there = self.context.terminal.keymap.verbs(self._room, "app", "list")
        verbs = [verb for verb in there if verb.keys and _fits(verb, text)]
        glyphs, only = self.context.look.glyphs, self.context.terminal.read_only

        def source(width: int) -> list[Line]:
            keys = [line for verb in verbs for line in _verb_lines(verb, width)]
            nothing: list[Line] = [(Span(" No verb here has that word.", "quiet"),)]
            return [
                *_only_looking(only, width),
                *(keys or nothing),
                divider((Span("marks", "title"),), width, glyphs),
                *_mark_lines(width),
            ]

        self.query_one(Reader).read(source)


def _only_looking(why: str, width: int) -> list[Line]:
    """Say why the verbs that lead to a write are grey."""
    words = f"Nothing is carried out from here: {why}. Plans can be looked at." if why else ""
    return [(Span(f" {row}", "word"),) for row in wrap(words, width - 2)] if words else []


def _fits(verb: Verb, text: str) -> bool:
    return all(word in f"{verb.label} {verb.help} {verb.keys}".lower() for word in text.lower().split())


def _verb_lines(verb: Verb, width: int) -> list[Line]:
    keys = "  ".join(shown_key(key) for key in verb.keys.split(","))
    head = (Span(f" {fit(keys, 10)}", "key"), Span(fit(verb.label, 19), "danger" if verb.danger else ""))
    rows = wrap(verb.help, max(20, width - 31))
    first: Line = (*head, Span(rows[0], "quiet"))
    return [first, *((Span(" " * 30), Span(row, "quiet")) for row in rows[1:])]


def _mark_lines(width: int) -> list[Line]:
    cells = [((Span(f" {mark}  ", style), Span(fit(words, 24)))) for mark, style, words in _MARKS]
    count = 3 if width >= _TWO_COLUMNS_FROM else 2
    return [
        tuple(span for cell in cells[at : at + count] for span in cell) for at in range(0, len(cells), count)
    ]
