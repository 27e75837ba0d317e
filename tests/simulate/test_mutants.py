"""Each unsafe shortcut of reliability.md §4.3, planted in the real code, is caught within two faults.

The two of the nine that are about Git commits have their like here: another token at each attempt. The saga
itself makes no commit; ``headgate sync-back`` does, under a name made of what it carries.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.errors import OutcomeUnknown
from core.model.names import NO_DATA, RevisionNumber
from core.model.plan import Plan
from core.model.unit import Guard, Revision
from core.sync.carry import resume, saga, sending, steps
from core.sync.carry.outcome import Outcome, outcome_of
from core.sync.carry.saga import Saga
from core.sync.carry.sending import Sending, step_names
from core.sync.context import Context
from tests.simulate.play import broken, schedules
from tests.simulate.stage import STORIES


def no_compare_and_set(patch: pytest.MonkeyPatch) -> None:
    """Write over whatever is there."""

    def hub(self: Sending) -> str:
        effects, unit = self._plan.effects, self._plan.unit
        head = self._context.hub.head(unit)
        now = Guard(data_hash=head.data_hash if head else NO_DATA)
        return self._written(
            self._context.hub.write(unit, effects.text or "", seen=now, change=effects.change)
        )

    patch.setattr(Sending, "_hub", hub)


def no_probe(patch: pytest.MonkeyPatch) -> None:
    """Send again without a look."""
    patch.setattr(Sending, "found", lambda _self, _name: "")


def neither(patch: pytest.MonkeyPatch) -> None:
    no_compare_and_set(patch)
    no_probe(patch)


def probe_of_head_only(patch: pytest.MonkeyPatch) -> None:
    """Look at the newest revision alone."""

    def newest(context: Context, plan: Plan) -> Revision | None:
        revisions = context.hub.revisions(plan.unit, after=RevisionNumber(0))
        found = revisions[-1] if revisions else None
        return found if found and found.change.token == plan.id else None

    patch.setattr(sending, "revision_written", newest)


def timeout_is_failure(patch: pytest.MonkeyPatch) -> None:
    """Call what is unknown refused, and look nothing up."""

    def classed(error: Exception) -> Outcome:
        return Outcome.CONFLICT if isinstance(error, OutcomeUnknown) else outcome_of(error)  # type: ignore[arg-type]  # only errors of ours come here

    patch.setattr(saga, "outcome_of", classed)
    patch.setattr(Saga, "_looked_up", lambda _self, _name, _error: "")


def intent_after_effect(patch: pytest.MonkeyPatch) -> None:
    """Note what is done after it was done."""

    def step(self: Saga, name: str) -> str:
        found = self._sending.found(name) if self._again else ""
        outcome = found or self._sending.send(name)
        self._context.ledger.begin(self._plan.id, name)
        return outcome

    patch.setattr(Saga, "_step", step)


def seen_anew_on_resume(patch: pytest.MonkeyPatch) -> None:
    """Take what is there when it is resumed for what was seen."""

    def refreshed(context: Context, plan: Plan) -> Plan:
        head, point = context.hub.head(plan.unit), context.points.sync_point(plan.unit)
        now = Guard(data_hash=head.data_hash if head else NO_DATA, sync_version=point.version if point else 0)
        return replace(plan, effects=replace(plan.effects, guard=now))

    patch.setattr(resume, "over_a_newer_commit", refreshed)


def live_first(patch: pytest.MonkeyPatch) -> None:
    """Change what runs, and then what should."""

    def names(plan: Plan) -> tuple[str, ...]:
        return tuple(sorted(step_names(plan), key=lambda name: name != "live"))

    for module in (saga, steps):
        patch.setattr(module, "step_names", names)
    patch.setattr(sending, "head_moved", lambda _context, _plan, _hash: None)


def another_token_each_time(patch: pytest.MonkeyPatch) -> None:
    """Make the name of an effect anew at each attempt."""

    def hub(self: Sending) -> str:
        effects, unit = self._plan.effects, self._plan.unit
        attempt = len(self._context.ledger.audit())
        change = replace(effects.change, token=f"{self._plan.id}-{attempt}")
        return self._written(
            self._context.hub.write(unit, effects.text or "", seen=effects.guard, change=change)
        )

    patch.setattr(Sending, "_hub", hub)


Plant = Callable[[pytest.MonkeyPatch], None]


@pytest.mark.parametrize(
    ("plant", "invariants"),
    [
        pytest.param(no_compare_and_set, {"I3"}, id="no compare-and-set"),
        pytest.param(no_probe, {"I4"}, id="no probe"),
        pytest.param(neither, {"I2", "I3"}, id="neither compare-and-set nor probe"),
        pytest.param(probe_of_head_only, {"I4"}, id="probe of Head only"),
        pytest.param(timeout_is_failure, {"I4"}, id="a timeout is a failure"),
        pytest.param(another_token_each_time, {"I4"}, id="another token at each attempt"),
        pytest.param(intent_after_effect, {"I4"}, id="intent after the effect"),
        pytest.param(seen_anew_on_resume, {"I3"}, id="what was seen is refreshed on resume"),
        pytest.param(live_first, {"I5"}, id="live first"),
    ],
)
def test_a_mutant_is_caught(plant: Plant, invariants: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    caught: set[str] = set()
    for story in reversed(STORIES):
        for _, played in schedules(story, 2):
            caught |= {what[:2] for what in broken(played)}
            if caught >= invariants:
                return
    pytest.fail(f"only {caught or 'nothing'} was broken")
