"""Laws of the merge, on documents of real shapes that were edited at random. A test's name is its law."""

import json
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.fieldpath import FieldPath
from core.krm.digest import same_at
from core.krm.edit.values import value_at
from core.krm.normalize import canonical, normal
from core.krm.read.documents import Documents, read, read_resources
from core.krm.resource import identify
from core.krm.schema.catalog import BUILTIN
from core.krm.schema.node import Node
from core.krm.values import Absent, Value
from core.merge.diff import differences
from core.merge.mergetext import MergeResult, merge_texts
from tests.builders.strategies import edited, real_documents, shuffled

DOCUMENTS: Final = st.sampled_from(real_documents())


def _text(value: Value) -> str:
    return json.dumps(value, indent=2)


def _merge(base: Value, git: Value, hub: Value) -> MergeResult:
    return merge_texts(_text(base), _text(git), _text(hub))


def _means(text: str, value: Value) -> bool:
    return differences(read_resources(text), read_resources(_text(value))) == ()


def _node(value: Value) -> Node:
    resource = identify(value)
    assert resource is not None
    return BUILTIN.node(resource)


@st.composite
def _sides(draw: st.DrawFn) -> tuple[Value, Value, Value]:
    base = draw(DOCUMENTS)
    return base, draw(edited(base)), draw(edited(base))


@given(_sides())
def test_nobody_changed_anything_so_every_byte_stays(sides: tuple[Value, Value, Value]) -> None:
    _, git, _ = sides
    assert _merge(git, git, git) == MergeResult(merged=_text(git))


@given(_sides())
def test_what_only_git_changed_is_taken_whole(sides: tuple[Value, Value, Value]) -> None:
    base, git, _ = sides
    result = _merge(base, git, base)
    assert (result.clean, result.changes_from_hub, result.merged) == (True, (), _text(git))


@given(_sides())
def test_what_only_the_hub_changed_is_kept_whole(sides: tuple[Value, Value, Value]) -> None:
    base, _, hub = sides
    result = _merge(base, base, hub)
    assert (result.clean, result.changes_from_git) == (True, ())
    assert _means(result.merged, hub)


@given(_sides())
def test_what_both_changed_alike_is_no_change_to_carry(sides: tuple[Value, Value, Value]) -> None:
    base, git, _ = sides
    result = _merge(base, git, git)
    assert (result.clean, result.changes_from_git, result.changes_from_hub) == (True, (), ())
    assert result.merged == _text(git)


@given(_sides())
def test_swapping_the_sides_swaps_what_is_taken_and_keeps_the_conflicts(
    sides: tuple[Value, Value, Value],
) -> None:
    base, git, hub = sides
    one, other = _merge(base, git, hub), _merge(base, hub, git)
    assert {str(place.path) for place in one.conflicts} == {str(place.path) for place in other.conflicts}
    assert sorted(one.changes_from_git) == sorted(other.changes_from_hub)
    assert sorted(one.changes_from_hub) == sorted(other.changes_from_git)


@given(_sides())
def test_a_conflict_stands_exactly_where_both_sides_changed_a_place_unlike(
    sides: tuple[Value, Value, Value],
) -> None:
    base, git, hub = sides
    result = _merge(base, git, hub)
    for place in result.conflicts:
        assert not _same(place.path, base, git)
        assert not _same(place.path, base, hub)
        assert not _same(place.path, git, hub)
    by_hub = [change.path for change in differences(_unit(base), _unit(hub))]
    joined = set(result.changes_from_git) & set(result.changes_from_hub)
    for path in map(FieldPath.parse, set(result.changes_from_git) - joined):
        assert not any(path.covers(other) for other in by_hub)
        assert all(_is_beside(path, other, base, hub) for other in by_hub if other.covers(path))


def _is_beside(path: FieldPath, block: FieldPath, base: Value, hub: Value) -> bool:
    """Tell a field that a new block of the hub's has not: two added blocks are compared field by field."""
    both_added = isinstance(value_at(base, block), Absent) and isinstance(value_at(hub, block), dict | list)
    return both_added and isinstance(value_at(hub, path), Absent)


def _unit(value: Value) -> Documents:
    return read_resources(_text(value))


def _same(path: FieldPath, one: Value, other: Value) -> bool:
    resource = identify(one)
    assert resource is not None
    return same_at(value_at(one, path), value_at(other, path), resource=resource, path=path)


@given(_sides())
def test_every_value_of_a_result_comes_from_a_side(sides: tuple[Value, Value, Value]) -> None:
    base, git, hub = sides
    merged = read_resources(_merge(base, git, hub).merged)
    known = {leaf for side in sides for leaf in _leaves(side)}
    assert [
        leaf for document in merged.documents for leaf in _leaves(document.value) if leaf not in known
    ] == []


def _leaves(value: Value) -> list[str]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in _leaves(part)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in _leaves(part)]
    return [repr(value)]


_LISTED: Value = {
    "apiVersion": "s3.aws.upbound.io/v1beta1",
    "kind": "Bucket",
    "metadata": {"name": "a"},
    "spec": {"forProvider": [[{"name": "new"}]]},
}
"""Found by a long run: of a list in a list, the inner one was read as its only item."""

_ALONE_AT_LAST: Value = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "a"},
    "spec": {"template": {"spec": {"volumes": [{"name": "a", "emptyDir": {}, "ports": []}]}}},
}
"""Likewise: emptyDir is the default of a volume that says nothing else, and an empty list says nothing."""


@given(_sides())
@example((_LISTED, _LISTED, _LISTED))
@example((_ALONE_AT_LAST, _ALONE_AT_LAST, _ALONE_AT_LAST))
def test_the_normal_form_of_a_normal_form_is_itself(sides: tuple[Value, Value, Value]) -> None:
    _, git, _ = sides
    node = _node(git)
    once = normal(git, node)
    assert not isinstance(once, Absent)
    assert normal(once, node) == once


@given(DOCUMENTS.flatmap(lambda base: st.tuples(edited(base), st.data())))
def test_the_order_of_map_keys_says_nothing(drawn: tuple[Value, st.DataObject]) -> None:
    value, data = drawn
    assert canonical(value, _node(value)) == canonical(data.draw(shuffled(value)), _node(value))


def _distinct() -> list[str]:
    found = {str(identify(document)): document for document in real_documents()}
    return [_text(document) for document in found.values()]


_TEXTS = _distinct()


@given(st.lists(st.sampled_from(_TEXTS), min_size=2, max_size=4, unique=True), st.data())
def test_the_order_of_documents_says_nothing(texts: list[str], data: st.DataObject) -> None:
    one = read_resources("\n---\n".join(texts))
    other = read_resources("\n---\n".join(data.draw(st.permutations(texts))))
    assert differences(one, other) == ()


def test_every_real_document_means_what_it_says() -> None:
    for document in real_documents():
        same = Documents(text="", documents=read_resources(_text(document)).documents)
        assert differences(same, read_resources(_text(document))) == ()


def _files() -> list[Path]:
    return sorted((Path(__file__).parents[1] / "data" / "yaml").rglob("*.yaml"))


def test_there_are_files() -> None:
    assert len(_files()) == 40


@pytest.mark.parametrize("file", _files(), ids=lambda file: "/".join(file.parts[-3:]))
def test_a_real_file_is_normal_once_normalised(file: Path) -> None:
    for document in read(file.read_text()).documents:
        resource = document.id
        if resource is not None:
            node = BUILTIN.node(resource)
            once = normal(document.value, node)
            assert not isinstance(once, Absent)
            assert normal(once, node) == once
            assert canonical(once, node) == canonical(document.value, node)
