"""What else holds of edits: of several at once, of whole documents, of the parts that an edit is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import EditRefused
from core.fieldpath import FieldPath
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.edit.operations import after, operations
from core.krm.edit.values import changed, is_same, value_at
from core.krm.values import Value
from tests.krm.edit.law_cases import edited, meant, texts
from tests.krm.shapes import LEAVES, Written, documents, places, values


@given(texts())
def test_a_text_means_what_it_was_written_from(case: tuple[Value, Written]) -> None:
    value, found = case
    assert is_same(meant(found.text), value)


@given(texts(), st.data(), st.lists(values, min_size=2, max_size=4))
def test_several_changes_are_one_after_the_other(
    case: tuple[Value, Written], data: st.DataObject, news: list[Value]
) -> None:
    wanted, found = case
    changes = []
    for new in news:
        path = data.draw(st.sampled_from(places(wanted)[1:] or [FieldPath(("added",))]))
        wanted = changed(wanted, path, new)
        changes.append(FieldChange(resource=0, path=path, value=new))
    assert is_same(meant(edit(found.text, changes)), wanted)


@given(texts(), documents())
def test_a_whole_document_becomes_another(case: tuple[Value, Written], other: Value) -> None:
    _, found = case
    assert is_same(meant(edited(found.text, FieldPath(), other)), other)


@given(values, values)
def test_operations_turn_any_value_into_any_other(old: Value, new: Value) -> None:
    value = old
    for operation in operations(old, new):
        value = after(value, operation)
    assert is_same(value, new)


@given(documents(), LEAVES, st.data())
def test_changed_changes_its_place_and_no_other(value: Value, new: Value, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(places(value)[1:]))
    result = changed(value, path, new)
    assert is_same(value_at(result, path), new)
    others = [place for place in places(value) if not place.covers(path) and not path.covers(place)]
    assert all(is_same(value_at(result, place), value_at(value, place)) for place in others)


@given(texts(), st.data())
def test_an_edit_never_goes_below_a_scalar(case: tuple[Value, Written], data: st.DataObject) -> None:
    value, found = case
    leaves = [path for path in places(value) if isinstance(value_at(value, path), str | int | float)]
    path = data.draw(st.sampled_from(leaves))
    with pytest.raises(EditRefused, match="Could not edit"):
        edited(found.text, path / "below", 1)
