import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from core.demo.build import build
from core.demo.repository import ORIGIN
from core.errors import StorageUnwritable, UsageError
from core.merge.places import Side
from core.model.item import Inbox, ItemKind
from core.model.names import RevisionNumber, UnitName
from core.model.unit import RevisionSource
from core.progress import NoProgress
from core.settings.state import state_folder
from core.workspace import Workspace, open_workspace
from tests.fakes.clock import FakeClock

NOW = 1_790_000_000.0
APP = "spec.template.spec.containers[name=app]"
LOG_LEVEL = f"{APP}.env[name=LOG_LEVEL].value"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One build for all; who changes it works on a copy."""
    home = tmp_path_factory.mktemp("built")
    return build(home / "shop", env=world(home), progress=NoProgress(), clock=FakeClock(NOW)).folder


@pytest.fixture(scope="module")
def inbox(built: Path) -> Inbox:
    return inbox_of(built)


def world(home: Path) -> dict[str, str]:
    return {"HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "PATH": os.environ["PATH"]}


@contextmanager
def opened(folder: Path) -> Iterator[Workspace]:
    with closing(open_workspace(folder, env=world(folder.parent), clock=FakeClock(NOW))) as workspace:
        yield workspace


def inbox_of(folder: Path) -> Inbox:
    with opened(folder) as workspace:
        return workspace.desk.inbox()


def copied(built: Path, tmp_path: Path) -> Path:
    """Copy the workspace with its local state, which is found by the workspace's path."""
    folder = Path(shutil.copytree(built, tmp_path / "shop"))
    shutil.copytree(state_folder(built, world(built.parent)), state_folder(folder, world(tmp_path)))
    return folder


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def test_something_of_every_kind_waits_and_every_side_can_be_read(inbox: Inbox) -> None:
    assert {item.kind for item in inbox.items} == set(ItemKind)
    assert len(inbox.items) >= 12
    assert inbox.unknown == ()


def test_most_units_are_quietly_in_sync(inbox: Inbox) -> None:
    states = Counter(state.state for state in inbox.states)
    assert sum(states.values()) >= 40
    assert states["in sync"] >= 20


@pytest.mark.parametrize(
    ("unit", "kind", "paths"),
    [
        pytest.param("dev-east/catalog", "", "", id="Git alone: promoted by itself and applied"),
        pytest.param("dev-east/wishlist", "", "", id="a unit made by its first proposal"),
        pytest.param(
            "prod-east/search", "sync-back", f"{APP}.resources.requests.cpu", id="the hub alone: to Git"
        ),
        pytest.param(
            "dev-west/worker",
            "capture",
            f"spec.replicas {LOG_LEVEL} {APP}.env[name=PROFILE]",
            id="live alone: what kubectl changed, without defaults and managed fields",
        ),
        pytest.param("prod-west/edge", "", "", id="Git and hub alike: agreed"),
        pytest.param("prod-east/checkout", "conflict", "spec.replicas", id="Git and hub differ: one field"),
        pytest.param("dev-east/web", "pending-apply", "", id="all three alike: agreed, only to be applied"),
        pytest.param("dev-west/search", "", "", id="Git and live alike: promoted, the drift is closed"),
        pytest.param(
            "prod-east/orders", "hold", f"{APP}.resources.limits.memory", id="Git and live differ: held"
        ),
        pytest.param("dev-east/orders", "sync-back", "spec.replicas", id="hub and live alike: captured"),
        pytest.param(
            "dev-east/payments", "conflict", f"{APP}.resources.limits.memory", id="hub and live differ"
        ),
        pytest.param(
            "dev-east/checkout",
            "capture",
            f"{APP}.env[name=PAYMENT_RETRIES].value",
            id="all three changed, Git and hub alike",
        ),
        pytest.param("prod-west/payments", "conflict", "spec.replicas", id="all three, Git and live alike"),
        pytest.param("dev-west/web", "conflict", "spec.maxReplicas", id="all three, hub and live alike"),
        pytest.param(
            "prod-east/worker",
            "conflict",
            f"spec.replicas {APP}.env[name=WORKER_CONCURRENCY].value {APP}.resources.requests.cpu"
            f" {APP}.resources.requests.memory",
            id="all three, all different, and what does not collide beside it",
        ),
        pytest.param(
            "prod-east/payments",
            "proposal",
            f"{APP}.image {APP}.env[name=PROVIDER_TIMEOUT_MS].value",
            id="a clean merge",
        ),
        pytest.param(
            "prod-east/cart",
            "proposal",
            f"{APP}.env[name=REDIS_URL].value {APP}.env[name=CART_TTL_HOURS] {APP}.env[name=REDIS_CA]"
            f" {APP}.ports[containerPort=8081,protocol=TCP] {APP}.ports[containerPort=9090,protocol=TCP]",
            id="both added list items",
        ),
        pytest.param(
            "dev-west/nightly-report",
            "conflict",
            "spec.jobTemplate.spec.template.spec.containers[name=log-shipper]",
            id="Git deleted what the hub modified",
        ),
        pytest.param("dev-west/promo-banner", "deletion", "", id="Git deleted a unit"),
        pytest.param("prod-west/promo-banner", "deletion", "", id="Git deleted a unit the hub modified"),
        pytest.param("prod-west/feature-flags", "unrelated", "", id="no base, different"),
        pytest.param("dev-east/feature-flags", "", "", id="no base, alike: adopted"),
        pytest.param("dev-east/credentials", "conflict", "stringData.smtp-password", id="a secret differs"),
        pytest.param(
            "prod-east/receipt-mailer",
            "break-glass",
            "spec.forProvider.memorySize",
            id="the cloud itself was changed in an incident",
        ),
        pytest.param("prod-east/shop-config", "pending-apply", "", id="a revision nobody applied yet"),
        pytest.param("prod-east/edge", "", "", id="only a comment changed in Git"),
        pytest.param("prod-east/web", "", "", id="what an autoscaler does is no drift"),
        pytest.param("prod-east/media-store", "", "", id="what a server adds to a claim is no drift"),
        pytest.param("prod-west/receipt-mailer", "", "", id="what a provider adds is no drift"),
    ],
)
def test_the_story_has_it(inbox: Inbox, unit: str, kind: str, paths: str) -> None:
    items = [item for item in inbox.items if str(item.unit) == f"shop-{unit}"]
    found = items[0] if items else None
    assert (found.kind.value if found else "") == kind
    assert not paths or (found is not None and set(found.paths) == set(paths.split()))


