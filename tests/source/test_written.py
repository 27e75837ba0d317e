"""Where a rendered field is written: the line, or the reason why nobody can tell."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from core.fieldpath import FieldPath
from core.git.repository import NO_REMOTE, open_repository
from core.krm.resource import ResourceId
from core.model.names import UnitName
from core.model.source import Command, Files, Kustomize, Source, SpaceSource, Splitting
from core.ports.source_lines import SourceLines, Untraced, Written
from core.source.renderer import SourceRenderer
from core.source.written import SourceReader
from core.system.processes import run
from tests.builders.kustomize import stand_in
from tests.builders.repo import commit, repository

WEB = """\
# the shop
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: &labels
    app: web
spec:
  selector: {matchLabels: *labels}
  replicas: 2  # two
  template:
    spec:
      containers:
        - name: app
          image: shop/web:1
          command:
            - sh
            - -c
"""
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: ClusterIP}\n"
DEPLOYMENT = ResourceId("apps/v1", "Deployment", "shop", "web")
FILES = Files(globs=("deploy/**",))
TOP = Kustomize(path="top")
UNIT = UnitName("shop", "web")

JSON_PATCH = """\
resources:
  - web.yaml
patches:
  - target: {kind: Deployment}
    patch: |
      # more of them
      - op: replace
        path: /spec/replicas
        value: 2
"""
MERGE_PATCH = "resources:\n  - web.yaml\npatches:\n  - path: more.yaml\n"
MORE = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n"
IMAGES = "resources:\n  - web.yaml\nimages:\n  - name: shop/web\n    newTag: '1'\n"
REPLICAS = "resources:\n  - web.yaml\nreplicas:\n  - name: web\n    count: 2\n"
PRINTED = '#!/bin/sh\n[ "$1" = build ] && cat "$2/web.yaml"\n'
OTHERWISE = PRINTED.replace("cat", "sed 's/replicas: 2/replicas: 9/'")
PLAIN = "resources:\n  - web.yaml\n"


def found(
    tmp_path: Path, files: Mapping[str, str], path: str, source: Source = FILES, *, script: str = PRINTED
) -> Written | Untraced:
    top = repository(tmp_path / "clone")
    oid = commit(top, files)
    state = tmp_path / "state"
    trees = open_repository(top, branch="main", remote=NO_REMOTE, state=state, run=run, environment={})
    named = Splitting.ONE_PER_FILE if isinstance(source, Files) else Splitting.ONE_PER_RESOURCE
    space = SpaceSource(space="shop", namespace="shop", source=source, units=named)
    environment = {"PATH": stand_in(tmp_path, script=script) if isinstance(source, Kustomize) else os.defpath}
    renderer = SourceRenderer(trees, [space], run=run, state=state, environment=environment)
    reader: SourceLines = SourceReader(renderer, trees)
    unit = UNIT if isinstance(source, Files) else UnitName("shop", "deployment-web")
    (one,) = reader.written(unit, oid, [(DEPLOYMENT, FieldPath.parse(path))])
    return one


@pytest.mark.parametrize(
    ("path", "first", "last"),
    [
        pytest.param("spec.replicas", 10, 10, id="a scalar"),
        pytest.param("spec.template.spec.containers[name=app].image", 15, 15, id="in an item of a list"),
        pytest.param("spec.template.spec.containers[name=app].command", 16, 18, id="a list with its key"),
        pytest.param("spec.selector.matchLabels.app", 7, 7, id="behind an alias, where it is anchored"),
        pytest.param("metadata.labels", 6, 7, id="a map"),
    ],
)
def test_a_field_of_a_file_has_its_lines(tmp_path: Path, path: str, first: int, last: int) -> None:
    one = found(tmp_path, {"deploy/web.yaml": WEB}, path)
    assert one == Written(path="deploy/web.yaml", first=first, last=last)


def test_the_second_document_of_a_file_counts_from_the_top(tmp_path: Path) -> None:
    one = found(tmp_path, {"deploy/web.yaml": f"{SERVICE}---\n{WEB}"}, "spec.replicas")
    assert one == Written(path="deploy/web.yaml", first=15, last=15)


def test_a_resource_in_a_list_has_its_lines(tmp_path: Path) -> None:
    text = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: apps/v1\n  kind: Deployment\n"
    text += "  metadata: {name: web}\n  spec:\n    replicas: 2\n"
    one = found(tmp_path, {"deploy/web.yaml": text}, "spec.replicas")
    assert one == Written(path="deploy/web.yaml", first=8, last=8)


def test_a_field_that_git_does_not_have_names_its_file_and_says_so(tmp_path: Path) -> None:
    one = found(tmp_path, {"deploy/web.yaml": WEB}, "spec.paused")
    assert one == Untraced(why="Git does not have this field", path="deploy/web.yaml")


@pytest.mark.parametrize(
    ("files", "path", "written"),
    [
        pytest.param(
            {"top/kustomization.yaml": PLAIN}, "spec.replicas", ("top/web.yaml", 10), id="the resource"
        ),
        pytest.param(
            {"top/kustomization.yaml": JSON_PATCH},
            "spec.replicas",
            ("top/kustomization.yaml", 9),
            id="an operation inside the kustomization wins",
        ),
        pytest.param(
            {"top/kustomization.yaml": MERGE_PATCH, "top/more.yaml": MORE},
            "spec.replicas",
            ("top/more.yaml", 6),
            id="a merge patch in a file wins",
        ),
        pytest.param(
            {
                "top/kustomization.yaml": MERGE_PATCH,
                "top/more.yaml": MORE.replace("2", "7").replace("name: web", "name: other"),
            },
            "spec.replicas",
            ("top/web.yaml", 10),
            id="a patch for another resource does not",
        ),
        pytest.param(
            {"top/kustomization.yaml": IMAGES},
            "spec.template.spec.containers[name=app].image",
            ("top/kustomization.yaml", 5),
            id="an image's tag",
        ),
        pytest.param(
            {"top/kustomization.yaml": REPLICAS},
            "spec.replicas",
            ("top/kustomization.yaml", 5),
            id="a replica count",
        ),
    ],
)
def test_a_field_of_a_kustomization_is_found_where_it_is_set_last(
    tmp_path: Path, files: dict[str, str], path: str, written: tuple[str, int]
) -> None:
    one = found(tmp_path, {"top/web.yaml": WEB, **files}, path, TOP)
    assert one == Written(path=written[0], first=written[1], last=written[1])


def test_a_value_that_no_file_writes_is_not_guessed(tmp_path: Path) -> None:
    files = {"top/kustomization.yaml": PLAIN, "top/web.yaml": WEB}
    one = found(tmp_path, files, "spec.replicas", TOP, script=OTHERWISE)
    assert one == Untraced(why="no file of the kustomization writes this value")


def test_a_command_hides_where_its_fields_come_from(tmp_path: Path) -> None:
    files = {"web.yaml": WEB}
    one = found(tmp_path, files, "spec.replicas", Command(argv=("/bin/cat", "web.yaml")))
    assert isinstance(one, Untraced)
    assert "command" in one.why
