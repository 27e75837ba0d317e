"""The last filter: nothing that steers a terminal gets through, and no width changes."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from tui.egress import InertFilter, ascii_twin, inert

TEXTS = st.text(max_size=30)


def is_raw(char: str) -> bool:
    """Tell whether a character would steer a terminal or hide."""
    code = ord(char)
    return code < 0x20 or 0x7F <= code < 0xA0 or code in {0x200B, 0x202E, 0x2066, 0xFEFF, 0x00AD}


@given(TEXTS)
def test_nothing_raw_is_left(text: str) -> None:
    assert not any(is_raw(char) for char in inert(text))


@given(st.text(st.characters(min_codepoint=0x80), max_size=30))
def test_the_width_stays(text: str) -> None:
    assert cell_len(inert(text)) == cell_len(text)


def test_clean_lines_pass_untouched() -> None:
    segments = [Segment("spec.replicas ─ 3", Style(bold=True))]
    assert InertFilter().apply(segments, Color(0, 0, 0)) is segments


def test_a_raw_line_is_made_inert_and_keeps_its_style() -> None:
    (segment,) = InertFilter().apply([Segment("a\x1b]52;c;x\x07", Style(bold=True))], Color(0, 0, 0))
    assert (segment.text, segment.style) == ("a␛]52;c;x␇", Style(bold=True))


@given(TEXTS)
def test_on_a_terminal_of_ascii_nothing_else_is_drawn_and_the_width_stays(text: str) -> None:
    drawn = ascii_twin(inert(text))
    assert (drawn.isascii(), cell_len(drawn)) == (True, cell_len(inert(text)))
