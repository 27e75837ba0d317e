"""What is written is read alike by YAML 1.1 (PyYAML), by YAML 1.2 (ruamel.yaml) and by kubectl's dialect."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from core.krm.edit.emit import block_lines, flow_text
from core.krm.edit.quoting import is_plain_everywhere, key_word, quoted, scalar_word
from core.krm.edit.style import Style
from core.krm.edit.values import is_same
from core.krm.read.documents import read
from core.krm.values import Value
from tests.krm.shapes import values

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ALMOST_SPECIAL = st.text("0123456789+-._:eExXobBnNaAfFiItTyYuUlLrRsS~=<>#&*!|%@`'\"{}[], \t", max_size=8)
WORDS = (
    *("yes", "No", "ON", "off", "y", "N", "true", "~", "null", "", "=", "<<", "-", "---", "..."),
    *(
        "0",
        "0644",
        "08",
        "0o17",
        "0x1F",
        "0b1",
        "1_000",
        "1,000",
        "+1",
        "-1",
        "1.0",
        ".5",
        "5.",
        "1e3",
        "1E+3",
    ),
    *("-.inf", ".NaN", "12:30", "12:30:45", "2024-01-02", "2024-1-2T03:04:05Z"),
    *("a: b", "a:", "a #b", " a", "a ", "#a", "%a", "@a", "`a"),
)


def read_by_three(text: str) -> list[Value]:
    """Read ``a: …`` with each dialect."""
    ruamel = YAML(typ="safe", pure=True)
    return [yaml.load(text, yaml.CSafeLoader), ruamel.load(text), read(text).documents[0].value]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_that_some_dialect_takes_for_something_else_is_quoted(word: str) -> None:
    assert not is_plain_everywhere(word, in_flow=False)


@pytest.mark.parametrize(
    "word",
    [
        "web",
        "10Gi",
        "100m",
        "1.2.3",
        "a-b",
        "--flag",
        "-c",
        "registry.io/web:1.2",
        "http://x/y?z",
        "a'b",
        'a"b',
        "é",
    ],
)
def test_a_word_that_all_read_as_text_stands_bare(word: str) -> None:
    assert is_plain_everywhere(word, in_flow=False)
    assert read_by_three(f"a: {word}\n") == [{"a": word}] * 3


@pytest.mark.parametrize("word", ["a,b", "a[0]", "{a}", "a}"])
def test_braces_and_commas_are_quoted_between_braces_only(word: str) -> None:
    assert not is_plain_everywhere(word, in_flow=True)


@given(TEXTS | ALMOST_SPECIAL, st.sampled_from(["'", '"']), st.booleans())
def test_a_text_is_the_same_text_to_every_dialect(word: str, quote: str, in_flow: bool) -> None:  # noqa: FBT001 drawn
    written = scalar_word(word, quote=quote, in_flow=in_flow)
    assert read_by_three(f"{{a: {written}}}\n" if in_flow else f"a: {written}\n") == [{"a": word}] * 3


@given(TEXTS | ALMOST_SPECIAL)
def test_a_key_is_the_same_key_to_every_dialect(word: str) -> None:
    assert read_by_three(f"{key_word(word, in_flow=False)}: 1\n") == [{word: 1}] * 3


@given(TEXTS)
def test_quotes_hold_any_text(word: str) -> None:
    assert [read(f"a: {quoted(word, quote)}\n").documents[0].value for quote in "'\""] == [{"a": word}] * 2


STYLES = [
    pytest.param(Style(), id="kubectl's"),
    pytest.param(Style(indent=4, dash=2, gap=3, quote="'", pad=" "), id="a wide one"),
    pytest.param(Style(is_json=True, colon=":", comma=","), id="JSON"),
    pytest.param(Style(has_literals=False), id="without blocks"),
]


@pytest.mark.parametrize("style", STYLES)
@given(value=values)
def test_an_emitted_value_reads_back_as_itself(style: Style, value: Value) -> None:
    whole: Value = {"a": value, "b": [value, [value]]}
    text = flow_text(whole, style) if style.is_json else "\n".join([*block_lines(whole, 0, style), ""])
    assert is_same(read(text).documents[0].value, whole)
    assert is_same(read(flow_text(whole, style)).documents[0].value, whole)
