"""The commands that write: propose, resolve, set, restore, capture, sync-back, init."""

import json
from pathlib import Path

import pytest

from tests.builders.repo import branch_tip, git, repository
from tests.builders.shop import CART, DEV, PROD, WEB, conflicted, deployment, drifted, shop
from tests.builders.terminal import run

REASON = ("--reason", "load test L-9")


def test_set_makes_a_revision_at_once(tmp_path: Path) -> None:
    made = shop(tmp_path)
    ran = run(made.top, "set", WEB, "spec.replicas=5", "spec.paused=true", *REASON, "--yes")
    assert (ran.code, made.text(WEB)) == (0, deployment(replicas=5, paused=True))


def test_set_removes_a_field_too(tmp_path: Path) -> None:
    made = shop(tmp_path)
    assert run(made.top, "set", "web", "--space", PROD, "--remove", "spec.paused", *REASON, "--yes").code == 0
    assert made.text(WEB) == deployment().replace("  paused: false\n", "")


def test_set_warns_of_a_word_that_tools_read_differently(tmp_path: Path) -> None:
    ran = run(shop(tmp_path).top, "set", WEB, "spec.paused=on", "--dry-run")
    assert "kubectl reads true" in ran.err


@pytest.mark.parametrize("argv", [[], ["spec.replicas=2"], ["spec.replicas"], ["spec.replicas={"]])
def test_set_with_nothing_to_do_or_nothing_it_understands_exits_2(argv: list[str], tmp_path: Path) -> None:
    made = shop(tmp_path)
    assert (run(made.top, "set", WEB, *argv, *REASON, "--yes").code, made.head(WEB)) == (2, 1)


def test_restore_goes_back_by_going_forward(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    assert run(made.top, "restore", f"{WEB}@1", *REASON, "--yes").code == 0
    assert (made.head(WEB), made.text(WEB)) == (3, deployment())


def test_a_captured_drift_waits_and_names_its_incident(tmp_path: Path) -> None:
    made = drifted(tmp_path)
    ran = run(made.top, "capture", CART, "--incident", "INC-7", *REASON, "-o", "json")
    (capture,) = json.loads(ran.out)["captures"]
    assert (ran.code, capture["unit"], capture["incident"], capture["state"]) == (0, CART, "INC-7", "pending")
    assert [(item.kind.value, item.incident) for item in made.items(DEV)] == [("break-glass", "INC-7")]


def test_everything_that_drifted_is_captured_where_no_unit_is_named(tmp_path: Path) -> None:
    made = drifted(tmp_path)
    ran = run(made.top, "capture", "-o", "json")
    assert [one["unit"] for one in json.loads(ran.out)["captures"]] == [CART]
    assert [item.state for item in made.items(DEV)] == ["captured"]


def test_of_one_side_all_is_captured_that_is_no_conflict_and_not_captured_yet(tmp_path: Path) -> None:
    made = shop(tmp_path)
    made.live(PROD, {"web.yaml": deployment(replicas=5, grace=90, image="shop/web:hot")})
    made.set(WEB, "spec.replicas", 7)
    assert run(made.top, "capture", WEB, "--path", "image").code == 0
    ran = run(made.top, "capture", "--from", "cluster", "-o", "json")
    (capture,) = json.loads(ran.out)["captures"]
    assert [path.rpartition(".")[2] for path in capture["paths"]] == ["terminationGracePeriodSeconds"]
    assert "has drifted in the cloud" in run(made.top, "capture", WEB, "--from", "cloud").err


def test_a_container_added_by_hand_is_its_managers_and_the_clusters_though_defaults_were_filled_in(
    tmp_path: Path,
) -> None:
    made = shop(tmp_path)
    held = '{"f:containers":{"k:{\\"name\\":\\"side\\"}":{".":{},"f:name":{},"f:image":{}}}}'
    fields = f'fieldsType: FieldsV1, fieldsV1: {{"f:spec":{{"f:template":{{"f:spec":{held}}}}}}}'
    owned = f"  managedFields: [{{manager: kubectl-edit, operation: Update, {fields}}}]\n"
    side = "        - {name: side, image: x:1, imagePullPolicy: IfNotPresent, resources: {}}\n"
    made.live(PROD, {"web.yaml": deployment().replace("  name: web\n", f"  name: web\n{owned}", 1) + side})
    (unit,) = json.loads(run(made.top, "drift", "-o", "json").out)["units"]
    assert unit["fields"][0]["owners"]["live"]["who"] == "kubectl-edit"
    assert json.loads(run(made.top, "capture", "--from", "cloud", "-o", "json").out)["captures"] == []
    assert len(json.loads(run(made.top, "capture", "--from", "cluster", "-o", "json").out)["captures"]) == 1


def test_what_cannot_be_looked_at_is_said_and_stops_no_other_capture(tmp_path: Path) -> None:
    made = drifted(tmp_path)
    made.live(PROD, {"web.yaml": "{"})
    ran = run(made.top, "capture", "-o", "json")
    assert (ran.code, [one["unit"] for one in json.loads(ran.out)["captures"]]) == (6, [CART])
    assert f"{WEB} was not captured: " in ran.err


def test_a_second_capture_of_the_same_drift_is_the_same_capture(tmp_path: Path) -> None:
    made = drifted(tmp_path)
    first, second = (json.loads(run(made.top, "capture", "-o", "json").out)["captures"] for _ in range(2))
    assert [one["id"] for one in first] == [one["id"] for one in second]


def test_a_dry_capture_captures_nothing(tmp_path: Path) -> None:
    made = drifted(tmp_path)
    ran = run(made.top, "capture", "--dry-run")
    assert (ran.out, [item.state for item in made.items(DEV)]) == (f"Would capture {CART}\n", ["drift"])


def test_an_accepted_capture_is_a_revision_at_once(tmp_path: Path) -> None:
    made = drifted(tmp_path)
    ran = run(made.top, "capture", CART, "--path", "replicas", "--accept", *REASON, "--yes")
    cart = deployment("cart", image="shop/cart:1", replicas=5)
    assert (ran.code, made.text(CART)) == (0, cart)


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        pytest.param(["capture", "--accept", *REASON], 2, id="accepting without a unit"),
        pytest.param(["capture", "--path", "a"], 2, id="a path without a unit"),
        pytest.param(["capture", CART, "--path", "nowhere"], 2, id="a path that did not drift"),
        pytest.param(["capture", WEB], 6, id="a unit that did not drift"),
        pytest.param(["capture", CART, "--accept", "--yes"], 2, id="accepting without a reason"),
    ],
)
def test_a_capture_that_cannot_be_meant_is_refused(argv: list[str], code: int, tmp_path: Path) -> None:
    made = drifted(tmp_path)
    assert (run(made.top, *argv).code, made.head(CART)) == (code, 1)


