"""A base that was force-pushed: what was offered from it stays open, is stale, and is reviewed anew."""

import json
from pathlib import Path

import pytest

from core.errors import SideMoved
from core.merge.places import Side
from core.model.item import ItemKind
from core.model.plan import Plan
from tests.builders.repo import git
from tests.builders.shop import PROD, WEB, deployment, shop
from tests.builders.terminal import run
from tests.builders.world import World


@pytest.fixture
def made(tmp_path: Path) -> World:
    """The hub and Git say other replicas, and that waits."""
    made = shop(tmp_path)
    made.set(WEB, "spec.replicas", 4)
    made.commit({"prod/web.yaml": deployment("web", replicas=6)}, "six")
    made.desk("ci").propose()
    return made


def forced(made: World, replicas: int) -> None:
    """Put another commit in the place of the newest, as a force-push does."""
    git(made.top, "reset", "--quiet", "--hard", "HEAD~1")
    made.commit({"prod/web.yaml": deployment("web", replicas=replicas)}, "another")


def planned(made: World) -> Plan:
    """Decide for what Git offers."""
    desk = made.desk()
    opened = desk.open(WEB)
    keys = [field.key for field in opened.resolution.open]
    return desk.plan(opened, opened.resolution.choose(keys, Side.GIT), reason="six is right")


def test_what_is_offered_from_a_commit_that_is_there_can_be_decided(made: World) -> None:
    made.commit({"README": "x"}, "later")
    assert planned(made).effects.text
    assert made.desk().open(WEB).stale == ""


@pytest.mark.parametrize("replicas", [7, 6], ids=["with another content", "with the same content"])
def test_a_forced_base_makes_the_offer_stale_and_it_stays_open(made: World, replicas: int) -> None:
    before = made.head(WEB)
    forced(made, replicas)
    with pytest.raises(SideMoved, match="force-push") as refused:
        planned(made)
    assert (refused.value.changed, made.head(WEB)) == ("nothing", before)
    assert ItemKind.CONFLICT in {item.kind for item in made.items(PROD)}
    shown = run(made.top, "show", WEB).out
    assert ("STALE" in shown, "force-pushed" in shown) == (True, True)


@pytest.mark.parametrize("replicas", [7, 6], ids=["with another content", "with the same content"])
def test_proposing_again_offers_what_is_there_now_and_it_is_decided_anew(made: World, replicas: int) -> None:
    old = made.desk().open(WEB)
    forced(made, replicas)
    made.desk("ci").propose()
    fresh = made.desk().open(WEB)
    assert fresh.commit != old.commit
    assert fresh.stale == ""
    made.desk().carry_out(planned(made))
    assert f"replicas: {replicas}" in made.text(WEB)


def test_a_plan_that_was_made_before_is_void_once_the_new_base_is_offered(made: World) -> None:
    plan, before = planned(made), made.head(WEB)
    forced(made, 7)
    made.desk("ci").propose()
    with pytest.raises(SideMoved, match="not in Git any more"):
        made.desk().carry_out(plan)
    assert made.head(WEB) == before
    refused = made.workspace().journal.audit()[-1]
    assert (refused.event, refused.decision) == ("refused", plan.id)


def test_what_live_changed_is_captured_though_git_s_offer_is_stale(made: World) -> None:
    made.mark_applied(WEB)
    made.live(PROD, {"web.yaml": deployment("web", image="shop/web:hotfix", replicas=4)})
    forced(made, 7)
    (item,) = [one for one in made.items(PROD) if one.kind is ItemKind.CAPTURE]
    assert made.desk().open(item.id).stale == ""
    made.take(item.id, Side.LIVE)
    assert "shop/web:hotfix" in made.text(WEB)


def test_machines_are_told_too(made: World) -> None:
    forced(made, 7)
    assert "force-pushed" in json.loads(run(made.top, "show", WEB, "-o", "json").out)["stale"]
