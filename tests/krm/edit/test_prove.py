import pytest

from core.errors import EditRefused
from core.fieldpath import FieldPath
from core.krm.edit.operations import Drop, Put
from core.krm.edit.pieces import composed
from core.krm.edit.prove import first_difference, is_confined, prove
from core.krm.edit.scalars import Splice
from core.krm.read.limits import USUAL
from core.krm.values import Value

TEXT = "a: 1\nb:\n  c: 2 # c\nd: 3\n"


@pytest.mark.parametrize(
    ("text", "intended", "why"),
    [
        pytest.param("a: 1\n", [{"a": 1.0}], "a of document 1 is not", id="another type"),
        pytest.param("a: 1\n---\nb: 2\n", [{"a": 1}], "2 documents, not 1", id="a document too many"),
        pytest.param("a: 1\n", [{"a": 1}, {"b": 2}], "1 documents, not 2", id="one too few"),
        pytest.param("a: [\n", [{"a": []}], "refused", id="no YAML any more"),
    ],
)
def test_a_text_that_does_not_mean_what_was_intended_is_no_proof(
    text: str, intended: list[Value], why: str
) -> None:
    with pytest.raises(EditRefused) as refused:
        prove(text, intended, USUAL)
    assert why in refused.value.why


def test_a_text_that_means_what_was_intended_is_proof() -> None:
    prove("a: 1 # c\n---\nb: [x]\n", [{"a": 1}, {"b": ["x"]}], USUAL)


@pytest.mark.parametrize(
    ("splice", "confined"),
    [
        pytest.param(Splice(12, 13, "5"), True, id="the value"),
        pytest.param(Splice(8, 18, ""), True, id="its whole line"),
        pytest.param(Splice(5, 18, "b: {}\n"), True, id="its map, since it is alone there"),
        pytest.param(Splice(0, 0, "x: 1\n"), True, id="nothing is taken away"),
        pytest.param(Splice(0, 18, ""), False, id="the line above"),
        pytest.param(Splice(8, 20, ""), False, id="the line below"),
    ],
)
def test_a_splice_is_confined_to_the_lines_of_its_node(splice: Splice, *, confined: bool) -> None:
    assert is_confined(TEXT, composed(TEXT, USUAL).node, Drop(FieldPath.parse("b.c")), splice) is confined


def test_between_braces_the_comma_before_goes_along() -> None:
    text = "{\n  a: 1,\n  b: 2\n}\n"
    node, path = composed(text, USUAL).node, FieldPath.parse("b")
    assert is_confined(text, node, Drop(path), Splice(8, 16, ""))
    assert not is_confined(text, node, Put(path, 5), Splice(4, 16, ""))


def test_the_first_difference_is_named() -> None:
    assert first_difference({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}) == FieldPath.parse("a[1].b")
    assert first_difference({"a": 1}, {"a": 1, "b": 2}) == FieldPath.parse("b")
    assert first_difference([1, 2], [1]) == FieldPath()
    assert first_difference({"a": 1}, {"a": 1}) is None
