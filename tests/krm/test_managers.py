import pytest

from core.fieldpath import FieldPath
from core.krm.managers import managers_at
from core.krm.values import Value

LIVE: Value = {
    "metadata": {
        "managedFields": [
            {
                "manager": "argocd-controller",
                "operation": "Apply",
                "time": "2025-01-01T00:00:00Z",
                "fieldsV1": {
                    "f:metadata": {"f:finalizers": {".": {}, 'v:"x/y"': {}}},
                    "f:spec": {
                        "f:replicas": {},
                        "f:ports": {'k:{"port":53,"protocol":"TCP"}': {".": {}, "f:name": {}}},
                    },
                },
            },
            {
                "manager": "kubectl-edit",
                "operation": "Update",
                "subresource": "scale",
                "time": "2025-02-01T00:00:00Z",
                "fieldsV1": {"f:spec": {"f:replicas": {}}},
            },
            {"manager": "broken", "fieldsV1": "x"},
            "broken",
        ]
    }
}


@pytest.mark.parametrize(
    ("path", "names"),
    [
        pytest.param("spec.replicas", ["kubectl-edit", "argocd-controller"], id="the newest first"),
        pytest.param(
            "spec.ports[port=53,protocol=TCP].name", ["argocd-controller"], id="an item by its keys"
        ),
        pytest.param("spec.ports[port=53,protocol=UDP]", [], id="another item"),
        pytest.param('metadata.finalizers[="x/y"]', ["argocd-controller"], id="a member of a set"),
        pytest.param("spec.ports", ["argocd-controller", "argocd-controller"], id="what is below a place"),
        pytest.param("spec.nothing", [], id="nobody"),
    ],
)
def test_a_live_field_names_the_tools_that_wrote_it(path: str, names: list[str]) -> None:
    assert [manager.name for manager in managers_at(LIVE, FieldPath.parse(path))] == names


def test_a_manager_says_whether_a_person_stands_behind_it_and_through_what_it_wrote() -> None:
    newest, oldest = managers_at(LIVE, FieldPath.parse("spec.replicas"))
    assert (newest.is_person, newest.subresource) == (True, "scale")
    assert (oldest.is_person, oldest.operation) == (False, "Apply")


@pytest.mark.parametrize("live", [None, [], {"metadata": None}, {"metadata": {"managedFields": {}}}])
def test_an_object_without_a_record_is_nobodys(live: Value) -> None:
    assert managers_at(live, FieldPath(("spec",))) == []
