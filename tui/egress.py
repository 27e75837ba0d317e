"""The last line before the terminal: whatever slipped past the doors is made inert, at the same width.

Source: reliability D1; Textual calls its filters internal, so its version is pinned and a pty test watches.
"""

from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from core.safetext import has_hidden

__all__ = ["AsciiFilter", "InertFilter", "ascii_twin", "inert"]

_TWINS: Final = {"…": ".", "─": "-", "▁": "-", "▔": "-", "│": "|", "▌": "|", "·": "-"}
_BLOCKS: Final = range(0x2580, 0x25A0)


class InertFilter(LineFilter):
    """Replaces control, bidi and invisible characters in every drawn line."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  theirs
        """Make the text of a drawn line inert; most lines pass untouched."""
        if not any(has_hidden(segment.text) or "\n" in segment.text for segment in segments):
            return segments
        return [Segment(inert(segment.text), segment.style, segment.control) for segment in segments]


class AsciiFilter(LineFilter):
    """Draws nothing outside ASCII, whoever's it is: this terminal knows no more."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  theirs
        """Put a stand-in of the same width in place of what is not ASCII; most lines pass untouched."""
        if all(segment.text.isascii() for segment in segments):
            return segments
        return [Segment(ascii_twin(segment.text), segment.style, segment.control) for segment in segments]


def ascii_twin(text: str) -> str:
    """Put a stand-in in place of each character outside ASCII; a letter never becomes another letter.

    >>> ascii_twin("Tomás ─ 語…")
    'Tom?s - ??.'
    """
    return "".join(char if char.isascii() else _stand_in(char) for char in text)


def inert(text: str) -> str:
    r"""Put a mark of the same width in place of each character that a terminal must not get.

    >>> inert("a\x1b[31m"), inert("a\u202eb"), inert("a\nb")
    ('a␛[31m', 'ab', 'a␊b')
    """
    return "".join(_mark(char) if char in "\n\t" or has_hidden(char) else char for char in text)


def _mark(char: str) -> str:
    if char < " ":
        return chr(0x2400 + ord(char))
    return "\ufffd" * cell_len(char)


def _stand_in(char: str) -> str:
    if ord(char) in _BLOCKS and char not in _TWINS:
        return "#"
    return _TWINS.get(char, "?" * cell_len(char))
