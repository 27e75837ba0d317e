import pytest

from core.errors import EditRefused
from core.fieldpath import FieldPath
from core.krm.edit.values import changed, inserted, is_same, resolved, value_at
from core.krm.values import ABSENT, Absent, Value

PORTS: Value = {"ports": [{"port": 53}, {"port": 53, "protocol": "UDP"}, {"port": "53"}]}


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        pytest.param(1, 1, True, id="an integer"),
        pytest.param(1, 1.0, False, id="an integer and a float"),
        pytest.param(1, True, False, id="an integer and a bool"),
        pytest.param(1, "1", False, id="an integer and a text"),
        pytest.param(None, ABSENT, False, id="null and absent"),
        pytest.param({"a": 1, "b": 2}, {"b": 2, "a": 1}, True, id="maps have no order"),
        pytest.param([1, 2], [2, 1], False, id="lists have one"),
        pytest.param({"a": [True]}, {"a": [1]}, False, id="deep inside"),
        pytest.param({"a": None}, {}, False, id="a null key and none"),
        pytest.param([], {}, False, id="an empty list and an empty map"),
    ],
)
def test_values_are_the_same_by_type_and_value(
    left: Value | Absent, right: Value | Absent, *, same: bool
) -> None:
    assert is_same(left, right) is same


@pytest.mark.parametrize(
    ("path", "found", "place"),
    [
        pytest.param(
            "ports[port=53,protocol=TCP]", {"port": 53}, "ports[0]", id="TCP is what is not written"
        ),
        pytest.param("ports[port=53,protocol=UDP].port", 53, "ports[1].port", id="UDP is"),
        pytest.param('ports[port="53"]', {"port": "53"}, "ports[2]", id="the type of a key counts"),
        pytest.param("ports[port=80]", ABSENT, "ports", id="an item that is not there"),
        pytest.param("ports[7]", ABSENT, "ports", id="behind the end"),
        pytest.param("ports.x", ABSENT, "ports", id="a key of a list"),
        pytest.param("ports[0].port.x", ABSENT, "ports[0].port", id="a key of a scalar"),
    ],
)
def test_a_path_finds(path: str, found: Value | Absent, place: str) -> None:
    assert value_at(PORTS, FieldPath.parse(path)) == found
    assert str(resolved(PORTS, FieldPath.parse(path))) == place


@pytest.mark.parametrize(
    ("value", "path", "new", "result"),
    [
        pytest.param({}, "a.b", 1, {"a": {"b": 1}}, id="parents are made"),
        pytest.param({"a": None}, "a.b", 1, {"a": {"b": 1}}, id="null is no obstacle"),
        pytest.param({}, "l[k=1].v", 2, {"l": [{"k": 1, "v": 2}]}, id="an item is made with its keys"),
        pytest.param({"l": [1]}, "l[=2]", 2, {"l": [1, 2]}, id="a member is added"),
        pytest.param({"l": [1, 2]}, "l[=1]", 3, {"l": [3, 2]}, id="or renamed"),
        pytest.param({"l": [1]}, "l[1]", 2, {"l": [1, 2]}, id="just behind the end"),
        pytest.param({"a": {"b": 1}}, "a.b", ABSENT, {"a": {}}, id="an emptied map stays"),
        pytest.param({"l": [1]}, "l[0]", ABSENT, {"l": []}, id="an emptied list stays"),
        pytest.param({"a": 1}, "b[0].c", ABSENT, {"a": 1}, id="nothing is removed from nothing"),
        pytest.param({"a": 1}, "a.b", ABSENT, {"a": 1}, id="nor from below a scalar"),
        pytest.param({"l": [{"k": 1}]}, "l[k=1].k", 2, {"l": [{"k": 2}]}, id="an item is renamed"),
    ],
)
def test_a_value_is_changed_and_the_old_one_stays(
    value: Value, path: str, new: Value | Absent, result: Value
) -> None:
    before = repr(value)
    assert changed(value, FieldPath.parse(path), new) == result
    assert repr(value) == before


@pytest.mark.parametrize(
    ("value", "path", "new"),
    [
        pytest.param({"a": 1}, "a.b", 2, id="a key of a scalar"),
        pytest.param({"a": {}}, "a[0]", 2, id="an item of a map"),
        pytest.param({"l": [1]}, "l[2]", 2, id="far behind the end"),
        pytest.param({"l": [{"k": 1}, {"k": 1}]}, "l[k=1].v", 2, id="an item that is there twice"),
        pytest.param({"l": []}, "l[=1].v", 2, id="below a member that is not there"),
    ],
)
def test_a_path_that_does_not_fit_is_refused(value: Value, path: str, new: Value) -> None:
    with pytest.raises(EditRefused, match="Could not change"):
        changed(value, FieldPath.parse(path), new)


def test_a_whole_document_is_not_removed_from_a_value() -> None:
    with pytest.raises(EditRefused, match="the document"):
        changed({"a": 1}, FieldPath(), ABSENT)


def test_an_item_is_inserted_where_a_list_is() -> None:
    assert inserted({"l": [1, 3]}, FieldPath.parse("l"), 1, 2) == {"l": [1, 2, 3]}
    with pytest.raises(EditRefused, match="Could not change"):
        inserted({"l": 1}, FieldPath.parse("l"), 0, 2)
