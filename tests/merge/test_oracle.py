"""DeepDiff as an independent oracle.

On plain nested maps both name the same places; on normal forms, whose keyed lists are sorted, both agree on
whether two documents mean the same.
"""

import json
from typing import Any, Final

from deepdiff import DeepDiff
from hypothesis import given
from hypothesis import strategies as st

from core.krm.normalize import normal
from core.krm.read.documents import Document, Documents, read_resources
from core.krm.resource import identify
from core.krm.schema.catalog import BUILTIN
from core.krm.values import Value
from core.merge.diff import differences
from tests.builders.strategies import edited, real_documents, shuffled

LEAVES: Final = st.sampled_from(["x", "z", 1, 2, True])
TREES: Final = st.recursive(
    LEAVES, lambda below: st.dictionaries(st.sampled_from("abcdef"), below, max_size=4)
)
DOCUMENTS: Final = st.sampled_from(real_documents())
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


@st.composite
def _pairs(draw: st.DrawFn) -> tuple[Value, Value]:
    base = draw(DOCUMENTS)
    one = draw(edited(base))
    return one, draw(st.one_of(edited(base), edited(one, most=1), shuffled(one), st.just(one)))


def _meant(value: Value) -> object:
    resource = identify(value)
    assert resource is not None
    return normal(value, BUILTIN.node(resource))


@given(_pairs())
def test_both_agree_on_whether_two_documents_mean_the_same(pair: tuple[Value, Value]) -> None:
    one, other = pair
    ours = differences(*(read_resources(json.dumps(value)) for value in pair)) == ()
    assert ours == (DeepDiff(_meant(one), _meant(other)) == {})
