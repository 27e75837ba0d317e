"""A branch and its pull request under every schedule of one and two faults: I1 to I5 hold."""

from collections.abc import Callable

import pytest

from core.sync.carry import branch
from core.sync.carry.branch_plan import BranchPlan
from core.sync.context import Context
from tests.simulate.branches import branch_schedules, branch_wrongs, play_branch, staged
from tests.simulate.seam import Fault
from tests.simulate.stage import UNIT


def test_no_two_faults_break_an_invariant_of_a_branch() -> None:
    found, count = [], 0
    for schedule, played in branch_schedules(2):
        count += 1
        found += [(dict(schedule), wrong) for wrong in branch_wrongs(played)]
    assert found == []
    assert count > 1000


def test_without_a_fault_branch_pull_request_and_note_are_there() -> None:
    stage, plan = staged()
    play_branch(stage, plan, {})
    decision, point = stage.ledger.decision(plan.id), stage.hub.sync_point(UNIT)
    assert decision is not None
    assert point is not None
    assert (decision.outcome, point.sync_back) == ("applied", plan.branch)
    assert (stage.remote.branches[plan.branch], len(stage.pulls.opened)) == ([plan.oid], 1)


def test_a_branch_that_somebody_went_on_with_counts_as_sent() -> None:
    stage, plan = staged()
    position = [call.name for call in play_branch(stage.copy(), plan, {}).seam.calls].index("repository.send")
    played = play_branch(stage, plan, {position: Fault.LOST, position + 1: Fault.RIVAL})
    decision = stage.ledger.decision(plan.id)
    assert decision is not None
    assert (decision.outcome, list(branch_wrongs(played))) == ("applied", [])
    assert len(stage.remote.branches[plan.branch]) == 2


def no_look(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(branch, "_found", lambda *_: "")


def a_look_at_the_tip_alone(patch: pytest.MonkeyPatch) -> None:
    def tip(context: Context, plan: BranchPlan) -> str:
        now = context.repository.branch(plan.branch)
        return "there" if now is not None and now.oid == plan.oid else ""

    patch.setattr(branch, "_branch_found", tip)


def pull_request_first(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(branch, "_names", lambda _: ["pull", "branch", "noted"])


def told_afterwards(patch: pytest.MonkeyPatch) -> None:
    def step(self: branch._Run, name: str) -> str:
        found = branch._found(self._context, self._plan, name) if self._again else ""
        outcome = found or branch._sent(self._context, self._plan, name)
        self._context.ledger.begin(self._plan.id, name)
        return outcome

    patch.setattr(branch._Run, "_step", step)


@pytest.mark.parametrize(
    ("plant", "invariant"),
    [
        pytest.param(no_look, "I2", id="no look"),
        pytest.param(a_look_at_the_tip_alone, "I4", id="a look at the tip alone"),
        pytest.param(told_afterwards, "I4", id="told afterwards"),
    ],
)
def test_a_mutant_of_the_branch_saga_is_caught(
    plant: Callable[[pytest.MonkeyPatch], None], invariant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    caught = set()
    for _, played in branch_schedules(2):
        caught |= {wrong[:2] for wrong in branch_wrongs(played)}
        if invariant in caught:
            return
    pytest.fail(f"only {caught or 'nothing'} was broken")


def test_a_pull_request_before_its_branch_cannot_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    pull_request_first(monkeypatch)
    stage, plan = staged()
    with pytest.raises(AssertionError):
        play_branch(stage, plan, {})
