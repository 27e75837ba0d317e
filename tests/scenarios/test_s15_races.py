"""S15: check-then-write races around a promotion."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import SideMoved
from core.model.names import UnitName
from core.model.unit import Change, Guard, Revision
from core.ports.hub import Hub
from core.progress import NoProgress, never_stop
from core.sync.bring import Became
from core.sync.context import Context
from core.sync.propose import Proposed, propose
from tests.builders.terminal import started
from tests.builders.world import World
from tests.scenarios.claims import DEV, SETTINGS, claim, claims

UNIT = f"{DEV}/claim"


class RivalFirst:
    """The hub, with a rival who writes just before our first write arrives."""

    def __init__(self, hub: Hub, made: World, path: str, value: object) -> None:
        self._hub = hub
        self._made = made
        self._rival: tuple[str, object] | None = (path, value)

    def __getattr__(self, name: str) -> object:
        return getattr(self._hub, name)

    def write(self, unit: UnitName, text: str, *, seen: Guard, change: Change) -> Revision:
        if self._rival is not None:
            (path, value), self._rival = self._rival, None
            self._made.set(UNIT, path, value)
        return self._hub.write(unit, text, seen=seen, change=change)


def raced(made: World, path: str, value: object) -> Proposed:
    context: Context = made.workspace("ci").context
    hub = RivalFirst(context.hub, made, path, value)
    return propose(
        replace(context, hub=hub),  # type: ignore[arg-type]  # the rest of the port is passed through
        commit=None,
        space=DEV,
        dry_run=False,
        progress=NoProgress(),
        stop=never_stop(),
    )


@pytest.fixture
def made(tmp_path: Path) -> World:
    """Git sets the timeout to 15 on an unmoved Head."""
    made = claims(tmp_path)
    made.commit({f"{DEV}/claim.yaml": claim(DEV, memory=128, timeout=15)})
    return made


def test_a_rival_on_another_field_makes_it_a_clean_merge_that_waits(made: World) -> None:
    outcome = raced(made, "spec.eventSource", "messagewall.other").outcomes[0]
    assert outcome.item is not None
    assert (outcome.became, outcome.item.kind.value, outcome.item.state) == (
        Became.PENDING,
        "proposal",
        "clean merge",
    )
    assert (made.head(UNIT), "lambdaTimeout: 10" in made.text(UNIT)) == (2, True)


def test_where_the_space_wants_it_the_clean_merge_goes_in_with_both_changes(made: World) -> None:
    automatic = SETTINGS.replace(
        "environment: dev, region: us-east-1}", "environment: dev, region: us-east-1}\n    clean_merges: auto"
    )
    made.commit({"headgate.yaml": automatic})
    outcome = raced(made, "spec.eventSource", "messagewall.other").outcomes[0]
    assert (outcome.became, outcome.revision) == (Became.PROMOTED, 3)
    assert "eventSource: messagewall.other" in made.text(UNIT)
    assert "lambdaTimeout: 15" in made.text(UNIT)


def test_a_rival_on_the_same_field_makes_it_a_conflict_and_nothing_is_overwritten(made: World) -> None:
    outcome = raced(made, "spec.lambdaTimeout", 20).outcomes[0]
    assert outcome.item is not None
    assert (outcome.item.kind.value, outcome.item.conflicts) == ("conflict", ("spec.lambdaTimeout",))
    assert "lambdaTimeout: 20" in made.text(UNIT)


def test_a_decision_is_void_when_head_moved_after_it_was_shown(made: World) -> None:
    made.set(UNIT, "spec.eventSource", "messagewall.other")
    made.desk("ci").propose(space=DEV)
    desk = made.desk("op2")
    opened = desk.open(UNIT)
    plan = desk.plan(opened, opened.resolution, reason="looks right")
    made.set(UNIT, "spec.region", "eu-west-1", who="op3")
    with pytest.raises(SideMoved) as refused:
        desk.carry_out(plan)
    assert (refused.value.exit_code, refused.value.changed, made.head(UNIT)) == (5, "nothing", 3)
    journal = made.workspace().journal
    decision = journal.decision(plan.id)
    assert decision is not None
    assert decision.outcome.startswith("refused: ")
    assert journal.audit()[-1].about == (("outcome", decision.outcome),)
    assert made.items(DEV)[0].kind.value == "proposal"


def test_of_two_processes_on_the_same_item_one_wins_and_the_chain_holds(made: World) -> None:
    made.set(UNIT, "spec.eventSource", "messagewall.other")
    made.desk("ci").propose(space=DEV)
    item = next(one for one in made.items(DEV) if one.kind.value == "proposal")
    argv = ("resolve", item.id, "--take", "clean", "--reason", "looks right", "--yes")
    both = [started(made.top, *argv) for _ in range(2)]
    for running in both:
        running.communicate(timeout=60)
    codes = sorted(running.returncode for running in both)
    assert codes[0] == 0
    assert codes[1] in {5, 6}  # moved while it was carried out; or nothing waits any more when it looked
    assert made.head(UNIT) == 3
    assert made.workspace().journal.first_bad() is None
