"""headgate resolve: choices, plans, confirmations, and what is refused."""

import json
from pathlib import Path

import pytest

from core.merge.places import Side
from tests.builders.services import EAST, WEST, collide, services
from tests.builders.shop import PROD, WEB, conflicted, deployment, shop
from tests.builders.terminal import run
from tests.builders.world import World

REASON = ("--reason", "load test L-9")


def values(made: World, unit: str = WEB) -> tuple[int, str]:
    """Read replicas and image of Head from its text, as written."""
    lines = made.text(unit).splitlines()
    replicas = next(line.split()[1] for line in lines if "replicas:" in line)
    return int(replicas), next(line.split()[1] for line in lines if "image:" in line)


@pytest.mark.parametrize(
    ("argv", "left"),
    [
        pytest.param(["--take", "git"], (3, "shop/web:2"), id="Git, and what Git alone changed"),
        pytest.param(["--take", "hub"], (4, "shop/web:2"), id="hub, and what Git alone changed"),
        pytest.param(["--take", "live"], (2, "shop/web:2"), id="live, and what Git alone changed"),
        pytest.param(["--path", "spec.replicas=base"], (2, "shop/web:2"), id="the base for one field"),
        pytest.param(["--set", "spec.replicas=7"], (7, "shop/web:2"), id="a value of one's own"),
        pytest.param(["--set", "replicas=7"], (7, "shop/web:2"), id="a path shortened to its end"),
        pytest.param(["--take", "git", "--path", "image=hub"], (3, "shop/web:1"), id="Git but for one field"),
        pytest.param(
            ["--path", "apps/v1/Deployment/shop/web#spec.replicas=git"], (3, "shop/web:2"), id="a whole key"
        ),
    ],
)
def test_a_conflict_is_resolved(argv: list[str], left: tuple[int, str], tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    ran = run(made.top, "resolve", WEB, *argv, *REASON, "--yes", "-o", "json")
    receipt = json.loads(ran.out)
    assert (ran.code, receipt["revision"], receipt["unit"]) == (0, 3, WEB)
    assert (made.head(WEB), values(made)) == (3, left)


def test_a_settled_conflict_is_not_raised_again(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    assert run(made.top, "propose").code == 3
    assert run(made.top, "resolve", WEB, "--take", "hub", *REASON, "--yes").code == 0
    assert run(made.top, "propose").code == 0


def test_a_field_is_removed(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    assert run(made.top, "resolve", WEB, "--remove", "spec.replicas", *REASON, "--yes").code == 0
    assert "replicas" not in made.text(WEB)


def test_taking_hub_for_a_clean_merge_keeps_gits_change_out(tmp_path: Path) -> None:
    made = shop(tmp_path)
    made.set(WEB, "spec.replicas", 4)
    made.commit({"prod/web.yaml": deployment(image="shop/web:2")})
    assert run(made.top, "propose").code == 3
    assert run(made.top, "resolve", WEB, "--take", "hub", *REASON, "--yes").code == 0
    assert values(made) == (4, "shop/web:1")


def test_taking_clean_takes_what_the_rules_take(tmp_path: Path) -> None:
    made = shop(tmp_path)
    made.set(WEB, "spec.replicas", 4)
    made.commit({"prod/web.yaml": deployment(image="shop/web:2")})
    run(made.top, "propose")
    assert run(made.top, "resolve", WEB, "--take", "clean", *REASON, "--yes").code == 0
    assert values(made) == (4, "shop/web:2")


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        pytest.param(["--take", "clean"], 3, "spec.replicas", id="clean, while a field is undecided"),
        pytest.param(["--path", "image=git"], 3, "spec.replicas", id="not every undecided field is named"),
        pytest.param([], 2, "--take git, hub, live or clean", id="nothing is chosen"),
        pytest.param(["--set", "spec.replicas="], 2, "--remove spec.replicas", id="an empty value"),
        pytest.param(["--set", "nowhere=1"], 2, "spec.replicas", id="a path that fits nothing"),
        pytest.param(["--path", "cas=git"], 2, "spec.replicas", id="the end of a word, which is no step"),
        pytest.param(["--path", "spec.replicas=4"], 2, "--set", id="a value where a side belongs"),
        pytest.param(
            ["--set", "replicas=1", "--path", "spec.replicas=git"], 2, "twice", id="one field named twice"
        ),
    ],
)
def test_a_decision_that_is_not_whole_writes_nothing(
    argv: list[str], code: int, words: str, tmp_path: Path
) -> None:
    made = conflicted(tmp_path)
    ran = run(made.top, "resolve", WEB, *argv, *REASON, "--yes")
    assert (ran.code, ran.out, made.head(WEB)) == (code, "", 2)
    assert words in ran.err


def test_a_decision_needs_a_reason(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    ran = run(made.top, "resolve", WEB, "--take", "hub", "--yes")
    assert (ran.code, made.head(WEB)) == (2, 2)
    assert "--reason" in ran.err


def test_a_dry_run_prints_the_exact_plan_needs_no_reason_and_writes_nothing(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    ran = run(made.top, "resolve", WEB, "--take", "git", "--dry-run")
    assert (ran.code, made.head(WEB)) == (0, 2)
    assert "  hub   revision 3, if Head is still 2\n" in ran.out
    assert (
        "\n-  replicas: 4  # two are enough at night\n+  replicas: 3  # two are enough at night\n" in ran.out
    )
    plan = json.loads(run(made.top, "resolve", WEB, "--take", "git", "--dry-run", "-o", "json").out)
    assert (plan["word"], plan["choices"]["apps/v1/Deployment/shop/web#spec.replicas"]) == (PROD, "git")


@pytest.mark.parametrize(
    "argv",
    [
        pytest.param(["resolve", WEB, "--take", "hub"], id="resolve"),
        pytest.param(["set", WEB, "spec.paused=true"], id="set"),
        pytest.param(["restore", f"{WEB}@1"], id="restore"),
    ],
)
def test_without_a_terminal_and_without_yes_a_plan_is_shown_and_refused(
    argv: list[str], tmp_path: Path
) -> None:
    made = conflicted(tmp_path)
    ran = run(made.top, *argv, *REASON)
    assert (ran.code, ran.out, made.head(WEB)) == (2, "", 2)
    assert ran.err.startswith("Plan ")
    assert "Next: add --yes" in ran.err


def test_quiet_and_yes_print_the_receipt_alone(tmp_path: Path) -> None:
    ran = run(conflicted(tmp_path).top, "resolve", WEB, "--take", "hub", *REASON, "--yes", "--quiet")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Decision ")


def test_an_item_that_was_decided_since_it_was_seen_exits_5_and_writes_nothing(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    seen = made.items(PROD)[0].id
    made.set(WEB, "spec.replicas", 6)
    ran = run(made.top, "resolve", seen, "--take", "git", *REASON, "--yes")
    assert (ran.code, made.head(WEB)) == (5, 3)
    assert "\nChanged: nothing\nNext: headgate " in ran.err


def test_a_unit_that_git_removed_while_it_was_shown_exits_5_and_writes_nothing(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    seen = made.items(PROD)[0].id
    made.commit({"prod/web.yaml": None, "prod/other.yaml": deployment("other")})
    assert run(made.top, "propose").code == 3
    ran = run(made.top, "resolve", seen, "--take", "git", *REASON, "--yes")
    assert (ran.code, made.head(WEB)) == (5, 2)


def test_a_group_is_decided_once_but_for_the_units_that_are_left_out(tmp_path: Path) -> None:
    made = services(tmp_path)
    collide(made, [f"{WEST}/web", f"{WEST}/cart", f"{WEST}/search"])
    group = json.loads(run(made.top, "status", "-o", "json").out)["groups"][0]["id"]
    decide = ("resolve", group, "--take", "git", "--except", f"{WEST}/web", "--reason", "alike", "-o", "json")
    assert json.loads(run(made.top, *decide, "--dry-run").out)["word"] == WEST
    assert run(made.top, *decide).code == 2
    ran = run(made.top, *decide, "--yes", "--quiet")
    assert [one["unit"] for one in json.loads(ran.out)["receipts"]] == [f"{WEST}/cart", f"{WEST}/search"]
    assert [item.kind for item in made.items() if str(item.unit) == f"{WEST}/web"] == [
        "conflict",
        "pending-apply",
    ]


def test_several_items_are_decided_alike_and_the_receipt_lists_all(tmp_path: Path) -> None:
    made = services(tmp_path)
    collide(made, [f"{WEST}/web", f"{WEST}/cart"])
    collide(made, [f"{EAST}/web"], hub=5)
    ran = run(made.top, "resolve", f"{WEST}/web", f"{EAST}/web", "--take", "hub", "--reason", "r", "--yes")
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "2 of 2 carried out"


def test_a_group_is_shown_with_its_units(tmp_path: Path) -> None:
    made = services(tmp_path)
    collide(made, [f"{WEST}/web", f"{WEST}/cart"])
    group = json.loads(run(made.top, "status", "-o", "json").out)["groups"][0]["id"]
    assert "the same change in 2 units" in run(made.top, "show", group).out
    assert len(json.loads(run(made.top, "show", group, "-o", "json").out)["items"]) == 2


def test_what_was_decided_before_is_shown_and_taken_when_asked_for(tmp_path: Path) -> None:
    made = services(tmp_path)
    collide(made, [f"{WEST}/web", f"{EAST}/web"])
    nothing = run(made.top, "resolve", f"{EAST}/web", "--take", "remembered", "--dry-run")
    assert (nothing.code, "Nothing is remembered" in nothing.err) == (2, True)
    made.take(f"{WEST}/web", Side.HUB, who="priya", reason="until the sale ends")
    shown = run(made.top, "show", f"{EAST}/web").out
    assert "hub for shop-west/web by priya" in " ".join(shown.split())
    (offer,) = json.loads(run(made.top, "show", f"{EAST}/web", "-o", "json").out)["remembered"]
    assert (offer["side"], offer["reason"], offer["unit"]) == ("hub", "until the sale ends", f"{WEST}/web")
    plan = run(made.top, "resolve", f"{EAST}/web", "--take", "remembered", "--dry-run", "-o", "json")
    assert list(json.loads(plan.out)["choices"].values()) == ["hub"]
