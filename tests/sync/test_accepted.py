"""``capture --accept``: what is live becomes a revision at once; what Git wants of it stays a question."""

from pathlib import Path

import pytest

from core.errors import SideMoved, UsageError
from core.merge.places import Side
from core.model.plan import Plan
from core.model.unit import RevisionSource
from core.sync.bring import Became
from tests.builders.shop import deployment
from tests.builders.world import World
from tests.sync.one_unit import NAME, accept, done, hub, item, kinds, live, newest, one_unit, propose
from tests.sync.shapes import head_state, live_state, replicas, standing


def accepted(made: World, *paths: str, incident: str = "", reason: str = "it holds") -> Plan:
    plan = made.desk("oncall1").plan_capture(NAME, paths=paths, incident=incident, reason=reason)
    done(made, plan, who="oncall1")
    return plan


@pytest.fixture
def held(tmp_path: Path) -> World:
    """Git wants Y, live runs Z, the hub has B: held."""
    made = standing(tmp_path, "field", "YBZ")
    propose(made)
    return made


def test_only_the_drifted_field_is_written(tmp_path: Path) -> None:
    running = deployment(replicas=4).replace("metadata:", "metadata:\n  uid: 7c0e", 1)
    made = one_unit(tmp_path, deployment(), running=running)
    plan = accepted(made)
    assert made.text("shop/web") == deployment(replicas=4)
    assert [line for line in plan.diff if line[:1] in "+-"][2:] == [
        "-  replicas: 2  # two are enough at night",
        "+  replicas: 4  # two are enough at night",
    ]


@pytest.mark.parametrize(
    ("incident", "source"), [("", RevisionSource.CAPTURE), ("INC-4711", RevisionSource.BREAK_GLASS)]
)
def test_the_revision_is_the_captors_and_carries_the_incident(
    tmp_path: Path, incident: str, source: RevisionSource
) -> None:
    made = standing(tmp_path, "field", "BBY")
    accepted(made, incident=incident)
    change = newest(made).change
    assert (change.source, change.author, change.incident) == (source, "oncall1", incident)
    assert (change.description, change.links["operator"]) == ("it holds", "oncall1 (login)")


def test_it_needs_a_reason(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BBY")
    with pytest.raises(UsageError, match="needs a reason"):
        made.desk().plan_capture(NAME, reason=" ")


def test_a_pending_capture_of_the_same_fields_is_answered(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BBY")
    offer = made.desk("oncall1").capture(NAME, incident="INC-1")
    accepted(made)
    assert list(made.workspace().context.captures.pending_captures()) == []
    change = newest(made).change
    assert (change.links["capture"], change.incident) == (offer.id, "INC-1")


def test_a_pending_capture_of_more_fields_waits_for_the_rest(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    live(made, deployment(replicas=4, image="shop/web:hot"))
    made.desk("oncall1").capture(NAME, incident="INC-1")
    accepted(made, "spec.replicas")
    assert kinds(made, but="pending-apply") == ["break-glass", "sync-back"]
    assert len(made.workspace().context.captures.pending_captures()) == 1


def test_a_held_value_of_git_stays_a_question(held: World) -> None:
    accepted(held, incident="INC-4711")
    assert (propose(held).became, kinds(held)) == (Became.PENDING, ["conflict"])
    place = held.desk().open(item(held, "conflict").id).resolution.fields[0].place
    assert (place.base, place.git, place.hub, place.live) == (2, 4, 5, 5)


def test_the_plan_does_not_promise_git_a_value_that_git_is_asked_about(held: World) -> None:
    plan = accepted(held)
    assert plan.git == "nothing yet: Git wants another value, which headgate propose looks at next"


def test_the_offer_of_git_still_waits(held: World) -> None:
    (offer,) = held.workspace().context.proposals.pending("shop")
    accepted(held)
    assert [one.id for one in held.workspace().context.proposals.pending("shop")] == [offer.id]


def test_the_question_is_settled_like_any_conflict(held: World) -> None:
    accepted(held)
    propose(held)
    accept(held, "conflict", Side.HUB)
    assert (propose(held).item, kinds(held), head_state(held, "field")) == (None, ["sync-back"], "Z")


def test_a_held_field_that_is_put_back_lets_git_go_on(held: World) -> None:
    held.desk("oncall1").capture(NAME, incident="INC-4711")
    accept(held, "break-glass", Side.HUB)
    assert live_state(held, "field") == "B"
    assert (propose(held).became, head_state(held, "field")) == (Became.PROMOTED, "Y")


def test_a_break_glass_item_may_take_live_though_git_is_held(held: World) -> None:
    held.desk("oncall1").capture(NAME, incident="INC-4711")
    accept(held, "break-glass", Side.LIVE)
    change = newest(held).change
    assert (change.source, change.incident, kinds(held)) == (
        RevisionSource.BREAK_GLASS,
        "INC-4711",
        ["conflict"],
    )


def test_a_rival_in_the_hub_voids_it(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BBY")
    plan = made.desk("oncall1").plan_capture(NAME, reason="it holds")
    hub(made, replicas("X"))
    with pytest.raises(SideMoved) as refused:
        done(made, plan, who="oncall1")
    assert (refused.value.changed, head_state(made, "field")) == ("nothing", "X")


def test_its_twin_is_the_command_that_does_the_same(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BBY")
    plan = made.desk().plan_capture(NAME, paths=["spec.replicas"], incident="INC-1", reason="it's fine")
    assert plan.twin == (
        "headgate capture shop/web --path=spec.replicas --incident=INC-1 --accept --reason 'it'\"'\"'s fine'"
    )
