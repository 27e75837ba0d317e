"""One line per value: typed, inert, and never two unequal ones alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fieldpath import FieldPath
from core.krm.values import ABSENT, UNKNOWN
from core.merge.places import Held, Side
from tests.fakes.waiting import field
from tui.oneline import full_text, hides_something, one_line, printed_path, same_print, side_text, type_word

TEXTS = st.text(st.characters(codec=None, exclude_categories=()), max_size=12)
HARD = st.sampled_from(
    ["\x1b[31m", "\u202e", "\u200b", "\u00a0", " ", "\n", "\\u200b", '"', "<U+200B>", "\x7f", "é"]
)


@pytest.mark.parametrize(
    ("held", "printed"),
    [
        pytest.param("v1.5.0", "v1.5.0", id="a text that reads as one stands bare"),
        pytest.param("8080", '"8080"', id="a text that reads as a number is quoted"),
        pytest.param(8080, "8080", id="a number is bare"),
        pytest.param("true", '"true"', id="a text that reads as true is quoted"),
        pytest.param("no", '"no"', id="so is what old YAML reads as false"),
        pytest.param("2024-01-01", '"2024-01-01"', id="and what it reads as a date"),
        pytest.param("12:30", '"12:30"', id="and as base 60"),
        pytest.param("", '""', id="the empty text"),
        pytest.param(" a", '" a"', id="a space at an end is seen"),
        pytest.param("a: b", '"a: b"', id="what would be a map"),
        pytest.param("http://x:80/a", "http://x:80/a", id="a URL stands bare"),
        pytest.param("=base", '"=base"', id="our own mark cannot be forged"),
        pytest.param("(absent)", '"(absent)"', id="nor absence"),
        pytest.param("?", '"?"', id="nor a question"),
        pytest.param("-1", '"-1"', id="a text that reads as a negative number"),
        pytest.param("-x", "-x", id="an option stands bare"),
        pytest.param(True, "true", id="true"),
        pytest.param(None, "null", id="null"),
        pytest.param(1.0, "1.0", id="a float keeps its point"),
        pytest.param(float("inf"), ".inf", id="infinity as YAML writes it"),
        pytest.param(ABSENT, "(absent)", id="absent"),
        pytest.param(UNKNOWN, "(unknown)", id="unknown"),
        pytest.param({"a": [1, "x"]}, '{"a":[1,"x"]}', id="a map in flow form"),
        pytest.param("a\nb", '"a\\nb"', id="line breaks stay on the line"),
        pytest.param("a\u200bb", '"a\\u200bb"', id="hidden characters are escaped"),
        pytest.param({"k": "\u202e\x7f"}, '{"k":"\\u202e\\u007f"}', id="in maps too"),
        pytest.param("a\u00a0b", '"a\\u00a0b"', id="an odd space is no space"),
        pytest.param("世界", "世界", id="wide letters stand bare"),
    ],
)
def test_a_value_on_one_line(held: Held, printed: str) -> None:
    assert one_line(held) == printed


@given(TEXTS | HARD, TEXTS | HARD)
def test_two_unequal_texts_never_print_alike(one: str, other: str) -> None:
    assert (one_line(one) == one_line(other)) == (one == other)


@given(TEXTS | HARD)
def test_whatever_is_printed_is_printable(text: str) -> None:
    assert one_line(text).isprintable()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(1, True, False, id="1 is not true"),
        pytest.param(1, 1.0, False, id="1 is not written like 1.0"),
        pytest.param("1", 1, False, id="a text is no number"),
        pytest.param(None, ABSENT, False, id="null is not absent"),
        pytest.param(ABSENT, UNKNOWN, False, id="absent is not unknown"),
        pytest.param("(absent)", ABSENT, False, id="the word is not the thing"),
        pytest.param({"a": 1, "b": 2}, {"b": 2, "a": 1}, True, id="the order of keys is nothing"),
    ],
)
def test_sameness_is_of_letter_and_type(one: Held, other: Held, same: bool) -> None:  # noqa: FBT001
    assert same_print(one, other) is same


def test_a_side_that_did_not_move_reads_as_base() -> None:
    place = field("spec.replicas", base=2, git=3).place
    assert [side_text(place, side) for side in (Side.GIT, Side.HUB, Side.LIVE, Side.BASE)] == [
        "3", "=base", "=base", "2",
    ]  # fmt: skip


def test_a_side_that_was_not_read_never_reads_as_base() -> None:
    place = field("spec.replicas", base=2, git=3, live=UNKNOWN).place
    assert side_text(place, Side.LIVE) == "(unknown)"


@pytest.mark.parametrize(
    ("held", "text"),
    [
        pytest.param("a\nb\x1b\n", "a\nb␛", id="text on lines, inert"),
        pytest.param("a\nb", "a\nb (no ␤ at the end)", id="a last line that is not ended"),
        pytest.param({"a": 1}, '{\n  "a": 1\n}', id="a map on lines"),
        pytest.param("one", "one", id="a word"),
        pytest.param(ABSENT, "(absent)", id="absence"),
    ],
)
def test_a_value_in_full(held: Held, text: str) -> None:
    assert full_text(held) == text


def test_types_have_the_names_people_use() -> None:
    values: tuple[Held, ...] = (True, 1, 1.5, "x", [], {}, None, ABSENT, UNKNOWN)
    assert [type_word(held) for held in values] == [
        "true or false", "number", "number", "text", "list", "map", "null", "absent", "unknown",
    ]  # fmt: skip


@pytest.mark.parametrize("held", ["a\u200b", {"a\u202e": 1}, ["x", {"y": "\x1b"}], "a\u00a0b"], ids=repr)
def test_what_hides_something_is_known_at_any_depth(held: Held) -> None:
    assert hides_something(held)


def test_a_line_break_hides_nothing() -> None:
    assert not hides_something("a\n\tb")


def test_the_whole_document_has_a_name() -> None:
    assert printed_path(FieldPath()) == "(whole resource)"
