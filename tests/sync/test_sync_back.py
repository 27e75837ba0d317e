"""Sync-back: what the hub holds and Git does not becomes a branch with the smallest edit of the source."""

from pathlib import Path

import pytest

from core.merge.places import Side
from core.safetext import has_hidden
from core.sync.bring import Became
from core.sync.sync_back import Branch, SyncedBack
from tests.builders import repo
from tests.builders.shop import deployment
from tests.builders.world import World
from tests.sync.one_unit import SPACE, UNIT, accept, git, hub, item, kinds, one_unit, point, propose, settings
from tests.sync.shapes import SHAPES, replicas, standing


def synced(made: World, *, dry_run: bool = False) -> SyncedBack:
    return made.desk("op2").sync_back(space=SPACE, dry_run=dry_run)


def branch(made: World) -> Branch:
    (found,) = synced(made).branches
    return found


def changed(found: Branch) -> list[str]:
    return [line for line in found.diff if line[:1] in "+-" and line[:3] not in {"---", "+++"}]


def message(made: World, name: str) -> list[str]:
    return repo.git(made.top, "log", "-1", "--format=%an <%ae>%n%aI%n%B", name).splitlines()


def merge(made: World, name: str) -> None:
    repo.git(made.top, "merge", "--quiet", "--no-ff", "-m", "merge it", name)


@pytest.fixture
def ahead(tmp_path: Path) -> World:
    """The hub holds Y, Git B."""
    return standing(tmp_path, "field", "BYB")


def test_the_smallest_edit_goes_on_a_branch_of_its_own(ahead: World) -> None:
    found = branch(ahead)
    assert changed(found) == [
        "-  replicas: 2  # two are enough at night",
        "+  replicas: 4  # two are enough at night",
    ]
    assert (found.name.startswith("headgate/shop/"), found.files) == (True, ("k8s/web.yaml",))
    assert found.fields == ("shop/web#spec.replicas",)
    assert repo.git(ahead.top, "show", f"{found.name}:k8s/web.yaml") + "\n" == replicas("Y")
    assert repo.git(ahead.top, "log", "--format=%s", f"main..{found.name}").count("\n") == 0


def test_nobodys_own_branch_or_work_tree_is_touched(ahead: World) -> None:
    before = repo.git(ahead.top, "rev-parse", "main")
    branch(ahead)
    assert (repo.git(ahead.top, "rev-parse", "main"), repo.git(ahead.top, "status", "--porcelain")) == (
        before,
        "",
    )


@pytest.mark.parametrize(
    ("shape", "state", "lines"),
    [
        ("item", "X", ["-            - {name: LEVEL, value: level-b}"]),
        (
            "item",
            "Y",
            ["-            - {name: LEVEL, value: level-b}", "+            - {name: LEVEL, value: level-y}"],
        ),
        ("resource", "Y", ['-data: {level: "b"}', '+data: {level: "y"}']),
    ],
)
def test_things_of_every_size_are_carried(tmp_path: Path, shape: str, state: str, lines: list[str]) -> None:
    assert changed(branch(standing(tmp_path, shape, f"B{state}B"))) == lines


def test_a_resource_that_the_hub_removed_is_removed(tmp_path: Path) -> None:
    made = standing(tmp_path, "resource", "BXB")
    found = branch(made)
    assert repo.git(made.top, "show", f"{found.name}:k8s/web.yaml") + "\n" == SHAPES["resource"]("X")
    assert message(made, found.name)[2] == "sync: v1/ConfigMap/shop/set removed in shop/web"


def test_the_message_says_who_set_what_when_and_why(ahead: World) -> None:
    name = branch(ahead).name
    assert message(ahead, name) == [
        "op1 <op1@headgate.invalid>",
        "2026-02-16T12:00:00+00:00",
        "sync: spec.replicas 2 -> 4 in shop/web",
        "",
        "shop/web: spec.replicas 2 -> 4 (revision 2, op1: tuning)",
        "",
        "ConfigHub-Unit: shop/web",
        "ConfigHub-Revision: 2",
        f"ConfigHub-Data-Hash: {ahead.desk().history(item(ahead, 'sync-back').unit).revisions[1].data_hash}",
    ]


