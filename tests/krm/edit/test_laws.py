"""What holds of every edit, on documents of real shapes written in many ways."""

from hypothesis import given
from hypothesis import strategies as st

from core.fieldpath import Index
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.edit.values import changed, is_same, value_at
from core.krm.values import ABSENT, Value
from tests.krm.edit.law_cases import assert_only, edited, meant, texts
from tests.krm.shapes import Written, places, values


@given(texts())
def test_no_change_and_a_change_to_what_is_there_leave_every_byte(case: tuple[Value, Written]) -> None:
    value, found = case
    same = [FieldChange(resource=0, path=path, value=value_at(value, path)) for path in places(value)]
    assert edit(found.text, []) == edit(found.text, same) == found.text


@given(texts(), st.data(), values)
def test_what_is_set_is_read_back_and_no_other_line_moves(
    case: tuple[Value, Written], data: st.DataObject, new: Value
) -> None:
    value, found = case
    path = data.draw(st.sampled_from(places(value)[1:]))
    result = edited(found.text, path, new)
    assert is_same(meant(result), changed(value, path, new))
    assert_only(found, result, path)


@given(texts(), st.data(), values)
def test_what_is_added_is_read_back_and_no_line_moves(
    case: tuple[Value, Written], data: st.DataObject, new: Value
) -> None:
    value, found = case
    holders = [path for path in places(value) if isinstance(value_at(value, path), dict | list)]
    holder = data.draw(st.sampled_from(holders))
    there = value_at(value, holder)
    path = holder / (Index(len(there)) if isinstance(there, list) else "added")
    result = edited(found.text, path, new)
    assert is_same(meant(result), changed(value, path, new))
    assert_only(found, result, holder)


@given(texts(), st.data())
def test_what_is_removed_is_gone_and_no_other_line_moves(
    case: tuple[Value, Written], data: st.DataObject
) -> None:
    value, found = case
    path = data.draw(st.sampled_from(places(value)[1:]))
    result = edited(found.text, path, ABSENT)
    assert is_same(meant(result), changed(value, path, ABSENT))
    assert_only(found, result, path.parent)
