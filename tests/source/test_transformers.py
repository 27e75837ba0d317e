"""What a kustomization sets without a patch, and what it generates: real builds, each proved."""

import os
from pathlib import Path

import pytest

from core.fieldpath import FieldPath
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value
from core.model.source import Kustomize, Named
from core.ports.source_edits import Located
from tests.builders.messagewall import needs_kustomize
from tests.builders.sources import located, space

WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  replicas: 2
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - name: app
        image: shop/web:1
"""
BASE = {"base/kustomization.yaml": "resources: [web.yaml]\n", "base/web.yaml": WEB}
K = "a/kustomization.yaml"
UNITS = Named(units=(("all", ("*/*",)),))
DEPLOYMENT = ResourceId("apps/v1", "Deployment", "shop", "web")
CONFIG = ResourceId("v1", "ConfigMap", "shop", "settings")


def built(tmp_path: Path, overlay: str, change: FieldChange, more: dict[str, str] | None = None) -> Located:
    files = {
        **BASE,
        K: f"resources: [../base]\n{overlay}",
        "b/kustomization.yaml": "resources: [../base]\n",
        **(more or {}),
    }
    spaces = [space(name, Kustomize(path=name), UNITS) for name in ("a", "b")]
    return located(tmp_path, files, {"all": [change]}, *spaces, path=os.environ["PATH"])


def change(path: str, value: Value | Absent, resource: ResourceId = DEPLOYMENT) -> FieldChange:
    return FieldChange(resource=resource, path=FieldPath.parse(path), value=value)


@needs_kustomize
@pytest.mark.parametrize(
    ("before", "wanted", "after"),
    [
        pytest.param(
            "images:\n- name: shop/web\n  newTag: '2'  # pinned\n",
            change("spec.template.spec.containers[name=app].image", "shop/web:3"),
            "images:\n- name: shop/web\n  newTag: '3'  # pinned\n",
            id="the tag of an image",
        ),
        pytest.param(
            "images:\n- name: shop/web\n  newName: mirror/web\n",
            change("spec.template.spec.containers[name=app].image", "other/web:1"),
            "images:\n- name: shop/web\n  newName: other/web\n",
            id="the name of an image",
        ),
        pytest.param(
            "images:\n- name: shop/web\n  newTag: '2'\n",
            change("spec.template.spec.containers[name=app].image", "shop/web@sha256:ab"),
            "images:\n- name: shop/web\n  digest: sha256:ab\n",
            id="a tag that becomes a digest",
        ),
        pytest.param(
            "replicas:\n- {name: web, count: 3}\n",
            change("spec.replicas", 5),
            "replicas:\n- {name: web, count: 5}\n",
            id="a number of replicas",
        ),
        pytest.param(
            "labels:\n- pairs: {tier: front}\n",
            change("metadata.labels.tier", "back"),
            "labels:\n- pairs: {tier: back}\n",
            id="a label",
        ),
        pytest.param(
            "labels:\n- pairs: {tier: front, team: a}\n",
            change("metadata.labels.tier", ABSENT),
            "labels:\n- pairs: {team: a}\n",
            id="a label that goes",
        ),
    ],
)
def test_what_the_kustomization_sets_by_itself_is_changed_there(
    tmp_path: Path, before: str, wanted: FieldChange, after: str
) -> None:
    found = built(tmp_path, before, wanted)
    assert (found.files, found.unrepresentable) == ({K: f"resources: [../base]\n{after}"}, ())


@needs_kustomize
def test_an_annotation_that_the_pods_get_too_is_shared(tmp_path: Path) -> None:
    wanted = change('metadata.annotations["team.io/oncall"]', "bob")
    (left,) = built(tmp_path, "commonAnnotations: {team.io/oncall: ada}\n", wanted).unrepresentable
    assert left.tried[0].also == (
        'spec.template.metadata.annotations["team.io/oncall"] of a/all (ada -> bob)',
    )


STEADY = "generatorOptions: {disableNameSuffixHash: true}\n"
GENERATED = """\
configMapGenerator:
- name: settings
  namespace: shop
  literals:
  - LEVEL=info  # quiet
  files:
  - app.conf
  envs:
  - more.env
"""
MORE = {"a/app.conf": "x = 1\n", "a/more.env": "MODE=fast\n"}


@needs_kustomize
@pytest.mark.parametrize(
    ("wanted", "path", "before", "after"),
    [
        pytest.param(change("data.LEVEL", "debug", CONFIG), K, "LEVEL=info", "LEVEL=debug", id="a literal"),
        pytest.param(
            change('data["app.conf"]', "x = 2\n", CONFIG), "a/app.conf", "x = 1", "x = 2", id="a whole file"
        ),
        pytest.param(
            change("data.MODE", "slow", CONFIG), "a/more.env", "MODE=fast", "MODE=slow", id="a variable"
        ),
    ],
)
def test_what_a_key_is_generated_from_is_changed(
    tmp_path: Path, wanted: FieldChange, path: str, before: str, after: str
) -> None:
    found = built(tmp_path, STEADY + GENERATED, wanted, MORE)
    text = {**MORE, K: f"resources: [../base]\n{STEADY}{GENERATED}"}[path]
    assert (found.files, found.unrepresentable) == ({path: text.replace(before, after)}, ())


@needs_kustomize
def test_a_name_that_follows_from_the_content_says_why_it_is_no_way(tmp_path: Path) -> None:
    hashed = ResourceId("v1", "ConfigMap", "shop", "settings-749kmd544t")
    (left,) = built(tmp_path, GENERATED, change("data.LEVEL", "debug", hashed), MORE).unrepresentable
    assert left.tried[0].how == f"the literal of configMapGenerator in {K}"
    assert "ConfigMap settings-" in left.tried[0].objection
