"""What is written alike, types and all."""

from copy import deepcopy

import pytest

from core.krm.values import Value, all_as_written, as_written


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"a": [1, "x"]}, id="a block"),
        pytest.param("1", id="a text"),
        pytest.param(None, id="nothing"),
    ],
)
def test_a_value_is_written_like_its_own_copy(value: Value) -> None:
    copied = deepcopy(value)
    assert as_written(value, copied)
    assert all_as_written(value, copied, value)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(1, True, id="a number is no truth"),
        pytest.param({"a": 1}, {"a": True}, id="nor is it deeper down"),
        pytest.param([1], [1.0], id="nor a whole number one with a point"),
        pytest.param("1", 1, id="a text is no number"),
        pytest.param({}, None, id="an empty block is not nothing"),
    ],
)
def test_types_tell_values_apart(left: Value, right: Value) -> None:
    copied = deepcopy(left)
    assert not as_written(left, right)
    for sides in ((left, copied, right), (left, right, copied), (right, left, copied)):
        assert not all_as_written(*sides)
