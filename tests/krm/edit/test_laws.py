"""What holds of every edit, on documents of real shapes written in many ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import EditRefused
from core.fieldpath import FieldPath, Index
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.edit.operations import after, operations
from core.krm.edit.values import changed, is_same, value_at
from core.krm.read.documents import read
from core.krm.values import ABSENT, Absent, Value
from tests.krm.shapes import LEAVES, Written, documents, places, values, written


@st.composite
def texts(draw: st.DrawFn) -> tuple[Value, Written]:
    value = draw(documents())
    return value, draw(written(value))


def edited(text: str, path: FieldPath, value: Value | Absent) -> str:
    return edit(text, [FieldChange(resource=0, path=path, value=value)])


def meant(text: str) -> Value:
    return read(text).documents[0].value


def assert_only(found: Written, result: str, path: FieldPath) -> None:
    """All lines outside the place's own are the same, and stand where they stood."""
    lines = found.text.splitlines(keepends=True)
    first, last = found.lines[path]
    after_it = "".join(lines[last + 1 :])
    assert result.startswith("".join(lines[:first]))
    assert result.endswith(after_it) if after_it.endswith("\n") else after_it.rstrip() in result


@given(texts())
def test_a_text_means_what_it_was_written_from(case: tuple[Value, Written]) -> None:
    value, found = case
    assert is_same(meant(found.text), value)


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
