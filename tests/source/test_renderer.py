import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event

import pytest

from core.errors import HeadgateError, InputRefused, NotFound, SettingsError, SourceUnreadable, ToolMissing
from core.git.repository import NO_REMOTE, open_repository
from core.model.source import Command, Files, Kustomize, Named, Source, SpaceSource, Splitting, Units
from core.ports.renderer import RenderedUnit, Renderer
from core.progress import never_stop
from core.source.renderer import SourceRenderer
from core.system.processes import run
from tests.builders.kustomize import stand_in
from tests.builders.repo import commit, repository

WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  replicas: 2  # two
"""
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\n"
OTHER = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  namespace: infra\n"
ALL = Files(globs=("deploy/**/*.yaml",))


def space(
    source: Source, units: Units = Splitting.ONE_PER_RESOURCE, *, namespace: str = "shop"
) -> SpaceSource:
    return SpaceSource(space="s", namespace=namespace, source=source, units=units)


def renderer(top: Path, one: SpaceSource, *, path: str = os.defpath) -> SourceRenderer:
    state = top.parent / "state"
    trees = open_repository(top, branch="main", remote=NO_REMOTE, state=state, run=run, environment={})
    return SourceRenderer(trees, [one], run=run, state=state, environment={"PATH": path})


def rendered(
    top: Path, files: Mapping[str, str | bytes | None], one: SpaceSource, *, path: str = os.defpath
) -> Sequence[RenderedUnit]:
    source: Renderer = renderer(top, one, path=path)
    return source.render("s", commit(top, files), stop=never_stop())


def named(units: Sequence[RenderedUnit]) -> dict[str, str]:
    return {one.unit.unit: one.text for one in units}


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return repository(tmp_path / "clone")


def test_each_resource_is_a_unit_with_its_own_piece_of_the_file(top: Path) -> None:
    text = f"# header\n---\n{WEB}---\n# about the service\n{SERVICE}"
    units = rendered(top, {"deploy/web.yaml": text, "deploy/x/other.yaml": OTHER}, space(ALL))
    assert named(units) == {
        "deployment-web": f"# header\n---\n{WEB}",
        "infra.configmap-web": OTHER,
        "service-web": f"---\n# about the service\n{SERVICE}",
    }
    assert [one.paths for one in units] == [
        ("deploy/web.yaml",),
        ("deploy/x/other.yaml",),
        ("deploy/web.yaml",),
    ]
    assert all(one.editable == one.text for one in units)


def test_each_file_is_a_unit_byte_for_byte(top: Path) -> None:
    text = f"# header\r\n---\n{WEB}---\n{SERVICE}"
    units = rendered(
        top, {"deploy/web.yaml": text, "deploy/x/other.yaml": OTHER}, space(ALL, Splitting.ONE_PER_FILE)
    )
    assert named(units) == {"web": text, "x-other": OTHER}
    assert units[0].editable == text


def test_units_are_named_with_globs_over_files(top: Path) -> None:
    units = rendered(
        top,
        {"deploy/a.yaml": WEB, "deploy/b.yaml": f"# b\n---\n{SERVICE}", "deploy/c.yaml": OTHER},
        space(ALL, Named(units=(("both", ("deploy/[ab].yaml",)), ("rest", ("deploy/c.yaml",))))),
    )
    assert named(units) == {"both": f"{WEB}# b\n---\n{SERVICE}", "rest": OTHER}
    assert [one.editable for one in units] == [None, OTHER]


@pytest.mark.parametrize(
    ("units", "why"),
    [
        pytest.param(
            Named(units=(("a", ("deploy/x.yaml",)),)), "belongs to no unit", id="a file without a unit"
        ),
        pytest.param(
            Named(units=(("a", ("**",)), ("b", ("deploy/*",)))), "units a and b", id="a file of two units"
        ),
    ],
)
def test_a_file_belongs_to_one_named_unit(top: Path, units: Units, why: str) -> None:
    with pytest.raises(InputRefused, match=why):
        rendered(top, {"deploy/web.yaml": WEB}, space(ALL, units))


def test_the_items_of_a_list_are_units_that_no_file_holds_as_they_are(top: Path) -> None:
    text = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Service, metadata: {name: a}}\n"
    (one,) = rendered(top, {"deploy/list.yaml": text}, space(ALL))
    assert (one.unit.unit, one.editable) == ("service-a", None)
    assert one.text == "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n"


def test_kustomizations_and_files_of_other_kinds_are_passed_over(top: Path) -> None:
    units = rendered(
        top,
        {
            "deploy/web.yaml": WEB,
            "deploy/kustomization.yaml": "resources: [web.yaml]\n",
            "deploy/notes.md": "# hello",
            "deploy/empty.yaml": "# nothing yet\n",
            "deploy/.hidden.yaml": "a: 1",
        },
        space(Files(globs=("deploy/**",)), Splitting.ONE_PER_FILE),
    )
    assert named(units) == {"web": WEB}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param("replicas: 2\n", r"deploy/x\.yaml, line 1", id="no resource"),
        pytest.param(f"{WEB}---\nkind: [\n", r"deploy/x\.yaml, line", id="no YAML"),
        pytest.param(b"a: \xff\n", "UTF-8", id="no text"),
        pytest.param(
            "version https://git-lfs.github.com/spec/v1\noid sha256:x\n", "Git LFS pointer", id="no content"
        ),
        pytest.param(f"{WEB}---\n{WEB}", "a second time", id="a resource twice in a file"),
    ],
)
def test_a_file_that_holds_something_else_is_refused_with_its_place(
    top: Path, content: str | bytes, why: str
) -> None:
    with pytest.raises(InputRefused, match=why):
        rendered(top, {"deploy/x.yaml": content}, space(ALL))


def test_a_resource_in_two_files_is_refused_with_both_places(top: Path) -> None:
    with pytest.raises(InputRefused, match=r"deploy/a\.yaml, line 1, and again in deploy/b\.yaml, line 2"):
        rendered(top, {"deploy/a.yaml": WEB, "deploy/b.yaml": f"# again\n{WEB}"}, space(ALL))


@pytest.mark.parametrize(
    ("files", "units"),
    [
        pytest.param(
            {"deploy/a-b.yaml": WEB, "deploy/a/b.yaml": SERVICE}, Splitting.ONE_PER_FILE, id="files"
        ),
        pytest.param(
            {"deploy/a.yaml": WEB, "deploy/b.yaml": WEB.replace("apps/v1", "other.io/v1")},
            Splitting.ONE_PER_RESOURCE,
            id="resources",
        ),
    ],
)
def test_two_units_of_one_name_are_refused_and_both_are_named(
    top: Path, files: dict[str, str], units: Units
) -> None:
    with pytest.raises(InputRefused) as refused:
        rendered(top, files, space(ALL, units))
    assert "has the name" in refused.value.why
    assert all(name in str(refused.value) for name in files)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"other/x.yaml": WEB}, id="no file is meant"),
        pytest.param({"deploy/x.yaml": "# gone\n"}, id="no file holds anything"),
    ],
)
def test_nothing_at_all_is_never_a_deletion_of_everything(top: Path, files: dict[str, str]) -> None:
    with pytest.raises(SourceUnreadable, match="never taken for a deletion") as unreadable:
        rendered(top, files, space(ALL))
    assert unreadable.value.exit_code == 6


def test_a_space_or_a_commit_that_is_not_there_is_not_found(top: Path) -> None:
    oid = commit(top, {"deploy/web.yaml": WEB})
    source = renderer(top, space(ALL))
    assert source.spaces() == ("s",)
    with pytest.raises(NotFound, match="it names s"):
        source.render("t", oid, stop=never_stop())
    with pytest.raises(NotFound, match="Could not find the commit"):
        source.render("s", "0" * 40, stop=never_stop())


def test_a_render_that_was_ended_gives_nothing_and_not_a_part(top: Path) -> None:
    oid = commit(top, {"deploy/web.yaml": WEB})
    ended = Event()
    ended.set()
    with pytest.raises(SourceUnreadable, match="Did not render"):
        renderer(top, space(ALL)).render("s", oid, stop=ended)


def test_the_work_tree_is_neither_read_nor_touched(top: Path) -> None:
    oid = commit(top, {"deploy/web.yaml": WEB})
    (top / "deploy" / "web.yaml").write_text("broken: [")
    units = renderer(top, space(ALL)).render("s", oid, stop=never_stop())
    assert (named(units), (top / "deploy" / "web.yaml").read_text()) == ({"deployment-web": WEB}, "broken: [")


OVERLAY = {
    "base/web.yaml": WEB,
    "base/kustomization.yaml": "resources:\n- web.yaml\n",
    "overlay/kustomization.yaml": "resources:\n- ../base/web.yaml\n- service.yaml\n",
    "overlay/service.yaml": SERVICE,
    "overlay/readme.yaml": "not: needed\n",
}


def test_a_kustomization_is_built_from_the_commit_by_the_program_found_first(top: Path) -> None:
    path = stand_in(top.parent)
    units = rendered(top, OVERLAY, space(Kustomize(path="overlay")), path=path)
    assert named(units) == {"deployment-web": WEB, "service-web": SERVICE}
    assert all(one.editable is None for one in units)
    assert units[0].paths == ("overlay/kustomization.yaml", "base/web.yaml", "overlay/service.yaml")
    home, kubeconfig = (top.parent / "log").read_text().split()
    assert (Path(home).parent, kubeconfig) == (top.parent / "state", "/dev/null")
    assert not Path(home).exists()


def test_units_of_what_is_generated_are_named_by_kind_and_name(top: Path) -> None:
    units = Named(units=(("app", ("Deployment/*", "Service/web")),))
    (one,) = rendered(top, OVERLAY, space(Kustomize(path="./overlay/"), units), path=stand_in(top.parent))
    assert (one.unit.unit, one.text) == ("app", f"{WEB}---\n{SERVICE}")


def test_equal_files_are_built_once_and_other_files_again(top: Path) -> None:
    path = stand_in(top.parent)
    one = space(Kustomize(path="overlay"))
    first = rendered(top, OVERLAY, one, path=path)
    assert rendered(top, {"overlay/readme.yaml": "still: not\n"}, one, path=path) == first
    assert len((top.parent / "log").read_text().splitlines()) == 1
    changed = rendered(top, {"base/web.yaml": WEB.replace("2", "3")}, one, path=path)
    assert named(changed)["deployment-web"] == WEB.replace("2", "3")
    assert len((top.parent / "log").read_text().splitlines()) == 2


def test_a_kept_text_that_was_tampered_with_is_built_again(top: Path) -> None:
    path = stand_in(top.parent)
    one = space(Kustomize(path="overlay"))
    first = rendered(top, OVERLAY, one, path=path)
    (kept,) = (top.parent / "state" / "rendered").iterdir()
    kept.write_text(kept.read_text().replace("replicas: 2", "replicas: 9"))
    assert rendered(top, {}, one, path=path) == first


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            {"overlay/service.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n"}, id="a Secret"
        ),
        pytest.param(
            {"overlay/kustomization.yaml": "resources:\n- service.yaml\nx: [https://h.example/base]\n"},
            id="a far base",
        ),
    ],
)
def test_what_is_secret_or_far_is_not_kept(top: Path, files: dict[str, str]) -> None:
    rendered(top, OVERLAY | files, space(Kustomize(path="overlay")), path=stand_in(top.parent))
    kept = top.parent / "state" / "rendered"
    assert not kept.exists() or list(kept.iterdir()) == []


def test_a_link_in_the_tree_is_not_followed(top: Path) -> None:
    (top.parent / "outside.yaml").write_text(SERVICE)
    (top / "overlay").mkdir()
    (top / "overlay" / "service.yaml").symlink_to(top.parent / "outside.yaml")
    files = {"overlay/kustomization.yaml": "resources:\n- service.yaml\n"}
    with pytest.raises(SourceUnreadable):
        rendered(top, files, space(Kustomize(path="overlay")), path=stand_in(top.parent))


@pytest.mark.parametrize(
    ("script", "error", "why"),
    [
        pytest.param(
            "#!/bin/sh\necho 'Error: no such \x1b[31mthing' >&2\nexit 1\n",
            SourceUnreadable,
            "no such ␛",
            id="it fails",
        ),
        pytest.param("#!/bin/sh\nexit 3\n", SourceUnreadable, "status 3", id="it fails without a word"),
        pytest.param("#!/bin/sh\nexit 0\n", SourceUnreadable, "no document at all", id="it prints nothing"),
        pytest.param("#!/bin/sh\necho 'a: ['\n", InputRefused, "what s renders to", id="it prints no YAML"),
        pytest.param("#!/bin/sh\nprintf '\\377'\n", InputRefused, "UTF-8", id="it prints no text"),
    ],
)
def test_a_build_that_goes_wrong_is_told_in_its_own_words(
    top: Path, script: str, error: type[HeadgateError], why: str
) -> None:
    with pytest.raises(error, match=why):
        rendered(top, OVERLAY, space(Kustomize(path="overlay")), path=stand_in(top.parent, script=script))
    assert [file.name for file in (top.parent / "state").iterdir() if file.name.startswith("build-")] == []


def test_without_kustomize_and_kubectl_both_are_named(top: Path) -> None:
    with pytest.raises(ToolMissing, match="neither kustomize nor kubectl"):
        rendered(top, OVERLAY, space(Kustomize(path="overlay")), path=str(top.parent))


def test_a_folder_without_a_kustomization_is_unreadable(top: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"no kustomization\.yaml"):
        rendered(top, OVERLAY, space(Kustomize(path="nowhere")), path=stand_in(top.parent))


def test_files_for_units_need_files_for_a_source(top: Path) -> None:
    with pytest.raises(SettingsError, match="one-per-file needs"):
        rendered(
            top, OVERLAY, space(Kustomize(path="overlay"), Splitting.ONE_PER_FILE), path=stand_in(top.parent)
        )


def test_a_command_prints_documents_from_the_tree_it_runs_in(top: Path) -> None:
    (top / "render.sh").write_text('#!/bin/sh\ncat "deploy/$1.yaml"\nrm -rf deploy\n')
    (top / "render.sh").chmod(0o755)
    one = space(Command(argv=("./render.sh", "web")))
    (unit,) = rendered(top, {"deploy/web.yaml": WEB}, one)
    assert (unit.unit.unit, unit.text, unit.paths, unit.editable) == ("deployment-web", WEB, (), None)
    assert (top / "deploy" / "web.yaml").read_text() == WEB


def test_a_command_that_is_not_there_is_missing(top: Path) -> None:
    with pytest.raises(ToolMissing, match=r"no-such\.sh"):
        rendered(top, {"deploy/web.yaml": WEB}, space(Command(argv=("./no-such.sh",))))


@pytest.mark.skipif(
    not (shutil.which("kustomize") or shutil.which("kubectl")),
    reason="neither kustomize nor kubectl is on PATH",
)
def test_a_real_kustomization_with_a_patch_is_rendered(top: Path) -> None:
    overlay = """\
