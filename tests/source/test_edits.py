import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from core.fieldpath import FieldPath
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value
from core.model.source import Command, Files, Kustomize, Named, Splitting, Units
from core.ports.source_edits import Confidence
from tests.builders.kustomize import stand_in
from tests.builders.sources import located, space

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
    assert (found.files, found.unrepresentable) == ({"deploy/web.yaml": f"{SERVICE}---\n{edited}"}, ())


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
    assert (found.files, found.unrepresentable) == ({}, ())


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
            "never taken for a deletion of everything",
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
    (left,) = found.unrepresentable
    assert (str(left.unit), left.change) == (f"s/{unit}", wanted)
    assert why in left.why
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
    assert "it also changes spec.replicas of other/web" in found.unrepresentable[0].why


def test_a_space_that_cannot_be_checked_forbids_the_edit(tmp_path: Path) -> None:
    found = located(
        tmp_path,
        {"deploy/web.yaml": WEB},
        {"deployment-web": [change("spec.replicas", 5)]},
        space("s", FILES),
        space("other", Command(argv=("false",))),
    )
    assert found.files == {}
    assert "other could not be checked" in found.unrepresentable[0].why


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


def test_a_command_that_makes_up_a_field_leaves_no_place_to_set_it(tmp_path: Path) -> None:
    made = "import sys; sys.stdout.write(open('web.template').read().replace('NUMBER', str(1 + 1)))"
    found = located(
        tmp_path,
        {"web.template": WEB.replace("2  #", "NUMBER  #")},
        {"deployment-web": [change("spec.replicas", 5)]},
        space("s", Command(argv=(sys.executable, "-c", made))),
    )
    assert found.files == {}
    assert "its source is a command" in found.unrepresentable[0].why


def test_a_command_that_prints_a_file_is_changed_in_the_file(tmp_path: Path) -> None:
    found = located(
        tmp_path,
        {"deploy/web.yaml": WEB},
        {"deployment-web": [change("spec.replicas", 5)]},
        space("s", Command(argv=("cat", "deploy/web.yaml"))),
    )
    assert found.files == {"deploy/web.yaml": WEB.replace("2  #", "5  #")}
    assert [one.confidence for one in found.chosen] == [Confidence.GUESSED]


RENDER = """\
. "$1.env"
eval "cat <<END
$(cat web.yaml.template)
END"
"""
TEMPLATE = WEB.replace("2  #", "${REPLICAS}  #").replace("web\n", 'web\n  labels:\n    team: "$TEAM-a"\n', 1)
PROD_ENV = "# how many\nREPLICAS=2 # two\nexport TEAM='shop'\n"
DEV_ENV = "REPLICAS=2\nTEAM=shop\n"


@pytest.mark.parametrize(
    ("path", "value", "edited"),
    [
        pytest.param(
            "spec.replicas", 5, PROD_ENV.replace("=2", "=5"), id="the variable of its own file of variables"
        ),
        pytest.param(
            "metadata.labels.team",
            "cart-a",
            PROD_ENV.replace("'shop'", "'cart'"),
            id="a variable that is a part of the value, in its quotes",
        ),
        pytest.param(
            "spec.paused", False, None, id="a field that the template has itself is shared with the other"
        ),
    ],
)
def test_a_template_is_changed_by_its_variables(
    tmp_path: Path, path: str, value: Value, edited: str | None
) -> None:
    found = located(
        tmp_path,
        {"render.sh": RENDER, "web.yaml.template": TEMPLATE, "prod.env": PROD_ENV, "dev.env": DEV_ENV},
        {"deployment-web": [change(path, value)]},
        space("prod", Command(argv=("sh", "./render.sh", "./prod"))),
        space("dev", Command(argv=("sh", "./render.sh", "./dev"))),
    )
    assert found.files == ({} if edited is None else {"prod.env": edited})


CHART = r"""
import re, sys
values = dict(re.findall(r"  (\w+): (\w+)", open(sys.argv[1]).read()))
text = open("templates/web.yaml").read()
sys.stdout.write(re.sub(r"{{ .Values.web.(\w+) }}", lambda found: values[found[1]], text))
"""


def test_a_chart_is_changed_by_its_values(tmp_path: Path) -> None:
    values = "# of the shop\nweb:\n  replicas: 2  # two\n  color: red\n"
    found = located(
        tmp_path,
        {
            "templates/web.yaml": WEB.replace("2  #", "{{ .Values.web.replicas }}  #"),
            "values-prod.yaml": values,
            "values-dev.yaml": values,
        },
        {"deployment-web": [change("spec.replicas", 5)]},
        space("prod", Command(argv=(sys.executable, "-c", CHART, "values-prod.yaml"))),
        space("dev", Command(argv=(sys.executable, "-c", CHART, "values-dev.yaml"))),
    )
    assert found.files == {"values-prod.yaml": values.replace("2  #", "5  #")}


