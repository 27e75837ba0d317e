import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.krm.read.documents import read
from core.krm.read.jsontext import NotJson, json_value
from core.krm.read.limits import USUAL, Limits
from core.krm.values import Value

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(min_value=-(2**70), max_value=2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
VALUES = st.recursive(
    SCALARS,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=5), below, max_size=4),
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: 1", id="YAML"),
        pytest.param("{a: 1}", id="a flow map"),
        pytest.param('"a"', id="a bare text"),
        pytest.param('{"a": 1, "a": 2}', id="a key twice"),
        pytest.param("[NaN]", id="not a number"),
        pytest.param("[1e999]", id="a number too large"),
        pytest.param('["\\ud800"]', id="half a surrogate pair"),
        pytest.param("[" * 65 + "]" * 65, id="too deep"),
        pytest.param("[" * 100_000, id="far too deep"),
        pytest.param("[1] [2]", id="two texts"),
    ],
)
def test_a_text_is_left_to_the_careful_reader(text: str) -> None:
    with pytest.raises(NotJson):
        json_value(text, USUAL)


def test_as_many_values_and_levels_as_the_limits_say_are_read() -> None:
    assert json_value('{"a": [1, 2]}', Limits(nodes=4, depth=2)) == {"a": [1, 2]}
    for limits in (Limits(nodes=3), Limits(depth=1)):
        with pytest.raises(NotJson):
            json_value('{"a": [1, 2]}', limits)


@given(st.lists(VALUES, min_size=1, max_size=3))
def test_canonical_json_reads_back_as_what_it_was_written_from(value: list[Value]) -> None:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    found = read(text).documents[0].value
    assert json.dumps(found, sort_keys=True) == json.dumps(value, sort_keys=True)
