"""What is never shown: by the document's own kind and the names of its fields."""

from itertools import product

import pytest

from core.fieldpath import FieldPath
from core.krm.redact import any_sensitive, is_sensitive, redact_text
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value

HEAD = "kind: Secret\n"
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param(
            HEAD + "data:\n  a: eA== # x\ntype: b\n", HEAD + "data:\n  a: *** # x\ntype: b\n", id="data"
        ),
        pytest.param(
            HEAD + "stringData: {a: x, b: 'y'}\n", HEAD + "stringData: {a: ***, b: ***}\n", id="flow"
        ),
        pytest.param(
            HEAD + "data:\n  a: |\n    x\n    y\n  b: z\n",
            HEAD + "data:\n  a: ***\n  b: ***\n",
            id="a block of lines",
        ),
        pytest.param(
            "kind: ConfigMap\ndata:\n  api-token: x\n  mode: y\n",
            "kind: ConfigMap\ndata:\n  api-token: ***\n  mode: y\n",
            id="a ConfigMap key that looks like a secret's",
        ),
        pytest.param(
            "env:\n- name: DB_PASSWORD\n  value: x\n- name: MODE\n  value: y\n",
            "env:\n- name: DB_PASSWORD\n  value: ***\n- name: MODE\n  value: y\n",
            id="a variable that looks like one",
        ),
        pytest.param(
            "spec:\n  password: x\n  passwordRef: y\n",
            "spec:\n  password: ***\n  passwordRef: y\n",
            id="a field, not a pointer to one",
        ),
        pytest.param(
            f"kind: Pod\nmetadata:\n  annotations:\n    {LAST_APPLIED}: '{{}}'\n",
            f"kind: Pod\nmetadata:\n  annotations:\n    {LAST_APPLIED}: ***\n",
            id="kubectl's memory",
        ),
        pytest.param(
            "kind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  data: {a: eA==}\n",
            "kind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  data: {a: ***}\n",
            id="a Secret in a list",
        ),
        pytest.param(
            HEAD + "data:\n  a: &x eA==\n  b: *x\nother: *x\n",
            HEAD + "data:\n  a: ***\n  b: ***\nother: *x\n",
            id="an alias of a secret",
        ),
        pytest.param(
            HEAD + "x: &x eA==\ndata:\n  b: *x\n",
            HEAD + "x: ***\ndata:\n  b: ***\n",
            id="what a secret's alias stands for",
        ),
        pytest.param(
            "secretGenerator:\n- name: a\n  literals:\n  - password=x\n",
            "secretGenerator:\n- name: a\n  literals:\n  - ***\n",
            id="a kustomize generator",
        ),
        pytest.param(
            "patches:\n- patch: |\n    kind: Secret\n    data: {a: eA==}\n- patch: |\n    kind: Pod\n",
            "patches:\n- patch: ***\n- patch: |\n    kind: Pod\n",
            id="a patch of a Secret",
        ),
        pytest.param(
            '[{"op": "add", "path": "/spec/token", "value": "x"}]',
            '[{"op": "add", "path": "/spec/token", "value": ***}]',
            id="a JSON patch",
        ),
        pytest.param("a: 1\n", "a: 1\n", id="nothing to hide"),
    ],
)
def test_only_the_sensitive_scalars_of_a_text_are_hidden(text: str, shown: str) -> None:
    assert redact_text(text) == shown


def test_a_text_that_cannot_be_read_is_not_shown_at_all() -> None:
    assert "eA==" not in redact_text("kind: Secret\ndata: {a: eA==\n")


@pytest.mark.parametrize(
    ("resource", "path", "value", "sensitive"),
    [
        pytest.param("v1/Secret/shop/db", "data.a", ABSENT, True, id="a Secret's key that is not there"),
        pytest.param("v1/Secret/shop/db", "data", {"a": "eA=="}, True, id="a Secret's whole map"),
        pytest.param(
            "v1/Secret/shop/db",
            "",
            {"kind": "Secret", "apiVersion": "v1", "data": {"a": ""}},
            True,
            id="the whole Secret",
        ),
        pytest.param("v1/Secret/shop/db", "metadata.labels.a", "x", False, id="a Secret's label"),
        pytest.param(
            "v1/Pod/shop/a", "spec.containers[name=app].env[name=API_KEY].value", "x", True, id="a variable"
        ),
        pytest.param(
            "v1/Pod/shop/a",
            "spec.containers[name=app].env[name=API_KEY]",
            {"name": "API_KEY", "value": "x"},
            True,
            id="a variable as a whole",
        ),
        pytest.param("v1/Pod/shop/a", "spec.automountServiceAccountToken", False, False, id="a switch"),
        pytest.param("v1/Pod/shop/a", "spec.containers[name=app].image", "x", False, id="an image"),
    ],
)
def test_a_place_is_sensitive_if_anything_in_it_is(
    resource: str, path: str, value: Value, *, sensitive: bool
) -> None:
    assert is_sensitive(ResourceId.parse(resource), FieldPath.parse(path), value) is sensitive


@pytest.mark.parametrize("kind", ["Secret", "ConfigMap", "Pod"])
@pytest.mark.parametrize("path", ["data.token", "data.mode", "spec.password"])
def test_several_values_of_a_place_are_sensitive_if_one_is(kind: str, path: str) -> None:
    resource, place = ResourceId("v1", kind, "", "a"), FieldPath.parse(path)
    held: list[Value | Absent] = [ABSENT, None, True, 1, "x", {"token": "x"}, {"mode": "x"}]
    for values in product(held, repeat=3):
        assert any_sensitive(resource, place, values) is any(
            is_sensitive(resource, place, value) for value in values
        )
