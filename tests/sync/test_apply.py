"""Applying Head: what waits for the next apply is written, drift that nobody triaged is not."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import OutcomeUnknown, SideMoved
from core.merge.places import Side
from core.model.plan import Plan
from tests.builders.shop import deployment
from tests.builders.world import World
from tests.sync.meddling import before, desk_with
from tests.sync.one_unit import (
    NAME,
    accept,
    applied,
    chosen,
    done,
    git,
    hub,
    item,
    items,
    kinds,
    live,
    live_text,
    one_unit,
    propose,
)
from tests.sync.shapes import SHAPES, head_state, live_state, replicas, standing


def apply(made: World) -> Plan:
    plan = chosen(made, "pending-apply", Side.HUB)
    done(made, plan)
    return plan


def marked(made: World) -> int:
    head = made.workspace().context.hub.head(NAME)
    assert head is not None
    return head.applied


@pytest.mark.parametrize("shape", ["field", "item", "resource"])
@pytest.mark.parametrize("state", ["Y", "X"])
def test_head_becomes_live_and_is_recorded_as_applied(tmp_path: Path, shape: str, state: str) -> None:
    made = standing(tmp_path, shape, f"B{state}B")
    apply(made)
    assert (live_state(made, shape), marked(made), kinds(made)) == (state, 2, ["sync-back"])


def test_a_unit_that_is_gone_live_is_put_there_when_its_drift_is_triaged(tmp_path: Path) -> None:
    made = standing(tmp_path, "unit", "BBX")
    accept(made, "capture", Side.HUB)
    assert (live_state(made, "unit"), items(made)) == ("B", [])


def test_the_plan_counts_what_becomes_live(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BYB")
    plan = chosen(made, "pending-apply", Side.HUB)
    assert (plan.live, plan.hub) == (
        "1 field set to the hub's value",
        "no new revision: Head 2 has it already; the decision is recorded",
    )
    assert [name for name, _ in done(made, plan).done] == ["live", "applied"]


def test_the_record_says_how_much_of_an_unread_plan_was_read(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BYB")
    done(made, replace(chosen(made, "pending-apply", Side.HUB), read="12 of 40 lines read"))
    recorded = [record for record in made.workspace().journal.audit() if record.event == "recorded"]
    assert ("plan", "12 of 40 lines read") in recorded[-1].about


BOTH = deployment(replicas=4, grace=60)


@pytest.mark.parametrize(
    ("in_git", "in_hub", "running", "waits"),
    [
        pytest.param("", deployment(grace=60), deployment(replicas=5), ["capture"], id="drift"),
        pytest.param(
            deployment(replicas=3), deployment(grace=60), deployment(replicas=5), ["hold"], id="held drift"
        ),
        pytest.param("", BOTH, deployment(replicas=5), ["capture"], id="hub against live"),
        pytest.param(
            deployment(replicas=3), BOTH, deployment(replicas=5), ["conflict"], id="all three unlike"
        ),
    ],
)
def test_drift_that_nobody_triaged_is_not_applied_over(
    tmp_path: Path, in_git: str, in_hub: str, running: str, waits: list[str]
) -> None:
    made = one_unit(tmp_path, deployment())
    hub(made, in_hub)
    live(made, running)
    if in_git:
        git(made, in_git)
    propose(made)
    apply(made)
    assert ("replicas: 5" in live_text(made), "Seconds: 60" in live_text(made)) == (True, True)
    assert kinds(made, but="sync-back") == waits


def test_drift_that_was_decided_for_the_hub_is_applied_over(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BYZ")
    accept(made, "conflict", Side.HUB)
    apply(made)
    assert (live_state(made, "field"), kinds(made)) == ("Y", ["sync-back"])


def test_a_decision_may_apply_at_once(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    plan = chosen(made, "conflict", Side.GIT, live=True)
    receipt = done(made, plan)
    assert [name for name, _ in receipt.done] == ["hub", "sync", "live", "applied", "offers"]
    assert (live_state(made, "field"), marked(made), items(made)) == ("Y", 3, [])


def test_applying_answers_nothing_that_git_asks(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    before = (item(made, "conflict"), made.workspace().context.proposals.pending())
    apply(made)
    assert [one.id for one in made.workspace().context.proposals.pending()] == [one.id for one in before[1]]
    assert (kinds(made), item(made, "conflict").conflicts) == (["conflict"], before[0].conflicts)


def test_applying_does_not_mean_that_somebody_looked_at_head(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    hub(made, deployment(replicas=4))
    apply(made)
    git(made, deployment(image="shop/web:2"))
    propose(made)
    assert item(made, "proposal").state == "clean merge"


def test_giving_a_hub_change_up_does_not_mean_that_somebody_looked_at_the_rest(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    hub(made, deployment(replicas=4, grace=60))
    accept(made, "sync-back", Side.GIT, paths=["spec.replicas"])
    assert made.text("shop/web") == deployment(grace=60)
    git(made, deployment(image="shop/web:2"))
    propose(made)
    assert item(made, "proposal").state == "clean merge"


@pytest.mark.parametrize(
    ("sides", "kind", "side"),
    [
        pytest.param("BYB", "pending-apply", Side.HUB, id="an apply"),
        pytest.param("BBY", "capture", Side.HUB, id="a revert"),
    ],
)
def test_live_that_changed_after_the_plan_is_not_written(
    tmp_path: Path, sides: str, kind: str, side: Side
) -> None:
    made = standing(tmp_path, "field", sides)
    plan = chosen(made, kind, side)
    live(made, replicas("Z"))
    with pytest.raises(SideMoved, match="changed live after it was shown") as refused:
        done(made, plan)
    assert (refused.value.changed, live_state(made, "field"), marked(made)) == ("nothing", "Z", 1)
    (decision,) = made.workspace().context.ledger.decisions("shop/web")[:1]
    assert decision.outcome.startswith("refused: ")


def test_live_that_changed_after_the_plan_keeps_head_from_being_written_too(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    plan = chosen(made, "conflict", Side.GIT, live=True)
    live(made, replicas("X"))
    with pytest.raises(SideMoved):
        done(made, plan)
    assert (head_state(made, "field"), kinds(made, but="pending-apply")) == ("Z", ["conflict"])


def test_live_that_changes_while_head_is_written_is_not_overwritten(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    plan = chosen(made, "conflict", Side.GIT, live=True)
    desk = desk_with(
        made,
        lambda context: replace(context, hub=before(context.hub, "write", lambda: live(made, replicas("X")))),
    )
    with pytest.raises(OutcomeUnknown, match="live was left alone") as partly:
        desk.carry_out(plan)
    assert "live no, applied mark no" in partly.value.changed
    assert (live_state(made, "field"), head_state(made, "field"), marked(made)) == ("X", "Y", 1)


def test_a_resource_that_live_lacks_is_added_whole(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    hub(made, SHAPES["resource"]("Y"))
    apply(made)
    assert live_state(made, "resource") == "Y"


def test_what_live_runs_already_is_only_recorded(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BYY")
    plan = apply(made)
    assert (plan.effects.live, marked(made), kinds(made)) == ((), 2, ["sync-back"])


def test_drift_of_what_was_kept_is_still_seen_after_the_apply(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    hub(made, deployment(grace=60))
    live(made, deployment(replicas=5))
    apply(made)
    applied(made)
    assert kinds(made) == ["capture", "sync-back"]
