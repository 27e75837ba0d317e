import pytest

from core.fieldpath import ROOT, FieldPath, Index
from core.krm.edit.operations import Drop, Insert, Operation, Put, operations
from core.krm.values import Value


def at(text: str) -> FieldPath:
    return FieldPath.parse(text)


@pytest.mark.parametrize(
    ("old", "new", "steps"),
    [
        pytest.param({"a": 1}, {"a": 1}, [], id="nothing differs"),
        pytest.param({"a": 1}, {"a": 1.0}, [Put(at("a"), 1.0)], id="the type differs"),
        pytest.param(
            {"a": 1}, {"b": 1}, [Put(at("b"), 1), Drop(at("a"))], id="another key comes before one goes"
        ),
        pytest.param({"a": {"b": 1}}, {"a": {}}, [Put(at("a"), {})], id="a map that is emptied is set"),
        pytest.param([1, 2, 3], [1, 3], [Drop(at("[1]"))], id="an item goes"),
        pytest.param([1, 3], [1, 2, 3], [Insert(ROOT, 1, 2)], id="an item comes"),
        pytest.param([1, 2], [1, 5], [Put(at("[1]"), 5)], id="an item is another"),
        pytest.param(
            [{"name": "a", "v": 1}, {"name": "b", "v": 1}],
            [{"name": "b", "v": 2}],
            [Put(at("[1].v"), 2), Drop(at("[0]"))],
            id="items are told apart by their names",
        ),
        pytest.param(
            ["a", "b", "c", "d"],
            ["b", "c", "x", "d"],
            [Insert(ROOT, 3, "x"), Drop(at("[0]"))],
            id="from the end to the front",
        ),
    ],
)
def test_the_fewest_steps(old: Value, new: Value, steps: list[Operation]) -> None:
    assert list(operations(old, new)) == steps


def test_lists_too_long_to_align_are_paired_by_place() -> None:
    steps = list(operations(list(range(600)), list(range(1, 600))))
    assert steps[0] == Drop(FieldPath((Index(599),)))
    assert len(steps) == 600
