import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from core.fieldpath import FieldPath
from core.git.repository import NO_REMOTE, open_repository
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value
from core.model.names import UnitName
from core.model.source import Command, Files, Kustomize, Named, Source, SpaceSource, Splitting, Units
from core.ports.source_edits import Located, SourceEdits
from core.source.edits import SourceEditor
from core.source.renderer import SourceRenderer
from core.system.processes import run
from tests.builders.kustomize import stand_in
from tests.builders.repo import commit, repository

WEB = """\
# the shop
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2  # two
  paused: true
"""
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: ClusterIP}\n"
DEPLOYMENT = ResourceId("apps/v1", "Deployment", "shop", "web")
FILES = Files(globs=("deploy/**",))


def space(name: str, source: Source, units: Units = Splitting.ONE_PER_RESOURCE) -> SpaceSource:
    return SpaceSource(space=name, namespace="shop", source=source, units=units)


def located(
    tmp_path: Path,
    files: Mapping[str, str],
    wanted: Mapping[str, list[FieldChange]],
    *spaces: SpaceSource,
    path: str = os.defpath,
) -> Located:
    top = repository(tmp_path / "clone")
    oid = commit(top, files)
    state = tmp_path / "state"
    trees = open_repository(top, branch="main", remote=NO_REMOTE, state=state, run=run, environment={})
    renderer = SourceRenderer(trees, spaces, run=run, state=state, environment={"PATH": path})
    editor: SourceEdits = SourceEditor(renderer, trees)
    first = spaces[0].space
    return editor.edits(first, oid, {UnitName(first, unit): changes for unit, changes in wanted.items()})


def change(path: str, value: Value | Absent, resource: ResourceId = DEPLOYMENT) -> FieldChange:
    return FieldChange(resource=resource, path=FieldPath.parse(path), value=value)


@pytest.mark.parametrize(
    ("units", "unit"),
    [
        pytest.param(Splitting.ONE_PER_RESOURCE, "deployment-web", id="a unit for each resource"),
        pytest.param(Splitting.ONE_PER_FILE, "web", id="a unit for each file"),
        pytest.param(Named(units=(("app", ("**",)),)), "app", id="a named unit"),
    ],
)
def test_fields_are_set_in_the_file_and_nothing_else_moves(tmp_path: Path, units: Units, unit: str) -> None:
    both = f"{SERVICE}---\n{WEB}"
    found = located(
        tmp_path,
        {"deploy/web.yaml": both},
        {
            unit: [
                change("spec.replicas", 5),
                change("spec.paused", ABSENT),
                change("spec.minReadySeconds", 3),
            ]
        },
        space("s", FILES, units),
    )
    edited = WEB.replace("2  #", "5  #").replace("  paused: true\n", "  minReadySeconds: 3\n")
    assert found == Located(files={"deploy/web.yaml": f"{SERVICE}---\n{edited}"}, unrepresentable=())


def test_the_fields_of_several_units_go_into_their_files(tmp_path: Path) -> None:
    service = ResourceId("v1", "Service", "shop", "web")
    found = located(
        tmp_path,
        {"deploy/web.yaml": WEB, "deploy/service.yaml": SERVICE},
        {
            "deployment-web": [change("spec.replicas", 5)],
            "service-web": [change("spec.type", "NodePort", service)],
        },
        space("s", FILES),
    )
    assert found.files == {
        "deploy/web.yaml": WEB.replace("2  #", "5  #"),
        "deploy/service.yaml": SERVICE.replace("ClusterIP", "NodePort"),
    }


def test_a_whole_resource_is_added_to_the_file_of_its_unit(tmp_path: Path) -> None:
    service: Value = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}}
    added = FieldChange(resource=ResourceId("v1", "Service", "shop", "web"), path=FieldPath(), value=service)
    found = located(
        tmp_path, {"deploy/web.yaml": WEB}, {"web": [added]}, space("s", FILES, Splitting.ONE_PER_FILE)
    )
    assert found.files == {
        "deploy/web.yaml": f"{WEB}---\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\n"
    }


def test_what_git_renders_already_needs_no_edit(tmp_path: Path) -> None:
    wanted = {"deployment-web": [change("spec.replicas", 2)]}
    found = located(tmp_path, {"deploy/web.yaml": WEB}, wanted, space("s", FILES))
    assert found == Located(files={}, unrepresentable=())


@pytest.mark.parametrize(
    ("unit", "wanted", "why"),
    [
        pytest.param(
            "deployment-gone", change("spec.replicas", 5), "no such unit", id="a unit that Git does not have"
        ),
        pytest.param(
            "deployment-web",
            change("spec.replicas", 5, ResourceId("v1", "Service", "shop", "web")),
            "no file of the unit holds that resource",
            id="a resource that no file holds",
        ),
        pytest.param(
            "deployment-web", change("spec.replicas.deep", 5), "is asked of", id="a place that is none"
        ),
        pytest.param(
            "deployment-web",
            FieldChange(resource=DEPLOYMENT, path=FieldPath(), value=ABSENT),
            "left without a document",
            id="a resource that is its whole file",
        ),
    ],
)
def test_what_no_edit_brings_about_is_said_and_the_rest_is_done(
    tmp_path: Path, unit: str, wanted: FieldChange, why: str
) -> None:
    found = located(
        tmp_path,
        {"deploy/web.yaml": WEB},
        {
            unit: [wanted],
            **({} if unit == "deployment-web" else {"deployment-web": [change("spec.replicas", 7)]}),
        },
        space("s", FILES),
    )
    ((owner, left, reason),) = found.unrepresentable
    assert (str(owner), left) == (f"s/{unit}", wanted)
    assert why in reason
    assert found.files == (
        {} if unit == "deployment-web" else {"deploy/web.yaml": WEB.replace("2  #", "7  #")}
    )