resources: [../base]
patches:
- target: {kind: Deployment}
  patch: |
    - op: replace
      path: /spec/replicas
      value: 5
"""
    files = {
        "base/web.yaml": WEB,
        "base/kustomization.yaml": "resources: [web.yaml]\n",
        "overlay/kustomization.yaml": overlay,
    }
    (unit,) = rendered(top, files, space(Kustomize(path="overlay")), path=os.environ["PATH"])
    assert (unit.unit.unit, "replicas: 5" in unit.text) == ("deployment-web", True)
    assert unit.paths == ("overlay/kustomization.yaml", "base/kustomization.yaml", "base/web.yaml")


def test_files_that_cannot_be_read_are_named_and_the_others_are_rendered(top: Path) -> None:
    source: Renderer = renderer(top, space(ALL))
    broken = "kind: Pod\nmetadata: [unfinished\n"
    oid = commit(top, {"deploy/web.yaml": WEB, "deploy/b.yaml": broken})
    found = source.readable("s", oid, stop=never_stop())
    assert (list(named(found.units)), list(found.broken)) == (["deployment-web"], ["deploy/b.yaml"])
    assert "deploy/b.yaml, line 3" in found.broken["deploy/b.yaml"]


def test_where_nothing_can_be_read_there_is_nothing_to_go_on_with(top: Path) -> None:
    source: Renderer = renderer(top, space(ALL))
    oid = commit(top, {"deploy/web.yaml": "kind: [unfinished\n"})
    with pytest.raises(InputRefused, match=r"deploy/web\.yaml"):
        source.readable("s", oid, stop=never_stop())
