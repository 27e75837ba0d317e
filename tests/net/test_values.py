"""JSON from outside is read under limits, and every way it can be wrong has a place and a class."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputRefused, OutcomeUnknown
from core.net.calls import Answer, Call
from core.net.client import Client
from core.net.site import Limits
from core.net.values import Json, Picked, json_body, picked
from tests.builders.clients import CREATE, READ, site_of
from tests.builders.faults import means

CLIENT = Client(site_of("https://hub.test", limits=Limits(depth=10)), means([]))


def read(body: bytes, call: Call = READ) -> Picked:
    answer = Answer(status=200, headers={"content-type": "application/json"}, body=body, target="/")
    return picked(CLIENT, call, answer)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        pytest.param(b"<html>", "Expecting value: line 1 column 1 (char 0)", id="a page"),
        pytest.param(b"", "Expecting value: line 1 column 1 (char 0)", id="nothing"),
        pytest.param(b'{"a": 1', "Expecting ',' delimiter: line 1 column 8 (char 7)", id="cut off"),
        pytest.param(b'{"a": NaN}', "NaN is no number", id="no number"),
        pytest.param(b'{"a": -Infinity}', "-Infinity is no number", id="without end"),
        pytest.param(b'"\xff"', "it is no UTF-8", id="bytes that are no text"),
        pytest.param(b'"\\ud800"', "half a character in it", id="half a character"),
        pytest.param(b"[" * 11 + b"]" * 11, "more than 10 levels", id="a small tower"),
        pytest.param(b"[" * 100_000, "more than 10 levels", id="a high tower"),
        pytest.param(b'{"a":' * 50_000, "more than 10 levels", id="a high tower of maps"),
    ],
)
def test_what_is_no_json_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read(body)
    assert refused.value.why == f"the server answered with no JSON that can be read (application/json): {why}"
    with pytest.raises(OutcomeUnknown):
        read(body, CREATE)


def test_a_number_of_many_digits_is_refused() -> None:
    with pytest.raises(InputRefused, match="limit"):
        read(b"1" * 10_000)


def test_many_brackets_side_by_side_are_no_tower() -> None:
    assert len(list(read(json.dumps([[]] * 500).encode()))) == 500


DOCUMENT = read(b'{"n": 7, "t": "x", "f": true, "none": null, "rows": [{"t": "a"}, {"t": 1}], "half": 1.5}')


def test_what_is_there_is_picked() -> None:
    assert (DOCUMENT["n"].number(), DOCUMENT["t"].text(), DOCUMENT["f"].flag()) == (7, "x", True)
    assert (DOCUMENT.get("none"), DOCUMENT.get("absent")) == (None, None)
    assert [row.plain() for row in DOCUMENT["rows"]] == [{"t": "a"}, {"t": 1}]


@pytest.mark.parametrize(
    ("pick", "why"),
    [
        pytest.param(lambda d: d["absent"], "absent is not there", id="absent"),
        pytest.param(lambda d: d["none"], "none is not there", id="null"),
        pytest.param(lambda d: d["n"].text(), "n is no text", id="a number for a text"),
        pytest.param(lambda d: d["f"].number(), "f is no whole number", id="true for a number"),
        pytest.param(lambda d: d["half"].number(), "half is no whole number", id="a fraction"),
        pytest.param(lambda d: d["t"].flag(), "t is neither true nor false", id="a text for a flag"),
        pytest.param(lambda d: [r["t"].text() for r in d["rows"]], "rows[1].t is no text", id="in a row"),
        pytest.param(lambda d: list(d["n"]), "n is no list", id="a number for a list"),
        pytest.param(lambda d: d["n"]["x"], "n is no object", id="a number for a map"),
        pytest.param(list, "it is no list", id="the whole for a list"),
    ],
)
def test_what_is_not_there_is_named_by_its_place(pick: Callable[[Picked], object], why: str) -> None:
    with pytest.raises(InputRefused) as refused:
        pick(DOCUMENT)
    assert refused.value.why == f"the answer is not what it should be: {why}"


PLAIN = st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"))


@given(st.lists(PLAIN | st.dictionaries(st.just("k"), PLAIN) | st.lists(PLAIN)))
def test_what_is_written_reads_back(value: list[Json]) -> None:
    assert read(json_body(value)).plain() == value