def test_no_word_of_the_hub_speaks_to_the_terminal_of_who_reads_the_log(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    reason = "x\x1b]0;pwn\x07\u202e\nSigned-off-by: Mallory <m@example.com>"
    hub(made, deployment(replicas=4), who="op1\x1b[2J", reason=reason)
    lines = message(made, branch(made).name)
    assert not any(has_hidden(line) for line in lines)
    assert [line for line in lines if line.startswith("Signed-off-by")] == []
    assert any("␛]0;pwn␇" in line for line in lines)


def test_each_field_names_the_revision_it_is_from(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    hub(made, deployment(replicas=4), who="op1", reason="PERF-1")
    hub(made, deployment(replicas=4, grace=60), who="op3", reason="PERF-3")
    lines = message(made, branch(made).name)
    assert lines[0] == "op3 <op3@headgate.invalid>"
    assert lines[2] == "sync: 2 fields of shop from the hub"
    assert lines[4:6] == [
        "shop/web: spec.replicas 2 -> 4 (revision 2, op1: PERF-1)",
        "shop/web: spec.template.spec.terminationGracePeriodSeconds 30 -> 60 (revision 3, op3: PERF-3)",
    ]
    assert [line for line in lines if line.startswith("ConfigHub-Revision")] == [
        "ConfigHub-Revision: 2",
        "ConfigHub-Revision: 3",
    ]


def test_a_field_that_went_there_and_back_names_the_last_time(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    for count, reason in ((4, "up"), (2, "down"), (4, "up again")):
        hub(made, deployment(replicas=count), reason=reason)
    assert message(made, branch(made).name)[4].endswith("(revision 4, op1: up again)")


def test_an_incident_and_the_decision_are_in_the_trailers(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BBY")
    made.desk("oncall1").capture(item(made, "capture").unit, incident="INC-4711", reason="OOM")
    receipt = accept(made, "break-glass", Side.LIVE)
    lines = message(made, branch(made).name)
    assert {f"Decision-Id: {receipt.decision}", "Incident: INC-4711"} <= set(lines)


def test_outside_words_cannot_forge_a_trailer(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    hub(made, deployment(replicas=4), reason="tuning\n\nConfigHub-Unit: other/unit")
    units = [line for line in message(made, branch(made).name) if line.startswith("ConfigHub-Unit")]
    assert units == ["ConfigHub-Unit: shop/web"]


def test_resources_with_the_same_path_are_told_apart(tmp_path: Path) -> None:
    def two(first: int, second: int) -> str:
        return deployment(replicas=first) + "---\n" + deployment("cart", replicas=second)

    made = one_unit(tmp_path, two(2, 3))
    hub(made, two(4, 5))
    found = branch(made)
    assert found.fields == (
        "shop/web#apps/v1/Deployment/shop/web#spec.replicas",
        "shop/web#apps/v1/Deployment/shop/cart#spec.replicas",
    )
    assert repo.git(made.top, "show", f"{found.name}:k8s/web.yaml") + "\n" == two(4, 5)
    assert [line.split(" (")[0] for line in message(made, found.name)[4:6]] == [
        "shop/web: apps/v1/Deployment/shop/web#spec.replicas 2 -> 4",
        "shop/web: apps/v1/Deployment/shop/cart#spec.replicas 3 -> 5",
    ]


def test_a_repeat_finds_the_branch_and_makes_no_other(ahead: World) -> None:
    first, second = branch(ahead), branch(ahead)
    assert (second.name, second.standing, second.diff) == (first.name, True, ())
    assert repo.git(ahead.top, "branch", "--list", "headgate/*").count("headgate/") == 1


def test_a_branch_stands_though_main_went_on(ahead: World) -> None:
    first = branch(ahead)
    ahead.commit({"README.md": "a note\n"})
    assert (branch(ahead).name, branch(ahead).standing) == (first.name, True)


def test_a_dry_run_pushes_nothing(ahead: World) -> None:
    (found,) = synced(ahead, dry_run=True).branches
    assert (found.commit, len(changed(found)), repo.branch_tip(ahead.top, found.name)) == (None, 2, "")
    assert item(ahead, "sync-back").state == "awaiting sync-back"


def test_the_item_says_which_branch_it_waits_for(ahead: World) -> None:
    found = branch(ahead)
    assert (item(ahead, "sync-back").state, item(ahead, "sync-back").reason) == (
        "branch pushed",
        f"waits for {found.name} to be merged",
    )


def test_a_later_change_of_the_hub_is_not_on_that_branch(ahead: World) -> None:
    first = branch(ahead)
    ahead.set(UNIT, "spec.replicas", 5)
    assert item(ahead, "sync-back").state == "awaiting sync-back"
    second = branch(ahead)
    assert (second.name != first.name, second.standing, changed(second)[1]) == (
        True,
        False,
        "+  replicas: 5  # two are enough at night",
    )
    assert item(ahead, "sync-back").reason == f"waits for {second.name} to be merged"


def test_a_merged_branch_ends_the_story(ahead: World) -> None:
    merge(ahead, branch(ahead).name)
    assert (propose(ahead).became, kinds(ahead, but="pending-apply")) == (Became.AGREED, [])
    assert synced(ahead).branches == ()


def test_a_merged_branch_is_never_taken_for_an_open_one(ahead: World) -> None:
    first = branch(ahead)
    merge(ahead, first.name)
    git(ahead, replicas("B"), "take it back")
    second = branch(ahead)
    assert (second.name != first.name, second.standing, len(changed(second))) == (True, False, 2)
    assert branch(ahead).standing is True


def test_what_git_changed_since_it_was_looked_at_is_left_for_propose(ahead: World) -> None:
    git(ahead, replicas("X"))
    done = synced(ahead)
    assert (done.branches, [(left.path, left.why) for left in done.left_out]) == (
        (),
        [("spec.replicas", "Git changed it since; headgate propose first")],
    )


def test_what_waits_for_a_decision_is_not_offered(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    hub(made, deployment(replicas=4, grace=60))
    git(made, deployment(replicas=3))
    propose(made)
    assert synced(made).branches == ()


def test_a_declined_value_is_offered_once_it_was_decided(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    accept(made, "conflict", Side.HUB)
    found = branch(made)
    assert changed(found) == [
        "-  replicas: 4  # two are enough at night",
        "+  replicas: 5  # two are enough at night",
    ]
    merge(made, found.name)
    assert (propose(made).became, point(made).decided) == (Became.AGREED, ())


def test_a_drift_waits_to_be_triaged_before_its_field_is_offered(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BYB")
    made.mark_applied(UNIT)
    made.live(SPACE, {"web.yaml": replicas("Z")})
    assert synced(made).branches == ()
    accept(made, "capture", Side.HUB)
    assert len(synced(made).branches) == 1


def test_a_source_that_cannot_say_it_leaves_the_field_out(tmp_path: Path) -> None:
    made = standing(tmp_path, "unit", "BXB")
    done = synced(made)
    assert (done.branches, [(str(left.unit), left.path) for left in done.left_out]) == (
        (),
        [(UNIT, "apps/v1/Deployment/shop/web")],
    )


def test_comments_and_quotes_of_the_source_stay(tmp_path: Path) -> None:
    text = "# the shop's own\n---\n" + deployment().replace(
        "image: shop/web:1", 'image: "shop/web:1"  # pinned'
    )
    made = one_unit(tmp_path, text, config=settings(live=False))
    hub(made, deployment(image="shop/web:2"))
    found = branch(made)
    assert changed(found)[1:] == ['+          image: "shop/web:2"  # pinned']
