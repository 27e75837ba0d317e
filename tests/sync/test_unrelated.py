"""A unit that Git and the hub never agreed on: alike it is adopted, unlike somebody says which one counts."""

from pathlib import Path

import pytest

from core.merge.places import Side
from core.sync.bring import Became
from tests.builders.shop import deployment
from tests.builders.world import World, world
from tests.sync.one_unit import (
    NAME,
    SPACE,
    accept,
    applied,
    git,
    hub,
    item,
    items,
    kinds,
    live,
    point,
    propose,
    settings,
)


def strangers(folder: Path, in_git: str, in_hub: str, *, running: str = "") -> World:
    """A unit that was put into the hub by hand, and applied."""
    made = world(folder, settings(), {"k8s/web.yaml": in_git})
    hub(made, in_hub)
    applied(made)
    live(made, running or in_hub)
    return made


@pytest.fixture
def unlike(tmp_path: Path) -> World:
    """Git says three replicas and another grace; the hub four, and an image of its own."""
    return strangers(
        tmp_path, deployment(replicas=3, grace=60), deployment(replicas=4, image="shop/web:2", grace=60)
    )


def test_alike_it_is_adopted_without_a_revision(tmp_path: Path) -> None:
    made = strangers(tmp_path, "# ours\n" + deployment(), deployment())
    assert (propose(made).became, made.head("shop/web"), kinds(made)) == (Became.ADOPTED, 1, [])
    assert (point(made).cause, propose(made).became) == ("adopted", Became.QUIET)


def test_unlike_it_is_asked_and_nothing_moves(unlike: World) -> None:
    outcome = propose(unlike)
    assert (outcome.became, unlike.head("shop/web"), kinds(unlike)) == (Became.PENDING, 1, ["unrelated"])
    assert unlike.workspace().context.points.sync_point(NAME) is None


def test_asking_again_writes_nothing(unlike: World) -> None:
    propose(unlike)
    before = (unlike.workspace().context.proposals.pending(), items(unlike))
    propose(unlike)
    assert (unlike.workspace().context.proposals.pending(), items(unlike)) == before


def test_every_difference_is_asked_and_what_is_alike_is_not(unlike: World) -> None:
    propose(unlike)
    assert item(unlike, "unrelated").conflicts == (
        "spec.replicas",
        "spec.template.spec.containers[name=app].image",
    )


def test_what_only_the_hub_has_is_asked_too(tmp_path: Path) -> None:
    made = strangers(tmp_path, deployment(), deployment() + "          args: [--verbose]\n")
    propose(made)
    found = item(made, "unrelated")
    assert (found.conflicts, found.undecided) == (("spec.template.spec.containers[name=app].args",), 1)


def test_git_is_taken_once_and_is_the_base_from_then_on(unlike: World) -> None:
    propose(unlike)
    accept(unlike, "unrelated", Side.GIT)
    assert unlike.text("shop/web") == deployment(replicas=3, grace=60)
    assert (propose(unlike).became, kinds(unlike)) == (Became.QUIET, ["pending-apply"])
    git(unlike, deployment(replicas=5, grace=60))
    assert propose(unlike).became is Became.PROMOTED


def test_the_hub_is_taken_once_and_waits_to_be_synced(unlike: World) -> None:
    propose(unlike)
    accept(unlike, "unrelated", Side.HUB)
    assert (propose(unlike).item, kinds(unlike), unlike.head("shop/web")) == (None, ["sync-back"], 1)
    assert item(unlike, "sync-back").paths == (
        "spec.replicas",
        "spec.template.spec.containers[name=app].image",
    )


def test_one_field_may_be_gits_and_another_the_hubs(unlike: World) -> None:
    propose(unlike)
    desk = unlike.desk()
    opened = desk.open(item(unlike, "unrelated").id)
    replicas, image = (field.key for field in opened.resolution.fields)
    mixed = opened.resolution.choose([replicas], Side.GIT).choose([image], Side.HUB)
    desk.carry_out(desk.plan(opened, mixed, reason="both are right"))
    assert unlike.text("shop/web") == deployment(replicas=3, image="shop/web:2", grace=60)
    assert (propose(unlike).item, item(unlike, "sync-back").paths) == (
        None,
        ("spec.template.spec.containers[name=app].image",),
    )


def test_a_later_change_of_git_meets_what_was_settled(unlike: World) -> None:
    propose(unlike)
    accept(unlike, "unrelated", Side.HUB)
    git(unlike, deployment(replicas=9, grace=60))
    propose(unlike)
    assert item(unlike, "conflict").conflicts == ("spec.replicas",)


def test_git_coming_to_agree_meanwhile_ends_the_question(unlike: World) -> None:
    propose(unlike)
    git(unlike, deployment(replicas=4, image="shop/web:2", grace=60))
    assert (propose(unlike).became, kinds(unlike)) == (Became.ADOPTED, [])
    assert list(unlike.workspace().context.proposals.pending(SPACE)) == []


def test_live_drift_beside_it_is_triaged_by_itself(tmp_path: Path) -> None:
    made = strangers(
        tmp_path, deployment(replicas=3), deployment(replicas=4), running=deployment(replicas=4, grace=5)
    )
    propose(made)
    assert kinds(made) == ["capture", "unrelated"]
    accept(made, "capture", Side.LIVE)
    assert (kinds(made, but="pending-apply"), made.workspace().context.points.sync_point(NAME)) == (
        ["unrelated"],
        None,
    )


def test_a_unit_of_the_hub_that_git_never_had_is_no_question(tmp_path: Path) -> None:
    made = world(tmp_path, settings(live=False), {"k8s/other.yaml": deployment("other")})
    hub(made, deployment())
    made.desk("ci").propose()
    assert (kinds(made), {str(one.unit): one.state for one in made.desk().inbox().states}["shop/web"]) == (
        [],
        "never proposed",
    )
