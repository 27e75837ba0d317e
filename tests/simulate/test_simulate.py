"""The real saga under every schedule of one and two faults: I1 to I5 hold. Source: reliability.md §4.3."""

import pytest

from tests.simulate.play import broken, play, schedules
from tests.simulate.seam import Fault
from tests.simulate.stage import STORIES, Story, keep_hub, put_live_back, take_git_and_apply


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_no_two_faults_break_an_invariant(story: Story) -> None:
    found = [(dict(schedule), broken(played)) for schedule, played in schedules(story, 2) if broken(played)]
    assert found == []


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_without_a_fault_it_is_applied_at_once(story: Story) -> None:
    stage, plan = story()
    played = play(stage, plan, {})
    decision = stage.ledger.decision(plan.id)
    assert decision is not None
    assert (decision.outcome, broken(played)) == ("applied", [])


def test_the_schedules_are_as_many_as_they_should_be() -> None:
    """A story that loses its calls would pass in silence."""
    count = sum(1 for _ in schedules(take_git_and_apply, 1))
    assert count > 70
    assert sum(1 for _ in schedules(keep_hub, 1)) > 30


@pytest.mark.parametrize("fault", [Fault.CRASH_AFTER, Fault.LOST], ids=str)
def test_what_arrived_unheard_is_found_and_finished(fault: Fault) -> None:
    stage, plan = take_git_and_apply()
    position = [call.name for call in play(stage.copy(), plan, {}).seam.calls].index("hub.write")
    played = play(stage, plan, {position: fault})
    decision = stage.ledger.decision(plan.id)
    assert decision is not None
    assert (decision.outcome, len(stage.revisions()), broken(played)) == ("applied", 3, [])
    assert [call.name for call in played.seam.calls].count("hub.write") == 1


def test_a_rival_before_the_first_effect_refuses_and_changes_nothing() -> None:
    stage, plan = put_live_back()
    position = [call.name for call in play(stage.copy(), plan, {}).seam.calls].index("points.agree")
    play(stage, plan, {position: Fault.RIVAL})
    decision = stage.ledger.decision(plan.id)
    assert decision is not None
    assert decision.outcome.startswith("refused: ")
    assert stage.live.writes == []
