"""Header, dividing lines, key bar and the calm message."""

from collections.abc import Sequence
from typing import ClassVar, Final, NamedTuple

from rich.cells import cell_len
from textual.reactive import reactive

from core.errors import HeadgateError
from core.safetext import safe, safe_line
from tui.hints import HINTS, Hint
from tui.key_names import shown_key
from tui.keymap import Keymap
from tui.look import UNICODE, Glyphs
from tui.widgets.lines import CUT, Line, Span, fit, line_width, spread, wrap
from tui.widgets.paint import Bar

__all__ = ["Header", "KeyBar", "Notice", "Piece", "Pieces", "Quiet", "TooSmall", "divider", "pieces_line"]

_NEEDED: Final = "needs 60x20, have {}x{}; headgate show ITEM works at any size"


class Piece(NamedTuple):
    """A part of a header; those of the highest ``rank`` are dropped first when room is short.

    Attributes:
        line: what it says.
        rank: 0 is never dropped.
        short: what one of rank 0 says where even then there is no room; empty: the same.
    """

    line: Line
    rank: int = 0
    short: Line = ()


class Pieces(NamedTuple):
    """A header: what stands left and what stands right."""

    left: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()


def pieces_line(pieces: Pieces, width: int) -> Line:
    """Lay a header out, dropping pieces until it fits."""
    left, right = list(pieces.left), list(pieces.right)
    while (worst := max((piece.rank for piece in (*left, *right)), default=0)) > 0:
        if _wide(left) + _wide(right) + 1 <= width:
            break
        side = right if any(piece.rank == worst for piece in right) else left
        side.remove(next(piece for piece in reversed(side) if piece.rank == worst))
    for at in reversed(range(len(left))):
        if _wide(left) + _wide(right) + 1 > width and left[at].short:
            left[at] = Piece(left[at].short)
    return spread(_joined(left), (*_joined(right), Span(" ")), width)


def divider(title: Line, width: int, glyphs: Glyphs, right: Line = ()) -> Line:
    """Draw a dividing line with a title in it, and perhaps a word at its end."""
    if not title:
        return (Span(glyphs.rule * width, "divider"),)
    head = (Span(glyphs.rule * 2 + " ", "divider"), *title, Span(" ", "divider"))
    tail = (Span(" ", "divider"), *right, Span(" " + glyphs.rule * 2, "divider")) if right else ()
    room = width - line_width(head) - line_width(tail)
    return (*head, Span(glyphs.rule * max(0, room), "divider"), *tail)


def _wide(pieces: Sequence[Piece]) -> int:
    return line_width(_joined(pieces)) + 1


def _joined(pieces: Sequence[Piece]) -> Line:
    spans: list[Span] = []
    for piece in pieces:
        spans.extend([Span("   " if spans else " "), *piece.line])
    return tuple(spans)


class Header(Bar):
    """Where am I, how much is left, how fresh is it, who am I."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"line--title"}

    pieces: reactive[Pieces] = reactive(Pieces(), init=False, repaint=False)

    def watch_pieces(self) -> None:
        """Draw where something changed."""
        self.repaint()

    def lines(self, width: int) -> Sequence[Line]:
        """Lay the pieces out on one line."""
        return (pieces_line(self.pieces, width),)


class KeyBar(Bar):
    """The keys that work here; where room is short the less needed ones drop out, the taking ones never."""

    blocked: reactive[frozenset[str]] = reactive(frozenset[str](), init=False, repaint=False)

    def __init__(self, room: str, keymap: Keymap, *, never: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._room = room
        self._never = never
        self._keys = {verb.id: verb.keys for verb in keymap.verbs()}

    def show_room(self, room: str) -> None:
        """Show another room's keys."""
        self._room = room
        self.repaint()

    def watch_blocked(self) -> None:
        """Draw where something changed."""
        self.repaint()

    def lines(self, width: int) -> Sequence[Line]:
        """Put as many hints on one line as fit."""
        hints = list(HINTS[self._room])
        line = self._line(hints)
        while line_width(line) > width and (worst := max(hint.rank for hint in hints)):
            hints.remove(next(hint for hint in reversed(hints) if hint.rank == worst))
            line = self._line(hints)
        return (line,)

    def _line(self, hints: Sequence[Hint]) -> Line:
        shown = [span for hint in hints for span in (Span("  "), *self._hint(hint.verbs, hint.word))]
        return (Span(" "), *shown[1:])

    def _hint(self, verbs: tuple[str, ...], word: str) -> Line:
        keys = " ".join(shown_key(self._keys[verb]) for verb in verbs)
        off = (self.blocked | self._never).issuperset(verbs)
        return (Span(keys, "quiet" if off else "key"), Span(f" {word}", "quiet"))