def test_reverting_a_drift_puts_live_back(tmp_path: Path) -> None:
    made = drifted(tmp_path)
    assert run(made.top, "resolve", CART, "--take", "hub", *REASON, "--yes").code == 0
    assert run(made.top, "drift").code == 0


def test_a_sync_back_is_shown_then_made_then_found_again(tmp_path: Path) -> None:
    made = shop(tmp_path)
    made.set(WEB, "spec.replicas", 4)
    planned = json.loads(run(made.top, "sync-back", "--dry-run", "-o", "json").out)["branches"][0]
    assert (planned["fields"], planned["files"]) == ([f"{WEB}#spec.replicas"], ["prod/web.yaml"])
    assert branch_tip(made.top, planned["branch"]) == ""
    made_now = json.loads(run(made.top, "sync-back", "-o", "json").out)["branches"][0]
    assert branch_tip(made.top, made_now["branch"]) == made_now["commit"]
    assert git(made.top, "show", f"{made_now['branch']}:prod/web.yaml") == deployment(replicas=4).strip()
    again = run(made.top, "sync-back")
    assert "stands already" in again.out


def test_nothing_to_sync_back_says_so(tmp_path: Path) -> None:
    assert run(shop(tmp_path).top, "sync-back").out == "Git has all that the hub has.\n"


def test_propose_reports_what_became_of_each_unit(tmp_path: Path) -> None:
    made = shop(tmp_path)
    made.commit({"dev/cart.yaml": deployment("cart", image="shop/cart:2")}, "cart: 2")
    form = json.loads(run(made.top, "propose", "-o", "json").out)
    became = {unit["unit"]: (unit["became"], unit["revision"]) for unit in form["units"]}
    assert became == {CART: ("promoted", 2), WEB: ("base commit advanced", 0)}
    assert (form["commit"]["subject"], form["pending"], form["dry_run"]) == ("cart: 2", 0, False)


def test_a_dry_propose_writes_nothing(tmp_path: Path) -> None:
    made = shop(tmp_path)
    made.commit({"dev/cart.yaml": deployment("cart", image="shop/cart:2")}, "cart: 2")
    ran = run(made.top, "propose", "--dry-run")
    assert (ran.code, made.head(CART)) == (0, 1)
    assert "what would become of it" in ran.out


def test_propose_appends_a_summary_for_ci(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    assert run(made.top, "propose", "--summary", str(summary)).code == 3
    assert summary.read_text().startswith("before\n### Headgate: 1 unit waits for a decision\n")


def test_propose_of_an_older_commit_by_name(tmp_path: Path) -> None:
    made = shop(tmp_path)
    old = git(made.top, "rev-parse", "HEAD")
    made.commit({"dev/cart.yaml": deployment("cart", image="shop/cart:2")})
    run(made.top, "propose")
    form = json.loads(run(made.top, "propose", "--commit", old, "--space", DEV, "-o", "json").out)
    assert [unit["became"] for unit in form["units"]] == ["older than what was proposed"]


def test_init_writes_settings_that_the_program_reads(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", branch="trunk")
    (top / "deploy").mkdir()
    (top / "deploy/web.yaml").write_text(deployment())
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message", "start")
    ran = run(top / "deploy", "init", "-o", "json")
    assert (ran.code, json.loads(ran.out)["spaces"]) == (0, [{"name": "deploy", "files": "deploy/*.yaml"}])
    assert "branch: trunk" in (top / "headgate.yaml").read_text()
    assert run(top, "propose").code == 0
    states = json.loads(run(top, "status", "--all", "-o", "json").out)["units"]
    assert [one["unit"] for one in states] == ["deploy/shop.deployment-web"]


def test_init_never_writes_over_settings(tmp_path: Path) -> None:
    made = shop(tmp_path)
    before = (made.top / "headgate.yaml").read_text()
    assert run(made.top, "init").code == 2
    assert (made.top / "headgate.yaml").read_text() == before


def test_init_outside_a_repository_exits_2(tmp_path: Path) -> None:
    ran = run(tmp_path, "init")
    assert ran.code == 2
    assert "git init" in ran.err