def test_one_same_conflict_stands_in_six_services(built: Path, inbox: Inbox) -> None:
    same = [item for item in inbox.items if item.conflicts == (LOG_LEVEL,)]
    assert [item.kind for item in same] == [ItemKind.CONFLICT] * 6
    with opened(built) as workspace:
        fields = [workspace.desk.open(item.id).resolution.fields[0].place for item in same]
    assert {(str(place.base), str(place.git), str(place.hub)) for place in fields} == {
        ("info", "warn", "debug")
    }


def test_the_first_conflict_is_the_simple_one(built: Path, inbox: Inbox) -> None:
    first = next(item for item in inbox.items if item.kind is ItemKind.CONFLICT)
    with opened(built) as workspace:
        (field,) = workspace.desk.open(first.id).resolution.fields
    place = field.place
    assert (str(first.unit), place.base, place.git, place.hub, place.live) == (
        "shop-prod-east/checkout",
        3,
        4,
        6,
        6,
    )


def test_the_break_glass_capture_names_incident_and_person(inbox: Inbox) -> None:
    (item,) = [one for one in inbox.items if one.kind is ItemKind.BREAK_GLASS]
    assert (item.incident, item.author, item.state) == ("INC-2107", "jonas", "captured")


def test_no_secret_leaves_the_desk(built: Path) -> None:
    with opened(built) as workspace:
        shown = str(workspace.desk.open("shop-dev-east/credentials"))
    assert "smtp-password" in shown
    assert "demo-mail" not in shown


def test_what_git_promoted_is_signed_by_the_commits_author(built: Path) -> None:
    with opened(built) as workspace:
        revisions = workspace.desk.history(UnitName("shop-dev-west", "catalog")).revisions
    assert [one.change.source for one in revisions] == [RevisionSource.GIT] * 2
    assert "renovate[bot]" in revisions[-1].change.author


def test_everything_happened_before_the_present(built: Path) -> None:
    with opened(built) as workspace:
        created = [
            revision.created
            for head in workspace.hub.heads("shop-prod-east")
            for revision in workspace.hub.revisions(head.unit, after=RevisionNumber(0))
        ]
        assert max(created) < workspace.context.clock.now()
    assert min(created) < "2026-09-09"


def test_a_newcomer_sees_files_and_nothing_to_commit(built: Path) -> None:
    assert git(built, "status", "--porcelain", "--branch") == "## main...origin/main\n"
    assert len(list(built.glob("deploy/*/*.yaml"))) >= 40
    assert {path.name for path in built.iterdir()} >= {"README.md", "headgate.yaml", "live", ORIGIN}


def test_proposing_again_raises_nothing_new(built: Path, inbox: Inbox, tmp_path: Path) -> None:
    folder = copied(built, tmp_path)
    with opened(folder) as workspace:
        workspace.desk.propose()
    assert {item.id for item in inbox_of(folder).items} == {item.id for item in inbox.items}


def test_taking_a_side_of_the_first_conflict_settles_it(built: Path, tmp_path: Path) -> None:
    folder = copied(built, tmp_path)
    unit = UnitName("shop-prod-east", "checkout")
    with opened(folder) as workspace:
        desk = workspace.desk
        item = desk.open(str(unit))
        chosen = item.resolution.choose([field.key for field in item.resolution.fields], Side.GIT)
        receipt = desk.carry_out(desk.plan(item, chosen, reason="sale"))
        desk.propose(space=unit.space)
        assert "replicas: 4 " in workspace.hub.data(unit, RevisionNumber(receipt.revision))
        assert unit not in {one.unit for one in desk.inbox().items if one.kind is ItemKind.CONFLICT}


def test_sync_back_reaches_the_origin(built: Path, tmp_path: Path) -> None:
    folder = copied(built, tmp_path)
    with opened(folder) as workspace:
        (branch,) = workspace.desk.sync_back(space="shop-prod-east").branches
    changed = git(folder / ORIGIN, "diff", "--numstat", "main", branch.name)
    assert changed == "1\t1\tdeploy/shop-prod-east/search.yaml\n"


def test_a_folder_that_holds_something_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError) as refused:
        build(tmp_path, env=world(tmp_path), progress=NoProgress(), clock=FakeClock(NOW))
    assert "mine.txt" in refused.value.why
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_folders_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "shop").write_text("mine")
    with pytest.raises(UsageError) as refused:
        build(tmp_path / "shop", env=world(tmp_path), progress=NoProgress(), clock=FakeClock(NOW))
    assert refused.value.why == "it is a file"


def test_a_folder_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageUnwritable):
        build(tmp_path / "file" / "shop", env=world(tmp_path), progress=NoProgress(), clock=FakeClock(NOW))
