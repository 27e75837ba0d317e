"""Every expectation was asked of kubectl 1.33 (``kubectl annotate --local -o json``)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fieldpath import Scalar
from core.krm.read.dialect import NotInDialect, doubt, key_text, plain, tagged


@pytest.mark.parametrize(
    ("word", "value"),
    [
        pytest.param("on", True, id="on is a YAML 1.1 bool"),
        pytest.param("Off", False, id="so is Off"),
        pytest.param("oN", "oN", id="oN is text"),
        pytest.param("y", True, id="y alone is a bool"),
        pytest.param("N", False, id="N alone too"),
        pytest.param("~", None, id="the tilde is null"),
        pytest.param("nULL", "nULL", id="nULL is text"),
        pytest.param("0777", 511, id="a leading zero makes an octal"),
        pytest.param("08", 8, id="eight is no octal digit, so it is decimal"),
        pytest.param("0o777", 511, id="Go's octal"),
        pytest.param("0b101", 5, id="Go's binary"),
        pytest.param("0b-1", -1, id="Go's odd binary"),
        pytest.param("-0x1F", -31, id="a negative hexadecimal"),
        pytest.param("0xFFFFFFFFFFFFFFFFFF", "0xFFFFFFFFFFFFFFFFFF", id="a hexadecimal over 64 bits is text"),
        pytest.param("1_000", 1000, id="underscores are left out"),
        pytest.param("_1", "_1", id="not at the front"),
        pytest.param("+5", 5, id="a plus sign may stand"),
        pytest.param("--1", "--1", id="two signs may not"),
        pytest.param("12:30:45", "12:30:45", id="no base 60"),
        pytest.param("2024-01-02", "2024-01-02", id="no dates"),
        pytest.param("1e3", 1000.0, id="an exponent needs no sign and no point"),
        pytest.param("1E400", "1E400", id="what overflows is text"),
        pytest.param(".5", 0.5, id="a point may come first"),
        pytest.param("5.", 5.0, id="or last"),
        pytest.param(".854_1", 0.8541, id="underscores between digits after a first point"),
        pytest.param("._442", "._442", id="but not right after it"),
        pytest.param("1.2.3", "1.2.3", id="a version is text"),
        pytest.param("=", "=", id="an equals sign is text"),
        pytest.param("10Gi", "10Gi", id="a quantity is text"),
        pytest.param("1" * 310, "1" * 310, id="digits beyond any float are text"),
    ],
)
def test_a_plain_word_means_what_kubectl_reads(word: str, value: Scalar) -> None:
    assert (plain(word), type(plain(word))) == (value, type(value))


def test_an_integer_beyond_64_bits_keeps_its_digits_where_kubectl_rounds() -> None:
    assert plain("18446744073709551617") == 18446744073709551617


@pytest.mark.parametrize("word", [".inf", "-.Inf", "+.INF", ".nan", ".NaN"])
def test_what_json_cannot_hold_is_refused(word: str) -> None:
    with pytest.raises(NotInDialect, match="JSON"):
        plain(word)


@given(st.integers(min_value=-(2**63), max_value=2**63 - 1))
def test_the_digits_of_an_integer_read_back_as_it(number: int) -> None:
    assert plain(str(number)) == number


@pytest.mark.parametrize(
    ("tag", "word", "value"),
    [
        pytest.param("tag:yaml.org,2002:int", "5", 5, id="!!int reads quoted digits"),
        pytest.param("tag:yaml.org,2002:str", "5", "5", id="!!str keeps digits text"),
        pytest.param("tag:yaml.org,2002:float", "5", 5.0, id="!!float widens an integer"),
        pytest.param("tag:yaml.org,2002:bool", "yes", True, id="!!bool reads words"),
        pytest.param("tag:yaml.org,2002:binary", "aGk=", "hi", id="!!binary is decoded"),
        pytest.param("tag:yaml.org,2002:null", "", None, id="!!null of nothing"),
        pytest.param("!foo", "5", "5", id="an unknown tag makes text"),
        pytest.param("!", "on", "on", id="the bare tag makes text"),
    ],
)
def test_a_tag_decides(tag: str, word: str, value: Scalar) -> None:
    assert tagged(tag, word)[0] == value


@pytest.mark.parametrize(
    ("name", "word"),
    [("int", "foo"), ("int", "1.5"), ("bool", "1"), ("null", "x"), ("binary", "$$"), ("binary", "gA==")],
)
def test_a_word_that_is_not_what_its_tag_says_is_refused(name: str, word: str) -> None:
    with pytest.raises(NotInDialect):
        tagged(f"tag:yaml.org,2002:{name}", word)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        pytest.param(True, "true", id="on: is the key true"),
        pytest.param(31, "31", id="0x1F: is the key 31"),
        pytest.param(1.5, "1.5", id="a short float"),
        pytest.param(100000.0, "100000", id="a whole float"),
        pytest.param(1e6, "1e+06", id="a million as Go prints it"),
        pytest.param(1234567.5, "1.2345675e+06", id="seven digits need the exponent"),
        pytest.param(16777217.0, "1.6777216e+07", id="it is rounded to 32 bits"),
        pytest.param(1.5e-7, "1.5e-07", id="a small one"),
        pytest.param(0.0001, "0.0001", id="not so small"),
    ],
)
def test_a_key_that_is_no_text_becomes_go_s_text(key: Scalar, text: str) -> None:
    assert key_text(key) == text


def test_a_null_key_is_refused() -> None:
    with pytest.raises(NotInDialect, match="null"):
        key_text(None)


@pytest.mark.parametrize(
    "word", ["no", "0644", "0b1", "1_0", "1e3", "12:30", "2024-01-02", "99999999999999999999"]
)
def test_a_word_that_tools_read_differently_is_doubted(word: str) -> None:
    assert doubt(word, plain(word))


@pytest.mark.parametrize("word", ["true", "42", "-1", "1.5", "web", "10Gi", "1.2.3", "~"])
def test_a_word_that_all_read_alike_is_not(word: str) -> None:
    assert doubt(word, plain(word)) == ""