def test_a_file_that_another_space_reads_too_is_left_alone(tmp_path: Path) -> None:
    found = located(
        tmp_path,
        {"deploy/web.yaml": WEB},
        {"deployment-web": [change("spec.replicas", 5)]},
        space("s", FILES),
        space("other", Files(globs=("deploy/web.yaml",)), Splitting.ONE_PER_FILE),
    )
    assert found.files == {}
    assert "it also changes spec.replicas of other/web" in found.unrepresentable[0][2]


def test_a_space_that_cannot_be_checked_forbids_the_edit(tmp_path: Path) -> None:
    found = located(
        tmp_path,
        {"deploy/web.yaml": WEB},
        {"deployment-web": [change("spec.replicas", 5)]},
        space("s", FILES),
        space("other", Command(argv=("false",))),
    )
    assert found.files == {}
    assert "other could not be checked" in found.unrepresentable[0][2]


def test_a_command_keeps_to_itself_where_its_output_comes_from(tmp_path: Path) -> None:
    found = located(
        tmp_path,
        {"deploy/web.yaml": WEB},
        {"deployment-web": [change("spec.replicas", 5)]},
        space("s", Command(argv=("cat", "deploy/web.yaml"))),
    )
    assert found.files == {}
    assert "its source is a command" in found.unrepresentable[0][2]


def test_a_base_of_one_overlay_is_edited_and_one_of_two_is_not(tmp_path: Path) -> None:
    files = {
        "base/web.yaml": WEB,
        "a/kustomization.yaml": "resources:\n- ../base/web.yaml\n",
        "b/kustomization.yaml": "resources:\n- ../base/web.yaml\n",
    }
    wanted = {"deployment-web": [change("spec.replicas", 5)]}
    one, two = space("a", Kustomize(path="a")), space("b", Kustomize(path="b"))
    path = stand_in(tmp_path)
    alone = located(tmp_path / "alone", files, wanted, one, path=path)
    assert alone == Located(files={"base/web.yaml": WEB.replace("2  #", "5  #")}, unrepresentable=())
    shared = located(tmp_path / "shared", files, wanted, one, two, path=path)
    assert shared.files == {}
    assert "it also changes spec.replicas of b/deployment-web" in shared.unrepresentable[0][2]


PROD = """\
resources: [../base]

# Who is bigger than dev
patches:
  - target:
      kind: Deployment
    patch: |
      - op: replace
        path: /spec/replicas
        value: 4  # load test
"""
DEV = """\
resources: [../base]
patches:
  - target:
      kind: Deployment
    patch: |
      - op: remove
        path: /spec/paused
"""
BARE = "resources: [../base]\n"
REPLICAS = "- op: replace\n{0}  path: /spec/replicas\n{0}  value: 3\n"
READY = "- op: add\n{0}  path: /spec/minReadySeconds\n{0}  value: 9\n"
SIX = " " * 6
OVERLAYS = {
    "base/kustomization.yaml": "resources: [web.yaml]\n",
    "base/web.yaml": WEB,
    "prod/kustomization.yaml": PROD,
    "dev/kustomization.yaml": DEV,
    "bare/kustomization.yaml": BARE,
}
needs_kustomize = pytest.mark.skipif(
    not (shutil.which("kustomize") or shutil.which("kubectl")),
    reason="neither kustomize nor kubectl is on PATH",
)


@needs_kustomize
@pytest.mark.parametrize(
    ("overlay", "wanted", "files"),
    [
        pytest.param(
            "prod",
            change("spec.replicas", 6),
            {"prod/kustomization.yaml": PROD.replace("value: 4", "value: 6")},
            id="the overlay's patch that sets it",
        ),
        pytest.param(
            "dev",
            change("spec.replicas", 3),
            {"dev/kustomization.yaml": f"{DEV}{SIX}{REPLICAS.format(SIX)}"},
            id="a new operation where only the base sets it",
        ),
        pytest.param(
            "prod",
            change("spec.minReadySeconds", 9),
            {"prod/kustomization.yaml": f"{PROD}{SIX}{READY.format(SIX)}"},
            id="a new operation where nothing sets it",
        ),
        pytest.param(
            "bare",
            change("spec.replicas", 3),
            {
                "bare/kustomization.yaml": f"{BARE}patches:\n- target:\n    kind: Deployment\n    name: web\n"
                f"  patch: |\n    {REPLICAS.format('    ')}"
            },
            id="a first patch",
        ),
    ],
)
def test_an_overlay_is_edited_where_only_its_own_space_changes(
    tmp_path: Path, overlay: str, wanted: FieldChange, files: Mapping[str, str]
) -> None:
    spaces = [space(name, Kustomize(path=name)) for name in (overlay, "prod", "dev", "bare")]
    found = located(
        tmp_path, OVERLAYS, {"deployment-web": [wanted]}, *dict.fromkeys(spaces), path=os.environ["PATH"]
    )
    assert found == Located(files=files, unrepresentable=())
