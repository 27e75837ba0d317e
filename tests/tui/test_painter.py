"""The painter sends less, and the screen is the same: every stream is played on two terminals."""

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.painter import Painter

COLUMNS, ROWS = 12, 4
STYLES = (
    *("0", "", "1", "2", "1;38;2;9;8;7", "38;5;3;48;2;1;2;3", "7", "31;44", "4;9;97"),
    *("22", "39", "49", "27;1"),
)


def piece(row: int, column: int, style: str, text: str) -> str:
    """Write a styled text somewhere, cut at the edge."""
    return f"\x1b[{row};{column}H\x1b[{style}m{text[: COLUMNS - column + 1]}\x1b[0m"


def framed(pieces: list[str]) -> str:
    """Put pieces into one synchronised frame, the cursor left in the corner."""
    return f"\x1b[?2026h{''.join(pieces)}\x1b[1;1H\x1b[?2026l"


TEXTS = st.text(st.sampled_from("ab  x─"), min_size=1, max_size=COLUMNS)
PIECES = st.builds(piece, st.integers(1, ROWS), st.integers(1, COLUMNS), st.sampled_from(STYLES), TEXTS)
FRAMES = st.lists(st.builds(framed, st.lists(PIECES, max_size=6)), min_size=1, max_size=6)
WHOLE = st.builds(
    lambda texts, style: framed([piece(at, 1, style, text) for at, text in enumerate(texts, 1)]),
    st.lists(TEXTS, min_size=ROWS, max_size=ROWS),
    st.sampled_from(STYLES),
)


