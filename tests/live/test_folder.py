from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest

from core.errors import EditRefused, SideMoved, SourceUnreadable, StorageUnwritable
from core.fieldpath import ROOT, FieldPath
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value
from core.live.folder import placing
from core.live.folder.folder import FolderLive
from core.ports.live import Live, Observed
from tests.fakes.clock import FakeClock

KEY = "d1/live"
WEB = ResourceId("apps/v1", "Deployment", "shop", "web")
TEXT = """\
# as it runs
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  replicas: 2  # by hand
  paused: true
"""
SERVICE = ResourceId("v1", "Service", "shop", "web")
SERVICE_TEXT = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: ClusterIP}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "live"
    made.mkdir()
    (made / "web.yaml").write_text(TEXT)
    return made


def live(folder: Path) -> Live:
    return FolderLive(folder, namespace="shop", clock=FakeClock())


def observe(folder: Path, *resources: ResourceId) -> Observed:
    return live(folder).observe("s", resources)


def change(path: str, value: Value | Absent, resource: ResourceId = WEB) -> FieldChange:
    return FieldChange(resource=resource, path=FieldPath.parse(path), value=value)


def apply(folder: Path, changes: Sequence[FieldChange], *, whole: str = "") -> str:
    return live(folder).apply("s", changes, whole=whole, token=KEY)


def test_resources_are_found_in_the_order_asked_and_the_rest_is_missing(folder: Path) -> None:
    (folder / "below").mkdir()
    (folder / "below" / "service.yml").write_text(SERVICE_TEXT)
    gone = ResourceId("v1", "Service", "shop", "gone")
    found = observe(folder, SERVICE, gone, WEB)
    assert found == Observed(text=f"{SERVICE_TEXT}---\n{TEXT}", missing=(gone,), when=FakeClock().now())


@pytest.mark.parametrize(
    ("resource", "is_there"),
    [
        pytest.param(
            ResourceId("apps/v1beta1", "Deployment", "shop", "web"), True, id="another version of it is it"
        ),
        pytest.param(
            ResourceId("apps/v1", "Deployment", "other", "web"), False, id="one in another namespace is not"
        ),
        pytest.param(ResourceId("v1", "Deployment", "shop", "web"), False, id="one of another group is not"),
    ],
)
def test_a_resource_is_known_by_group_kind_namespace_and_name(
    folder: Path, resource: ResourceId, *, is_there: bool
) -> None:
    assert (observe(folder, resource).missing == ()) is is_there


def test_what_kubectl_prints_is_a_list_and_is_read(folder: Path) -> None:
    (folder / "all.json").write_text(
        '{"apiVersion": "v1", "kind": "List", "items": ['
        '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}}]}'
    )
    assert observe(folder, SERVICE).text == "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n"


def test_hidden_files_and_other_files_are_passed_over(folder: Path) -> None:
    (folder / ".web.yaml.swp.yaml").write_text("[")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.yaml").write_text("[")
    (folder / "notes.txt").write_text("[")
    assert observe(folder, WEB).text == TEXT


def test_what_changed_on_disk_is_seen_by_the_next_look(folder: Path) -> None:
    side = live(folder)
    side.observe("s", [WEB])
    (folder / "web.yaml").write_text(TEXT.replace("2  #", "10  #"))
    assert "replicas: 10" in side.observe("s", [WEB]).text
    (folder / "web.yaml").unlink()
    assert side.observe("s", [WEB]).missing == (WEB,)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        pytest.param("x.yaml", b"kind: [\n", r"x\.yaml, line", id="a file that is no YAML"),
        pytest.param("x.yaml", b"a: 1\n", r"x\.yaml, line 1", id="a file that is no resource"),
        pytest.param("x.yaml", b"a: \xff\n", "UTF-8", id="a file that is no text"),
        pytest.param("y.yaml", TEXT.encode(), r"web\.yaml and in .*y\.yaml", id="a resource in two files"),
    ],
)
def test_one_bad_file_makes_everything_unknown_and_nothing_missing(
    folder: Path, name: str, content: bytes, why: str
) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(SourceUnreadable, match=why) as unreadable:
        observe(folder, WEB)
    assert unreadable.value.exit_code == 6


def test_a_folder_that_is_not_there_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="No such file"):
        observe(tmp_path / "gone", WEB)


def test_a_broken_link_is_unknown(folder: Path) -> None:
    (folder / "x.yaml").symlink_to(folder / "gone.yaml")
    with pytest.raises(SourceUnreadable, match="No such file"):
        observe(folder, WEB)


def test_just_the_given_fields_are_set_and_the_file_keeps_the_rest(folder: Path) -> None:
    (folder / "web.yaml").chmod(0o664)
    said = apply(folder, [change("spec.replicas", 5), change("spec.paused", ABSENT)])
    assert said == "set 2 fields in web.yaml"
    assert (folder / "web.yaml").read_text() == TEXT.replace("2  #", "5  #").replace("  paused: true\n", "")
    assert (folder / "web.yaml").stat().st_mode & 0o777 == 0o664
    assert [file.name for file in folder.iterdir()] == ["web.yaml"]


