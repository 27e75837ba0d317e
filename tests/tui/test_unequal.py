"""Two unequal values never look equal: not on a line, not on lines, not cut, not in a difference."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.krm.values import Value
from core.lookalike import plain_reading
from core.safetext import exact_line
from tests.builders.terminal import console
from tui.cli.table import Column, table
from tui.oneline import full_text, hides_something, one_line
from tui.widgets.lines import fit_row

PIECES = st.sampled_from(
    [
        "pay", "payment", "1", "true", "null", " ", "  ", "\t", "\n", "\r\n", "\r", "\u00a0", "\u2003",
        "\u3000", "\u200b", "\u200d", "\u2060", "\ufe0f", "\u202e", "\u2066", "\x1b[31m", "\x9b", "\x7f",
        "\x00", "\ue000", "\u241b", "\u2420", "<U+200B>", "<U+", "\\u200b", "..", "~1", '"', "e\u0301", "é",
        "\u0430", "\u0440", "\u212a", "\uff41", "\u2010", "-", "\U000e0041", "\u2800", "(absent)", "=base",
        "\ud800",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=5).map("".join)
VALUES: st.SearchStrategy[Value] = st.recursive(
    TEXTS | st.integers(-3, 3) | st.booleans() | st.none() | st.sampled_from([1.0, 0.5]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)


def as_eyes_read(printed: str) -> str:
    """Read a printed text as eyes do: a letter as the one it looks like, no blanks at the ends."""
    composed = unicodedata.normalize("NFC", printed)
    return "\n".join("".join(map(plain_reading, line)).rstrip() for line in composed.split("\n"))


def exact(value: Value) -> str:
    """Write a value so that equal texts are equal values, types and all."""
    return repr(value)


@given(VALUES, VALUES)
def test_on_one_line(one: Value, other: Value) -> None:
    if exact(one) != exact(other):
        assert as_eyes_read(one_line(one)) != as_eyes_read(one_line(other))


@given(VALUES, VALUES)
def test_on_lines_of_their_own(one: Value, other: Value) -> None:
    if exact(one) != exact(other):
        assert as_eyes_read(full_text(one)) != as_eyes_read(full_text(other))


@given(TEXTS, TEXTS)
def test_in_a_line_of_a_difference(one: str, other: str) -> None:
    if one != other:
        assert exact_line(one) != exact_line(other)


@given(st.lists(VALUES, min_size=2, max_size=4), st.integers(6, 14))
def test_cut_to_the_width_of_a_column(values: list[Value], width: int) -> None:
    printed = [one_line(value) for value in values]
    fitted = fit_row(printed, [width] * len(printed))
    for text, shown in zip(printed, fitted, strict=True):
        assert {other for other, also in zip(printed, fitted, strict=True) if also == shown} == {text}


@given(st.lists(VALUES, min_size=2, max_size=3))
def test_cut_in_a_printed_table(values: list[Value]) -> None:
    printed = [one_line(value) for value in values]
    columns = [Column(name, least=6) for name in "ABC"[: len(printed)]]
    (_, row) = table(columns, [printed], console(24))
    cells = [cell for cell in row.split("  ") if cell.strip()]
    if len(cells) == len(printed) and len(set(printed)) == len(printed):
        assert len({cell.strip() for cell in cells}) == len(printed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("a b", "a\u00a0b", id="a blank that does not break"),
        pytest.param("a", "a ", id="a blank at the end"),
        pytest.param("a\r\nb", "a\nb", id="line ends of another system"),
        pytest.param("a\nb", "a\nb\n", id="a line break at the end"),
        pytest.param("a\n\tb", "a\n  b", id="a tab"),
        pytest.param("a\nb \n", "a\nb\n", id="a blank at the end of a line"),
        pytest.param("payments", "pay\u200bments", id="zero width"),
        pytest.param("abc", "a\u202ecb", id="turned by bidi"),
        pytest.param("payments", "p\u0430yments", id="a Cyrillic letter"),
        pytest.param("cop", "\u0441\u043e\u0440", id="a whole word of Cyrillic letters"),
        pytest.param("web-1", "web\u20111", id="another hyphen"),
        pytest.param("é", "e\u0301", id="composed and not"),
        pytest.param("K", "\u212a", id="a sign for a unit"),
        pytest.param("1", 1, id="a text and a number"),
        pytest.param("true", True, id="a text and a truth"),
        pytest.param([1], "[1]", id="a list and its text"),
        pytest.param({"a": "x" * 900 + "1"}, {"a": "x" * 900 + "2"}, id="maps that differ late"),
    ],
)
def test_these_look_different(one: Value, other: Value) -> None:
    assert as_eyes_read(one_line(one)) != as_eyes_read(one_line(other))
    assert as_eyes_read(full_text(one)) != as_eyes_read(full_text(other))


def test_a_word_of_another_script_stays_readable() -> None:
    assert (one_line("привет"), hides_something("привет")) == ("привет", False)


def test_values_that_are_cut_alike_are_numbered() -> None:
    texts = ["shop-one-two-x", "shop-one-two-y", "ship-one-two-x"]
    assert fit_row(texts, [7, 7, 7]) == ["shop-~1", "shop-~2", "ship-.."]
