"""The painter: knows what the terminal shows, and sends only the cells that change, with the fewest codes.

Textual repaints whole lines, each piece with all of its style and a reset behind it. Read as a stream of
moves, styles and text, most of that changes nothing on the screen. What is no move, style or text passes as
it is. Pure: text in, less text out, the same screen.
"""

import re
from typing import Final, NamedTuple

from rich.cells import cell_len

from tui.pencil import Styles, moved

__all__ = ["Painter"]

_TOKENS: Final = re.compile(
    r"\x1b\[(?P<at>[\d;]*)H"
    r"|\x1b\[(?P<style>[\d;:]*)m"
    r"|(?P<other>\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\"
    r"|\x1b.|[\x00-\x1a])"
    r"|(?P<text>[^\x00-\x1f]+)",
    re.DOTALL,
)
_BEGIN: Final = "\x1b[?2026h"
_END: Final = "\x1b[?2026l"
_CALM: Final = re.compile(r"\x1b(?:\[[?>=<][\d;$]*[hlpqu]|\[[\d;]*[nct]|\]|P|[=>78(]).*", re.DOTALL)
"""What changes no cell and moves no cursor: modes, questions, titles, the clipboard."""
_CLEARS: Final = frozenset({"\x1b[?1049h", "\x1b[?1049l"})
_NEAR: Final = 3
"""So few unchanged cells are sent again rather than jumped over."""


class _Row(NamedTuple):
    """What one line of the terminal shows: a character and the number of a style a cell."""

    chars: list[str]
    styles: list[int]

    def reach(self, end: int) -> None:
        """Make room up to a column; what was never painted is not known."""
        if (missing := end - len(self.chars)) > 0:
            self.chars.extend([""] * missing)
            self.styles.extend([-1] * missing)


class Painter:
    """Reads what a drawing library sends, in pieces as they come, and gives what is left of it."""

    def __init__(self) -> None:
        self._styles = Styles()
        self._rows: dict[int, _Row] = {}
        self._width = 0
        self._at = (0, 0)
        self._pen: tuple[int, int] | None = None
        self._wanted, self._inked = self._styles.plain, -1
        self._held = ""
        self._out: list[str] = []
        self._is_stale = False

    def forget(self) -> None:
        """Know nothing of the screen any more, from the next piece on; may be called from another thread."""
        self._is_stale = True

    def feed(self, data: str) -> str:
        """Take a piece of output; gives what the terminal must be sent for it."""
        if self._is_stale:
            self._is_stale = False
            self._blank()
        for token in _TOKENS.finditer(data):
            match token.lastgroup:
                case "at":
                    self._at = _position(token["at"])
                case "style":
                    self._wanted = self._styles.number(self._wanted, token["style"])
                case "text":
                    self._text(token["text"])
                case _:
                    self._other(token["other"])
        self._rest()
        out, self._out = "".join(self._out), []
        return out

    def _blank(self) -> None:
        self._rows.clear()
        self._width = 0
        self._pen, self._inked = None, -1

    def _text(self, text: str) -> None:
        y, x = self._at
        narrow = text.isascii() or all(cell_len(char) == 1 for char in text)
        width = len(text) if narrow else cell_len(text)
        self._at = (y, x + width)
        row = self._rows.setdefault(y, _Row([], []))
        row.reach(x + width)
        self._width = max(self._width, x + width)
        if narrow:
            self._narrow(row, y, x, text)
        else:
            self._wide(row, y, x, text, width)

    def _narrow(self, row: _Row, y: int, x: int, text: str) -> None:
        """Send the cells that are not there already."""
        end, style = x + len(text), self._wanted
        chars = list(text)
        if row.chars[x:end] == chars and row.styles[x:end] == [style] * len(chars):
            return
        start = last = -1
        for at, char in enumerate(chars, x):
            if row.chars[at] == char and self._styles.looks_same(char, row.styles[at], style):
                continue
            if start < 0:
                start = at
            elif at - last > _NEAR + 1:
                self._send(y, start, text[start - x : last + 1 - x], style)
                start = at
            last = at
        row.chars[x:end], row.styles[x:end] = chars, [style] * len(chars)
        if start >= 0:
            self._send(y, start, text[start - x : last + 1 - x], style)

    def _wide(self, row: _Row, y: int, x: int, text: str, width: int) -> None:
        """Send all of a text with characters of two cells or none; where they end the terminal knows."""
        self._send(y, x, text, self._wanted)
        row.chars[x : x + width], row.styles[x : x + width] = [""] * width, [-1] * width
        self._pen = None

    def _send(self, y: int, x: int, text: str, style: int) -> None:
        self._open()
        self._out.append(moved(self._pen, (y, x)))
        if not (text.isspace() and self._styles.looks_same(" ", self._inked, style)):
            self._out.append(self._styles.change(self._inked, style))
            self._inked = style
        self._out.append(text)
        end = x + len(text)
        self._pen = (y, end) if end < self._width else None

    def _other(self, text: str) -> None:
        """Let pass what is no drawing; a frame in which nothing changes is not sent at all."""
        if text == "\n":
            self._at = (self._at[0] + 1, 0)
        elif text == _BEGIN:
            self._held = text
        elif text == _END:
            self._rest()
            if not self._held:
                self._out.append(text)
            self._held = ""
        else:
            self._pass(text)

    def _pass(self, text: str) -> None:
        self._open()
        if text in _CLEARS or not _CALM.fullmatch(text):
            self._out.append(self._styles.change(self._inked, self._styles.plain))
            self._blank()
        self._out.append(text)

    def _rest(self) -> None:
        """Leave the cursor where it is wanted once something was drawn: input methods look for it there."""
        if self._out and self._pen != self._at and not self._held and self._rows:
            self._out.append(moved(self._pen, self._at))
            self._pen = self._at

    def _open(self) -> None:
        if self._held:
            self._out.append(self._held)
            self._held = ""


def _position(numbers: str) -> tuple[int, int]:
    """Read row and column, counted from 0."""
    row, _, column = numbers.partition(";")
    return (int(row or 1) - 1, int(column or 1) - 1)
