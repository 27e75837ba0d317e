"""Carrying out: the journal first, then one step after the other, and what stands where when one fails."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import (
    Blocked,
    DecisionPending,
    HeadgateError,
    OutcomeUnknown,
    SideMoved,
    SourceUnreadable,
    StorageUnwritable,
    UsageError,
)
from core.merge.places import Side
from core.model.plan import Plan
from core.progress import NoProgress
from core.sync.context import Context
from tests.builders.world import World
from tests.sync.meddling import after, before, desk_with
from tests.sync.one_unit import NAME, UNIT, chosen, done, kinds, live, propose
from tests.sync.shapes import head_state, live_state, standing


@pytest.fixture
def made(tmp_path: Path) -> World:
    """Git says Y, the hub Z, base B; proposed."""
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    return made


@pytest.fixture
def plan(made: World) -> Plan:
    """Take Git and make it live: every step there is."""
    return chosen(made, "conflict", Side.GIT, live=True)


def fails(error: HeadgateError) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


FULL = StorageUnwritable("Could not write", why="the disk is full", next_step="free some space")
GONE = SourceUnreadable("Could not reach the hub", why="no route to it", next_step="headgate doctor")


def test_every_step_is_in_the_journal_with_what_it_did(made: World, plan: Plan) -> None:
    receipt = done(made, plan)
    assert receipt.done == (
        ("hub", "revision 3"),
        ("sync", "decided; Git and the hub agree"),
        ("live", "set 1 field in web.yaml"),
        ("applied", "revision 3"),
        ("offers", "1 settled"),
    )
    (decision, *_) = made.workspace().context.ledger.decisions(UNIT)
    assert (decision.id, decision.actor, decision.reason, decision.outcome) == (
        plan.id,
        "op2 (login)",
        "load test L-9",
        "applied",
    )
    assert decision.choices == (("apps/v1/Deployment/shop/web#spec.replicas", "git"),)
    assert made.workspace().context.ledger.unfinished() == []


def test_a_receipt_says_what_is_left(made: World) -> None:
    receipt = done(made, chosen(made, "conflict", Side.HUB))
    assert (receipt.revision, receipt.left) == (
        0,
        (("git", "headgate sync-back offers 1 field to Git afterwards"),),
    )


def test_a_journal_that_cannot_be_written_lets_nothing_be_sent(made: World, plan: Plan) -> None:
    desk = desk_with(made, lambda c: replace(c, ledger=before(c.ledger, "record", fails(FULL))))
    with pytest.raises(StorageUnwritable):
        desk.carry_out(plan)
    assert (head_state(made, "field"), live_state(made, "field"), kinds(made)[0]) == ("Z", "B", "conflict")


SYNCED = "hub yes (revision 3), sync point yes (decided; Git and the hub agree)"

STEPS = [
    pytest.param(
        lambda c: replace(c, points=before(c.points, "agree", fails(GONE))),
        "hub yes (revision 3), sync point no, live no, applied mark no, offers no",
        "sync: Could not reach the hub",
        id="the sync point",
    ),
    pytest.param(
        lambda c: replace(c, live=before(c.live, "apply", fails(FULL))),
        f"{SYNCED}, live no, applied mark no, offers no",
        "live: Could not write",
        id="live",
    ),
    pytest.param(
        lambda c: replace(c, hub=before(c.hub, "mark_applied", fails(GONE))),
        f"{SYNCED}, live yes (set 1 field in web.yaml), applied mark no, offers no",
        "applied: Could not reach the hub",
        id="the record of the apply",
    ),
    pytest.param(
        lambda c: replace(c, ledger=after(c.ledger, "begin", fails(FULL))),
        "nothing",
        "the disk is full",
        id="the journal before the first step",
    ),
]


@pytest.mark.parametrize(("meddle", "changed", "why"), STEPS)
def test_a_step_that_fails_says_what_stands_and_what_does_not(
    made: World, plan: Plan, meddle: Callable[[Context], Context], changed: str, why: str
) -> None:
    with pytest.raises(HeadgateError) as partly:
        desk_with(made, meddle).carry_out(plan)
    assert (partly.value.changed, why in partly.value.why) == (changed, True)
    assert isinstance(partly.value, OutcomeUnknown) is (changed != "nothing")
    assert [decision.id for decision, _ in made.workspace().context.ledger.unfinished()] == [plan.id]


def test_what_stands_of_half_a_decision_is_in_view_and_nothing_is_lost(made: World, plan: Plan) -> None:
    desk = desk_with(made, lambda c: replace(c, points=before(c.points, "agree", fails(GONE))))
    with pytest.raises(OutcomeUnknown):
        desk.carry_out(plan)
    assert (head_state(made, "field"), live_state(made, "field")) == ("Y", "B")
    assert (propose(made).item, kinds(made)) == (None, ["pending-apply"])


def test_live_that_cannot_be_written_leaves_the_apply_pending(made: World, plan: Plan) -> None:
    desk = desk_with(made, lambda c: replace(c, live=before(c.live, "apply", fails(FULL))))
    with pytest.raises(OutcomeUnknown):
        desk.carry_out(plan)
    assert (propose(made).item, kinds(made)) == (None, ["pending-apply"])


def test_a_plan_carried_out_twice_writes_one_revision(made: World, plan: Plan) -> None:
    done(made, plan)
    with pytest.raises(SideMoved):
        done(made, plan)
    assert (made.head(UNIT), head_state(made, "field")) == (3, "Y")


def test_a_hub_that_stores_another_text_leaves_live_alone(made: World, plan: Plan) -> None:
    effects = replace(plan.effects, text=(plan.effects.text or "") + "# stamped\n")
    desk = desk_with(made, lambda c: replace(c, hub=Stamping(c.hub, effects.text or "")))  # type: ignore[arg-type]  # passes on
    with pytest.raises(OutcomeUnknown, match="changed what was written"):
        desk.carry_out(plan)
    assert ("# stamped" in made.text(UNIT), live_state(made, "field")) == (True, "B")


class Stamping:
    """A hub with a trigger that rewrites what it is sent."""

    def __init__(self, hub: object, text: str) -> None:
        self._hub = hub
        self._text = text

    def __getattr__(self, name: str) -> object:
        real = getattr(self._hub, name)
        if name != "write":
            return real
        return lambda unit, _, **named: real(unit, self._text, **named)


class Stopped:
    """A stop that was asked for."""

    def is_set(self) -> bool:
        return True


def test_a_stop_before_the_first_step_carries_nothing_out(made: World, plan: Plan) -> None:
    with pytest.raises(Blocked, match="was not carried out") as refused:
        made.desk().carry_out(plan, progress=NoProgress(), stop=Stopped())
    assert (refused.value.exit_code, made.head(UNIT)) == (4, 2)
    assert made.workspace().context.ledger.decision(plan.id) is None


def test_a_decision_needs_a_reason(made: World) -> None:
    desk = made.desk()
    found = desk.open(UNIT)
    with pytest.raises(UsageError, match="needs a reason"):
        desk.plan(found, found.resolution, reason="  ")


def test_an_undecided_field_is_named(made: World) -> None:
    desk = made.desk()
    found = desk.open(UNIT)
    with pytest.raises(DecisionPending, match="1 field of shop/web") as refused:
        desk.plan(found, found.resolution, reason="quick")
    assert (refused.value.why, refused.value.exit_code) == ("spec.replicas", 3)


def test_an_item_that_moved_says_which_side(made: World) -> None:
    desk = made.desk()
    found = desk.open(UNIT)
    keys = [field.key for field in found.resolution.open]
    made.set(UNIT, "spec.replicas", 7)
    with pytest.raises(SideMoved) as refused:
        desk.plan(found, found.resolution.choose(keys, Side.HUB), reason="late")
    assert refused.value.why == "Head was revision 2, it is revision 3 now"


def test_a_side_that_was_not_read_cannot_be_taken(made: World) -> None:
    live(made, "a: [")
    desk = made.desk()
    found = desk.open(UNIT)
    keys = [field.key for field in found.resolution.open]
    assert found.resolution.choose(keys, Side.LIVE).open == found.resolution.open


def test_a_live_side_that_vanished_after_the_choice_is_not_taken(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BBY")
    desk = made.desk()
    found = desk.open(UNIT)
    keys = [field.key for field in found.resolution.open]
    live(made, "a: [")
    with pytest.raises(SideMoved):
        desk.plan(found, found.resolution.choose(keys, Side.LIVE), reason="as it was")
    assert (made.head(UNIT), made.desk().drift(unit=NAME).units) == (1, ())