class Notice(Bar):
    """A calm message in the screen: what, why, what changed, what next. Gone with Esc or the next deed."""

    DEFAULT_CSS = """
    Notice { display: none; }
    Notice.-shown { display: block; }
    """

    said: reactive[tuple[Line, ...]] = reactive((), init=False, layout=True)

    def __init__(self, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._error: HeadgateError | None = None
        self._then = ""

    def say(self, text: str, *, style: str = "strong") -> None:
        """Show one sentence of ours."""
        self._error = None
        self.said = ((Span(safe_line(text), style),),)

    def says(self, text: str) -> bool:
        """Tell whether this sentence of ours still stands there."""
        return self._error is None and [span.text for line in self.said for span in line] == [safe_line(text)]

    def fail(self, error: HeadgateError, *, then: str = "") -> None:
        """Show an error, all of its parts, and what became of it since."""
        self._error, self._then = error, then
        self.said = ((Span(safe_line(f"{error.what} {then}"), "alert"),),)

    def clear(self) -> None:
        """Take the message away."""
        self._error = None
        self.said = ()

    def watch_said(self, said: tuple[Line, ...]) -> None:
        """Take room only while there is something to say."""
        self.set_class(bool(said), "-shown")

    def lines(self, width: int) -> Sequence[Line]:
        """Draw the message below a dividing line."""
        if not self.said:
            return ()
        top = divider((), width, self._glyphs)
        if self._error is None:
            (sentence,) = self.said
            rows = wrap(sentence[0].text, width - 2)
            return (top, *((Span(" "), Span(row, sentence[0].style)) for row in rows))
        then = [(Span(" "), Span(row, "strong")) for row in wrap(self._then, width - 2)] if self._then else []
        return (top, *_error_lines(self._error, width), *then)


_QUOTED_ROWS: Final = 3
"""What quotes others is cut before it pushes away what changed and what to do. Source: reliability §6."""

_QUOTING: Final = frozenset({"", "Why", "Ref"})


def _rows(name: str, text: str, room: int) -> list[str]:
    rows = wrap(safe(text), room) if text else []
    if name not in _QUOTING or len(rows) <= _QUOTED_ROWS:
        return rows
    last = fit(rows[_QUOTED_ROWS - 1], room - len(CUT)).rstrip().removesuffix(CUT)
    return [*rows[: _QUOTED_ROWS - 1], last + CUT]


def _error_lines(error: HeadgateError, width: int) -> list[Line]:
    parts = (
        ("", error.what, "alert"),
        ("Why", error.why, ""),
        ("Changed", error.changed, ""),
        ("Next", error.next_step, "strong"),
        ("Ref", error.ref, "quiet"),
    )
    lines: list[Line] = []
    for name, text, style in parts:
        label = f"{name:<9}" if name else "! "
        room = max(8, width - 2 - cell_len(label))
        for number, row in enumerate(_rows(name, text, room)):
            head = label if number == 0 else " " * len(label)
            lines.append((Span(" "), Span(head, "quiet" if name else "alert"), Span(row, style)))
    return lines


class TooSmall(Bar):
    """All that is shown on a terminal under 60x20."""

    DEFAULT_CSS = """
    TooSmall { display: none; }
    """

    def lines(self, width: int) -> Sequence[Line]:
        """Say what is needed."""
        text = _NEEDED.format(self.app.size.width, self.app.size.height)
        return tuple((Span(row, "alert"),) for row in wrap(text, width))


class Quiet(Bar):
    """Words in an empty place."""

    text: reactive[str] = reactive("", init=False, layout=True)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.set_reactive(Quiet.text, text)

    def lines(self, width: int) -> Sequence[Line]:
        """Draw the words, wrapped."""
        return tuple((Span(row, "quiet"),) for row in wrap(self.text, max(10, width)))
