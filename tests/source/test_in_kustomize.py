from collections.abc import Mapping

import pytest

from core.fieldpath import FieldPath
from core.krm.edit.changes import FieldChange
from core.krm.read.documents import read
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value
from core.source.in_kustomize import kustomize_candidates

WEB = ResourceId("apps/v1", "Deployment", "", "web")
BASE = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  containers:
  - name: app
    image: a:1
"""
K = "top/kustomization.yaml"


def candidates(texts: Mapping[str, str], path: str, value: Value | Absent) -> list[tuple[str, str]]:
    files = {**texts, "base/web.yaml": BASE}
    change = FieldChange(resource=WEB, path=FieldPath.parse(path), value=value)
    found = kustomize_candidates(files, list(files), change, read(BASE).documents[0].value)
    return [(name, text) for one in found for name, text in one.files.items() if text is not None]


def first(texts: Mapping[str, str], path: str, value: Value | Absent) -> tuple[str, str]:
    return candidates(texts, path, value)[0]


def patched(patch: str) -> str:
    inner = "".join(f"    {line}\n" for line in patch.splitlines())
    return f"resources: [../base/web.yaml]\npatches:\n- target: {{kind: Deployment}}\n  patch: |\n{inner}"


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        pytest.param(
            "- op: replace\n  path: /spec/replicas\n  value: 3  # c",
            "spec.replicas",
            5,
            "- op: replace\n  path: /spec/replicas\n  value: 5  # c",
            id="its value",
        ),
        pytest.param(
            "- {op: add, path: /spec/replicas, value: 3}\n- {op: add, path: /spec/replicas, value: 4}",
            "spec.replicas",
            5,
            "- {op: add, path: /spec/replicas, value: 3}\n- {op: add, path: /spec/replicas, value: 5}",
            id="the last of two",
        ),
        pytest.param(
            "- op: replace\n  path: /spec/containers/0/image\n  value: b",
            "spec.containers[name=app].image",
            "c",
            "- op: replace\n  path: /spec/containers/0/image\n  value: c",
            id="an item by its place",
        ),
        pytest.param(
            "- op: add\n  path: /spec\n  value:\n    replicas: 3",
            "spec.replicas",
            5,
            "- op: add\n  path: /spec\n  value:\n    replicas: 5",
            id="a part of a larger value",
        ),
        pytest.param(
            "- op: add\n  path: /metadata/annotations/a.io~1b\n  value: x",
            'metadata.annotations["a.io/b"]',
            "two",
            "- op: add\n  path: /metadata/annotations/a.io~1b\n  value: two",
            id="a key with a slash",
        ),
        pytest.param(
            "- op: add\n  path: /spec/replicas\n  value: 3\n- op: remove\n  path: /spec/paused",
            "spec.replicas",
            ABSENT,
            "- op: remove\n  path: /spec/paused",
            id="taken back",
        ),
        pytest.param(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 3",
            "spec.replicas",
            5,
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 5",
            id="in a strategic merge patch",
        ),
    ],
)
def test_a_patch_that_sets_the_field_is_the_first_candidate(
    before: str, path: str, value: Value | Absent, after: str
) -> None:
    assert first({K: patched(before)}, path, value) == (K, patched(after))


@pytest.mark.parametrize(
    ("texts", "edited"),
    [
        pytest.param(
            {K: "patches: [{path: p.yaml}]\n", "top/p.yaml": "- {op: add, path: /spec/replicas, value: 3}\n"},
            ("top/p.yaml", "- {op: add, path: /spec/replicas, value: 5}\n"),
            id="a patch in a file",
        ),
        pytest.param(
            {K: "patchesStrategicMerge: [p.yaml]\n", "top/p.yaml": "kind: Deployment\nspec: {replicas: 3}\n"},
            ("top/p.yaml", "kind: Deployment\nspec: {replicas: 5}\n"),
            id="a merge patch in a file",
        ),
        pytest.param(
            {K: "resources: [own.yaml]\n", "top/own.yaml": BASE},
            ("top/own.yaml", BASE.replace("replicas: 2", "replicas: 5")),
            id="a resource of the overlay's own",
        ),
    ],
)
def test_what_stands_nearest_comes_first(texts: Mapping[str, str], edited: tuple[str, str]) -> None:
    assert first(texts, "spec.replicas", 5) == edited


def test_without_a_patch_the_overlay_gets_one_before_the_base_is_touched() -> None:
    found = candidates({K: "resources: [../base/web.yaml]\n"}, "spec.replicas", 5)
    assert [name for name, _ in found] == [K, "base/web.yaml"]
    assert "- op: replace\n" in found[0][1]
    assert found[1][1] == BASE.replace("replicas: 2", "replicas: 5")


def test_a_patch_for_another_kind_is_no_candidate() -> None:
    other = patched("- {op: add, path: /spec/replicas, value: 3}").replace(
        "kind: Deployment", "kind: Service"
    )
    assert all("value: 3" in text for name, text in candidates({K: other}, "spec.replicas", 5) if name == K)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(patched("- op: ["), id="a patch that is no YAML"),
        pytest.param("resources: [", id="a kustomization that is no YAML"),
        pytest.param("patches: {a: b}\n", id="patches that are no list"),
        pytest.param("- a\n", id="a kustomization that is a list"),
    ],
)
def test_what_cannot_be_read_is_no_candidate_and_no_crash(text: str) -> None:
    assert ("base/web.yaml", BASE.replace("replicas: 2", "replicas: 5")) in candidates(
        {K: text}, "spec.replicas", 5
    )


def test_a_whole_resource_is_no_field() -> None:
    assert candidates({K: "resources: [../base/web.yaml]\n"}, "", 5) == []


@pytest.mark.parametrize(
    ("path", "operation"),
    [
        pytest.param(
            "spec.containers[name=new].image",
            "- op: add\n  path: /spec/containers/-\n  value:\n    name: new\n    image: 5",
            id="an item that is not there comes with its name",
        ),
        pytest.param(
            "spec.strategy.type",
            "- op: add\n  path: /spec/strategy\n  value:\n    type: 5",
            id="a block that is not there comes with what is in it",
        ),
    ],
)
def test_what_is_missing_above_a_field_is_added_along_with_it(path: str, operation: str) -> None:
    overlay = patched("- op: remove\n  path: /spec/paused")
    assert first({K: overlay}, path, 5) == (K, overlay + patched(operation).partition("patch: |\n")[2])


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        pytest.param(
            "images:\n- {name: a, newTag: '1'}\n",
            "spec.containers[name=app].image",
            "b:2",
            "images:\n- {name: a, newTag: '2', newName: b}\n",
            id="an image of another name and tag",
        ),
        pytest.param(
            "replicas:\n- name: web\n  count: 2\n",
            "spec.replicas",
            5,
            "replicas:\n- name: web\n  count: 5\n",
            id="a number of replicas",
        ),
    ],
)
def test_a_field_of_the_kustomization_that_sets_it_comes_first(
    before: str, path: str, value: Value, after: str
) -> None:
    resources = "resources: [../base/web.yaml]\n"
    assert first({K: resources + before}, path, value) == (K, resources + after)