def test_what_no_edit_can_say_comes_with_its_ways_out(tmp_path: Path) -> None:
    found = located(
        tmp_path,
        {"deploy/web.yaml": WEB},
        {"deployment-web": [change("spec.replicas", 5)]},
        space("s", FILES),
        space("other", Files(globs=("deploy/web.yaml",)), Splitting.ONE_PER_FILE),
    )
    (left,) = found.unrepresentable
    assert left.options == (
        "edit the file deploy/web.yaml by hand, which also changes spec.replicas of other/web (2 -> 5)",
        "leave it to the hub: s/deployment-web keeps the value, and every sync-back names it again",
        "ask whoever owns deploy/web.yaml for a place to set it",
    )


@pytest.mark.parametrize(
    ("files", "units", "unit", "path"),
    [
        pytest.param(
            {"deploy/web.yaml": WEB},
            Splitting.ONE_PER_RESOURCE,
            "service-web",
            "deploy/service-web.yaml",
            id="beside the others",
        ),
        pytest.param(
            {"deploy/a/web.yaml": WEB, "deploy/a/b.yml": SERVICE.replace("name: web", "name: b")},
            Splitting.ONE_PER_FILE,
            "service-web",
            "deploy/service-web.yaml",
            id="where its name makes the unit",
        ),
    ],
)
def test_a_unit_that_only_the_hub_has_gets_a_file(
    tmp_path: Path, files: Mapping[str, str], units: Units, unit: str, path: str
) -> None:
    service: Value = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}}
    added = FieldChange(resource=ResourceId("v1", "Service", "shop", "web"), path=FieldPath(), value=service)
    found = located(tmp_path, files, {unit: [added]}, space("s", FILES, units))
    assert found.files == {path: "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n"}


def test_a_unit_that_the_hub_removed_loses_its_file(tmp_path: Path) -> None:
    found = located(
        tmp_path,
        {"deploy/web.yaml": WEB, "deploy/service.yaml": SERVICE},
        {"deployment-web": [FieldChange(resource=DEPLOYMENT, path=FieldPath(), value=ABSENT)]},
        space("s", FILES),
    )
    assert (found.files, found.unrepresentable) == ({"deploy/web.yaml": None}, ())


@needs_kustomize
@pytest.mark.parametrize(
    ("overlay", "resource", "value", "files"),
    [
        pytest.param(
            "bare",
            ResourceId("v1", "Service", "shop", "web"),
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}},
            {
                "bare/kustomization.yaml": "resources: [../base, service-web.yaml]\n",
                "bare/service-web.yaml": "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n",
            },
            id="a resource is a new file of the overlay",
        ),
        pytest.param(
            "own",
            ResourceId("v1", "Service", "shop", "web"),
            ABSENT,
            {"own/kustomization.yaml": "resources: [../base]\n", "own/service.yaml": None},
            id="a resource of the overlay's own goes with its file",
        ),
        pytest.param(
            "own",
            DEPLOYMENT,
            ABSENT,
            {
                "own/kustomization.yaml": "resources: [../base, service.yaml]\npatches:\n- patch: |\n"
                "    $patch: delete\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata:\n"
                "      name: web\n"
            },
            id="a resource of the base is patched out",
        ),
    ],
)
def test_an_overlay_gains_and_loses_whole_resources(
    tmp_path: Path,
    overlay: str,
    resource: ResourceId,
    value: Value | Absent,
    files: Mapping[str, str | None],
) -> None:
    own = {"own/kustomization.yaml": "resources: [../base, service.yaml]\n", "own/service.yaml": SERVICE}
    unit = f"{resource.kind.lower()}-web"
    found = located(
        tmp_path,
        {**OVERLAYS, **own},
        {unit: [FieldChange(resource=resource, path=FieldPath(), value=value)]},
        *(space(name, Kustomize(path=name)) for name in dict.fromkeys((overlay, "prod", "own"))),
        path=os.environ["PATH"],
    )
    assert (found.files, found.unrepresentable) == (files, ())


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
    assert (alone.files, alone.unrepresentable) == ({"base/web.yaml": WEB.replace("2  #", "5  #")}, ())
    shared = located(tmp_path / "shared", files, wanted, one, two, path=path)
    assert shared.files == {}
    assert "it also changes spec.replicas of b/deployment-web" in shared.unrepresentable[0].why


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
    assert (found.files, found.unrepresentable) == (files, ())
