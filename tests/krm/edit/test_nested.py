import pytest

from core.errors import EditRefused, InputRefused
from core.fieldpath import FieldPath
from core.krm.edit.changes import FieldChange
from core.krm.edit.nested import edit_nested
from core.krm.values import ABSENT, Absent, Value

PATCH = FieldPath.parse("patches[0].patch")
KUSTOMIZATION = """\
resources: [../base]
patches:
- target: {kind: Deployment}
  patch: |
    # raise the floor
    - op: replace
      path: /spec/replicas
      value: 3  # was 2
    - op: add
      path: /metadata/labels/a
      value: b
"""


def inside(text: str, path: str, value: Value | Absent) -> str:
    change = FieldChange(resource=0, path=FieldPath.parse(path), value=value)
    return edit_nested(text, resource=0, path=PATCH, changes=[change])


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        pytest.param("[0].value", 5, "value: 3  # was 2", "value: 5  # was 2", id="a value is set"),
        pytest.param("[1].value", "no", "value: b", 'value: "no"', id="and quoted where it must be"),
        pytest.param(
            "[1]",
            ABSENT,
            "    - op: add\n      path: /metadata/labels/a\n      value: b\n",
            "",
            id="an operation is removed",
        ),
        pytest.param(
            "[2]",
            {"op": "remove", "path": "/spec/x"},
            "      value: b\n",
            "      value: b\n    - op: remove\n      path: /spec/x\n",
            id="an operation is appended",
        ),
    ],
)
def test_a_patch_inside_a_kustomization_is_edited(
    path: str, value: Value | Absent, old: str, new: str
) -> None:
    assert inside(KUSTOMIZATION, path, value) == KUSTOMIZATION.replace(old, new)


def test_json_inside_a_quoted_text_is_edited() -> None:
    before = 'patches:\n- patch: \'[{"op": "replace", "value": 3}]\'  # c\n'
    assert inside(before, "[0].value", 5) == before.replace("3", "5")


def test_a_field_that_holds_no_text_is_refused() -> None:
    with pytest.raises(EditRefused, match="Could not edit"):
        inside("patches:\n- patch: {a: 1}\n", "a", 2)


def test_a_document_that_is_not_there_is_refused() -> None:
    with pytest.raises(EditRefused, match="Could not edit"):
        edit_nested("a: 1\n", resource=3, path=PATCH, changes=[])


def test_an_inner_text_that_is_no_yaml_is_refused() -> None:
    with pytest.raises(InputRefused, match="Could not read"):
        inside("patches:\n- patch: 'a: ['\n", "a", 2)
