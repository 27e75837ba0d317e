"""DeepDiff as an independent oracle: on plain nested maps both name the same places."""

from typing import Any, Final

from deepdiff import DeepDiff
from hypothesis import given
from hypothesis import strategies as st

from core.krm.read.documents import Document, Documents
from core.krm.resource import identify
from core.krm.values import Value
from core.merge.diff import differences

LEAVES: Final = st.sampled_from(["x", "z", 1, 2, True])
TREES: Final = st.recursive(
    LEAVES, lambda below: st.dictionaries(st.sampled_from("abcdef"), below, max_size=4)
)
SPECS: Final = st.dictionaries(st.sampled_from("abcdef"), TREES, max_size=6)


def _unit(spec: Value) -> Documents:
    value: Value = {"apiVersion": "example.org/v1", "kind": "Thing", "metadata": {"name": "a"}, "spec": spec}
    return Documents(text="", documents=(Document(value=value, start=0, end=0, line=1, id=identify(value)),))


def _ours(old: Value, new: Value) -> set[tuple[object, ...]]:
    return {change.path.steps for change in differences(_unit(old), _unit(new))}


def _theirs(old: Value, new: Value) -> set[tuple[object, ...]]:
    tree: Any = DeepDiff({"spec": old}, {"spec": new}, view="tree", threshold_to_diff_deeper=0)
    return {tuple(found.path(output_format="list")) for kind in tree.values() for found in kind}


@given(SPECS, SPECS)
def test_both_name_the_same_places(old: dict[str, Value], new: dict[str, Value]) -> None:
    assert _ours(old, new) == _theirs(old, new)
