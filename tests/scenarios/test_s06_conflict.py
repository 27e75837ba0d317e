"""S06: a true conflict; take hub, and it stays decided."""

from pathlib import Path

import pytest

from core.errors import SideMoved
from core.merge.places import Side
from core.model.names import UnitName
from core.sync.bring import Became
from tests.builders.world import World
from tests.scenarios.claims import PROD, claim, claims, live_claim

UNIT = f"{PROD}/claim"


@pytest.fixture
def made(tmp_path: Path) -> World:
    """Git 384, hub 512 and applied, live 512, base 256."""
    made = claims(tmp_path)
    made.set(UNIT, "spec.lambdaMemory", 512)
    made.mark_applied(UNIT)
    made.live(PROD, {"claim.yaml": live_claim(memory=512)})
    made.commit({f"{PROD}/claim.yaml": claim(memory=384)}, "less memory")
    return made


def test_ci_leaves_head_alone_and_says_that_a_person_must_decide(made: World) -> None:
    proposed = made.desk("ci").propose(space=PROD)
    item = proposed.pending[0].item
    assert item is not None
    assert (item.kind.value, item.conflicts, made.head(UNIT)) == ("conflict", ("spec.lambdaMemory",), 2)


def test_the_operator_sees_all_sides_and_who_stands_alone(made: World) -> None:
    made.desk("ci").propose(space=PROD)
    field = made.desk().open(UNIT).resolution.fields[0]
    held = [field.place.held(side) for side in (Side.BASE, Side.GIT, Side.HUB, Side.LIVE)]
    assert (held, field.hint) == ([256, 384, 512, 512], "hub and live agree; taking hub keeps what runs")


def test_taking_hub_needs_no_revision_and_is_remembered(made: World) -> None:
    made.desk("ci").propose(space=PROD)
    receipt = made.take(UNIT, Side.HUB)
    again = made.desk("ci").propose(space=PROD)
    assert (receipt.revision, made.head(UNIT), again.pending) == (0, 2, ())
    assert [item.kind.value for item in made.items(PROD)] == ["sync-back"]


def test_an_unrelated_commit_does_not_raise_it_again(made: World) -> None:
    made.desk("ci").propose(space=PROD)
    made.take(UNIT, Side.HUB)
    made.commit({f"{PROD}/claim.yaml": "# a note\n" + claim(memory=384)})
    assert made.desk("ci").propose(space=PROD).pending == ()


def test_another_value_from_git_is_a_new_conflict(made: World) -> None:
    made.desk("ci").propose(space=PROD)
    first = made.items(PROD)[0].id
    made.take(UNIT, Side.HUB)
    made.commit({f"{PROD}/claim.yaml": claim(memory=448)})
    pending = made.desk("ci").propose(space=PROD).pending
    item = pending[0].item
    assert item is not None
    assert (item.kind.value, item.conflicts) == ("conflict", ("spec.lambdaMemory",))
    assert item.id != first


def test_taking_git_writes_its_value_and_warns_of_live(made: World) -> None:
    made.desk("ci").propose(space=PROD)
    desk = made.desk()
    opened = desk.open(UNIT)
    chosen = opened.resolution.choose([field.key for field in opened.resolution.open], Side.GIT)
    plan = desk.plan(opened, chosen, reason="as designed")
    desk.carry_out(plan)
    assert any("512 -> 384" in line for line in plan.overwrites)
    assert "lambdaMemory: 384  # MB" in made.text(UNIT)
    assert made.head(UNIT) == 3


def test_when_git_takes_the_hubs_value_the_story_is_over(made: World) -> None:
    made.desk("ci").propose(space=PROD)
    made.take(UNIT, Side.HUB)
    made.commit({f"{PROD}/claim.yaml": claim(memory=512)}, "merge the sync-back")
    outcomes = made.desk("ci").propose(space=PROD).outcomes
    assert ([o.became for o in outcomes], made.items(PROD)) == ([Became.AGREED], ())


def test_the_decision_names_actor_reason_and_what_was_seen(made: World) -> None:
    made.desk("ci").propose(space=PROD)
    made.take(UNIT, Side.HUB)
    point = made.workspace().context.points.sync_point(UnitName.parse(UNIT))
    assert point is not None
    decided = point.decided[0]
    assert (decided.path, decided.choice, decided.reason) == ("spec.lambdaMemory", "hub", "load test L-9")
    assert decided.git_seen
    assert decided.git_seen != decided.hub_after


def test_a_plan_made_before_somebody_else_decided_is_refused(made: World) -> None:
    made.desk("ci").propose(space=PROD)
    slow, fast = made.desk("slow"), made.desk("fast")
    opened = slow.open(UNIT)
    keys = [field.key for field in opened.resolution.open]
    plan = slow.plan(opened, opened.resolution.choose(keys, Side.GIT), reason="mine")
    there = fast.open(UNIT)
    fast.carry_out(fast.plan(there, there.resolution.choose(keys, Side.HUB), reason="first"))
    with pytest.raises(SideMoved):
        slow.carry_out(plan)
    assert made.head(UNIT) == 2