WIDE = st.text(st.sampled_from("ab 東京─"), min_size=1, max_size=COLUMNS // 2)
WIDE_PIECES = st.builds(piece, st.integers(1, 2), st.integers(1, COLUMNS // 2), st.sampled_from(STYLES), WIDE)
WIDE_FRAMES = st.lists(st.builds(framed, st.lists(WIDE_PIECES, max_size=6)), min_size=1, max_size=6)


class Halving(pyte.Screen):
    """A terminal on which half a wide letter that is written over takes its other half with it."""

    def draw(self, data: str) -> None:
        for char in data:
            line, at, wide = self.buffer[self.cursor.y], self.cursor.x, cell_len(char) == 2
            blank = line[at]._replace(data=" ")
            if line[at].data == "":
                line[at - 1] = blank
            after = line[at + 1 + wide]
            if after.data == "":
                line[at + 1 + wide] = after._replace(data=" ")
            super().draw(char)


def shown(
    *pieces: str, kind: type[pyte.Screen] = pyte.Screen
) -> list[list[tuple[str, str, str, bool, bool, bool, bool]]]:
    """Play some output on a terminal; gives its cells as they look."""
    screen = kind(COLUMNS, ROWS)
    stream = pyte.Stream(screen)
    for piece in pieces:
        stream.feed(piece)
    cells = [[screen.buffer[row][column] for column in range(COLUMNS)] for row in range(ROWS)]
    return [[_seen(cell) for cell in line] for line in cells]


def _seen(cell: pyte.screens.Char) -> tuple[str, str, str, bool, bool, bool, bool]:
    """Leave out what is not seen: the ink of a space that is neither reversed nor underlined."""
    marked = cell.reverse or cell.underscore or cell.strikethrough
    hidden = cell.data == " " and not marked
    front = "" if hidden else cell.fg
    return (
        cell.data,
        front,
        cell.bg,
        cell.bold and not hidden,
        cell.reverse,
        cell.underscore,
        cell.strikethrough,
    )


@given(FRAMES)
def test_the_screen_looks_as_it_would_have_and_no_more_was_sent(sent: list[str]) -> None:
    painter = Painter()
    painted = [painter.feed(frame) for frame in sent]
    assert shown(*painted) == shown(*sent)
    assert sum(map(len, painted)) <= sum(map(len, sent)) + 8


@pytest.mark.parametrize("kind", [pyte.Screen, Halving], ids=["halves stay", "halves go together"])
@given(sent=WIDE_FRAMES)
def test_wide_letters_written_over_in_part_leave_the_same_screen(
    sent: list[str], kind: type[pyte.Screen]
) -> None:
    painter = Painter()
    painted = [painter.feed(frame) for frame in sent]
    assert shown(*painted, kind=kind) == shown(*sent, kind=kind)


def test_a_mark_over_a_wide_letter_is_sent_with_its_letter() -> None:
    painter = Painter()
    painter.feed("\x1b[1;1H東\u0301ab")
    assert "東\u0302" in painter.feed("\x1b[1;1H東\u0302ab")


@given(WHOLE)
def test_the_same_frame_a_second_time_sends_nothing(frame: str) -> None:
    painter = Painter()
    painter.feed(frame)
    assert painter.feed(frame) == ""


def test_pieces_of_a_frame_are_one_frame() -> None:
    painter = Painter()
    whole = ["\x1b[?2026h", "\x1b[1;1H\x1b[1mab\x1b[0m", "\x1b[?2026l"]
    assert shown(*(painter.feed(piece) for piece in whole)) == shown(*whole)
    assert [painter.feed(piece) for piece in whole] == ["", "", ""]


def test_one_cell_that_changes_is_one_cell_that_is_sent() -> None:
    painter = Painter()
    painter.feed("\x1b[2;1H\x1b[31mabcdef\x1b[0m")
    assert painter.feed("\x1b[2;1H\x1b[31mabXdef\x1b[0m") == "\x1b[2;3HX\x1b[3C"


def test_a_style_is_changed_by_what_changes_in_it() -> None:
    painter = Painter()
    painter.feed("\x1b[2;1H\x1b[1;38;2;1;2;3;48;2;4;5;6mab\x1b[0m......")
    sent = painter.feed("\x1b[2;1H\x1b[1;38;2;9;9;9;48;2;4;5;6mxy\x1b[0m\x1b[38;2;1;1;1;48;2;4;5;6mzw\x1b[0m")
    assert "\x1b[22;38;2;1;1;1m" in sent


@pytest.mark.parametrize(
    "wide",
    ["東京", "e\u0301é", "a\N{ZERO WIDTH JOINER}b", "👩‍🚀x"],
    ids=["two cells", "combining", "joiner", "emoji"],
)
def test_what_is_not_one_cell_wide_is_always_sent(wide: str) -> None:
    painter = Painter()
    frame = f"\x1b[1;1H\x1b[1m{wide}\x1b[0m"
    painter.feed(frame)
    assert wide in painter.feed(frame)


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b]52;c;eA==\x07",
        "\x1b]0;title\x1b\\",
        "\x1b[?25l",
        "\x1b[?1006h",
        "\x1b[?2026$p",
        "\x1b[c",
        "\x1b[>1u",
    ],
)
def test_what_draws_nothing_passes_as_it_is_and_the_screen_is_known_as_before(sequence: str) -> None:
    painter = Painter()
    frame = "\x1b[1;1Hab"
    painter.feed(frame)
    assert painter.feed(sequence) == sequence
    assert painter.feed(frame) == ""


@pytest.mark.parametrize("sequence", ["\x1b[2J", "\x1b[?1049h", "\x1b[?1049l", "\x1b[5S", "\x1bc", "\x1b[2K"])
def test_after_what_may_clear_or_scroll_everything_is_sent_again(sequence: str) -> None:
    painter = Painter()
    painter.feed("\x1b[1;1H\x1b[1mab\x1b[0m")
    assert painter.feed(sequence) == f"\x1b[m{sequence}"
    assert "ab" in painter.feed("\x1b[1;1H\x1b[1mab\x1b[0m")


def test_what_was_forgotten_is_sent_again() -> None:
    painter = Painter()
    painter.feed("\x1b[1;1Hab")
    painter.forget()
    assert "ab" in painter.feed("\x1b[1;1Hab")