def test_a_resource_that_leaves_its_namespace_open_is_found_by_it(folder: Path) -> None:
    (folder / "service.yaml").write_text(SERVICE_TEXT)
    apply(folder, [change("spec.type", "NodePort", SERVICE)])
    assert (folder / "service.yaml").read_text() == SERVICE_TEXT.replace("ClusterIP", "NodePort")


def test_what_is_set_already_is_left_alone(folder: Path) -> None:
    inode = (folder / "web.yaml").stat().st_ino
    assert apply(folder, [change("spec.replicas", 2)]) == "it was live already"
    assert (folder / "web.yaml").stat().st_ino == inode


def test_a_resource_that_is_not_there_is_added_whole(folder: Path) -> None:
    whole = f"{TEXT}---\n{SERVICE_TEXT}"
    wanted = [change("spec.type", "ClusterIP", SERVICE)]
    assert apply(folder, wanted, whole=whole) == "added v1/Service/shop/web"
    assert (folder / "service-web.yaml").read_text() == SERVICE_TEXT
    assert apply(folder, wanted, whole=whole) == "it was live already"


def test_a_new_file_takes_nobodys_name(folder: Path) -> None:
    (folder / "service-web.yaml").write_text("# kept for later\n")
    apply(folder, [change("spec.type", "ClusterIP", SERVICE)], whole=SERVICE_TEXT)
    assert (folder / "service-web.yaml").read_text() == "# kept for later\n"
    assert (folder / "service-web-2.yaml").read_text() == SERVICE_TEXT


def test_a_resource_that_is_removed_takes_its_file_along_when_it_was_alone(folder: Path) -> None:
    (folder / "both.yaml").write_text(f"{SERVICE_TEXT}---\n{SERVICE_TEXT.replace('name: web', 'name: api')}")
    gone = [FieldChange(resource=resource, path=ROOT, value=ABSENT) for resource in (WEB, SERVICE)]
    apply(folder, gone)
    assert [file.name for file in folder.iterdir()] == ["both.yaml"]
    assert observe(folder, WEB, SERVICE).missing == (WEB, SERVICE)
    assert apply(folder, gone) == "it was live already"


@pytest.mark.parametrize(
    ("seen", "refused"),
    [
        pytest.param(2, False, id="what it holds"),
        pytest.param(3, True, id="something else"),
        pytest.param(ABSENT, True, id="nothing"),
    ],
)
def test_a_field_is_set_only_over_what_was_seen(folder: Path, seen: Value | Absent, *, refused: bool) -> None:
    wanted, before = [change("spec.replicas", 5)], [change("spec.replicas", seen)]
    with pytest.raises(SideMoved, match="another value") if refused else nullcontext():
        live(folder).apply("s", wanted, whole="", token=KEY, seen=before)
    assert (folder / "web.yaml").read_text() == (
        TEXT if refused else TEXT.replace("replicas: 2", "replicas: 5")
    )


def test_a_field_that_holds_its_new_value_already_is_no_surprise(folder: Path) -> None:
    wanted, before = [change("spec.replicas", 2)], [change("spec.replicas", 9)]
    assert live(folder).apply("s", wanted, whole="", token=KEY, seen=before) == "it was live already"


def test_a_resource_that_nobody_has_any_more_is_not_invented(folder: Path) -> None:
    with pytest.raises(SideMoved, match="not live any more"):
        apply(folder, [change("spec.replicas", 5), change("spec.type", "x", SERVICE)], whole=TEXT)
    assert (folder / "web.yaml").read_text() == TEXT


def test_a_file_that_changed_since_it_was_read_is_left_as_it_is(folder: Path) -> None:
    file = folder / "web.yaml"
    with pytest.raises(SideMoved, match="somebody changed it"):
        placing.replace_file(file, "new", seen="old")
    with pytest.raises(SideMoved, match="somebody changed it"):
        placing.remove_file(file, seen="old")
    assert file.read_text() == TEXT


def test_a_link_is_read_and_never_written(folder: Path) -> None:
    elsewhere = folder.parent / "elsewhere.yaml"
    elsewhere.write_text(SERVICE_TEXT)
    (folder / "service.yaml").symlink_to(elsewhere)
    with pytest.raises(StorageUnwritable, match="it is a link"):
        apply(folder, [change("spec.type", "NodePort", SERVICE)])
    assert (elsewhere.read_text(), (folder / "service.yaml").is_symlink()) == (SERVICE_TEXT, True)


def test_an_edit_that_cannot_be_made_writes_no_file_at_all(folder: Path) -> None:
    (folder / "service.yaml").write_text(SERVICE_TEXT)
    with pytest.raises(EditRefused):
        apply(folder, [change("spec.replicas", 5), change("spec.type.deep", "x", SERVICE)])
    assert (folder / "web.yaml").read_text() == TEXT
