from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import NotFound, SideMoved
from core.ledger.journal import Journal
from core.model.audit import first_bad
from core.model.decision import Decision, Step
from core.model.remembered import Chosen
from core.ports.ledger import Ledger
from tests.builders.decisions import HUB, SYNC, a_decision
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import MemoryLedger


@contextmanager
def journal(folder: Path) -> Iterator[Ledger]:
    opened = Journal.open(folder / "journal.db", FakeClock())
    yield opened
    opened.check()
    opened.release()


@contextmanager
def memory(folder: Path) -> Iterator[Ledger]:
    assert folder.is_dir()
    yield MemoryLedger()


LEDGERS: tuple[Callable[[Path], AbstractContextManager[Ledger]], ...] = (journal, memory)


@pytest.fixture(params=LEDGERS, ids=lambda opener: opener.__name__)
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    open_ledger: Callable[[Path], AbstractContextManager[Ledger]] = request.param
    with open_ledger(tmp_path) as opened:
        yield opened


def test_an_empty_ledger_has_nothing(ledger: Ledger) -> None:
    assert (ledger.decision("D1"), list(ledger.unfinished()), list(ledger.decisions())) == (None, [], [])


def test_a_decision_is_kept_whole_with_its_planned_steps(ledger: Ledger) -> None:
    ledger.record(a_decision(), [HUB, SYNC])
    assert ledger.decision("D1") == a_decision()
    assert list(ledger.decisions()) == [a_decision()]
    assert list(ledger.unfinished()) == [(a_decision(), (HUB, SYNC))]


def test_a_decision_without_steps_is_a_decision(ledger: Ledger) -> None:
    ledger.record(a_decision(), [])
    assert list(ledger.unfinished()) == [(a_decision(), ())]


def test_steps_show_how_far_they_are(ledger: Ledger) -> None:
    ledger.record(a_decision(), [HUB, SYNC])
    ledger.begin("D1", "hub")
    assert [step.state for step in ledger.unfinished()[0][1]] == ["begun", "planned"]
    ledger.done("D1", "hub", outcome="revision 12")
    ledger.begin("D1", "sync")
    assert ledger.unfinished()[0][1] == (
        replace(HUB, state="done", outcome="revision 12"),
        replace(SYNC, state="begun"),
    )


def test_a_step_that_is_sent_again_is_begun_again(ledger: Ledger) -> None:
    ledger.record(a_decision(), [HUB])
    ledger.begin("D1", "hub")
    ledger.done("D1", "hub", outcome="revision 12")
    ledger.begin("D1", "hub")
    assert ledger.unfinished()[0][1] == (replace(HUB, state="begun"),)


def test_a_closed_decision_is_finished_and_says_how_it_ended(ledger: Ledger) -> None:
    ledger.record(a_decision(), [HUB])
    ledger.close("D1", outcome="applied")
    assert list(ledger.unfinished()) == []
    assert ledger.decision("D1") == replace(a_decision(), outcome="applied")


def test_what_is_closed_stays_closed_that_way(ledger: Ledger) -> None:
    ledger.record(a_decision(), [HUB])
    ledger.close("D1", outcome="")
    ledger.close("D1", outcome="second")
    assert (list(ledger.unfinished()), list(ledger.decisions())) == ([], [a_decision()])


def test_the_same_decision_again_changes_nothing(ledger: Ledger) -> None:
    ledger.record(a_decision(), [HUB, SYNC])
    ledger.begin("D1", "hub")
    ledger.record(a_decision(), [HUB, SYNC])
    assert [step.state for step in ledger.unfinished()[0][1]] == ["begun", "planned"]
    ledger.close("D1", outcome="applied")
    ledger.record(a_decision(), [HUB, SYNC])
    assert list(ledger.unfinished()) == []


@pytest.mark.parametrize(
    ("decision", "steps"),
    [
        pytest.param(a_decision(reason="another"), [HUB, SYNC], id="another reason"),
        pytest.param(a_decision(unit="cart"), [HUB, SYNC], id="another unit"),
        pytest.param(a_decision(), [HUB], id="fewer steps"),
        pytest.param(a_decision(), [HUB, replace(SYNC, intent="other")], id="another intent"),
    ],
)
def test_another_decision_under_the_same_id_is_refused(
    ledger: Ledger, decision: Decision, steps: list[Step]
) -> None:
    ledger.record(a_decision(), [HUB, SYNC])
    with pytest.raises(SideMoved):
        ledger.record(decision, steps)
    assert list(ledger.unfinished()) == [(a_decision(), (HUB, SYNC))]


def test_decisions_come_newest_first_and_unfinished_ones_oldest_first(ledger: Ledger) -> None:
    for decision_id, unit in (("D3", "web"), ("D1", "cart"), ("D2", "web")):
        ledger.record(a_decision(decision_id, unit=unit), [HUB])
    ledger.close("D1", outcome="applied")
    assert [decision.id for decision in ledger.decisions()] == ["D2", "D1", "D3"]
    assert [decision.id for decision in ledger.decisions("shop/web")] == ["D2", "D3"]
    assert list(ledger.decisions("shop/nothing")) == []
    assert [decision.id for decision, _ in ledger.unfinished()] == ["D3", "D2"]


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(lambda ledger: ledger.begin("D9", "hub"), id="begin a step of no decision"),
        pytest.param(lambda ledger: ledger.begin("D1", "git"), id="begin a step that was not planned"),
        pytest.param(lambda ledger: ledger.done("D9", "hub", outcome=""), id="end a step of no decision"),
        pytest.param(
            lambda ledger: ledger.done("D1", "git", outcome=""), id="end a step that was not planned"
        ),
        pytest.param(lambda ledger: ledger.close("D9", outcome=""), id="close no decision"),
    ],
)
def test_what_was_not_recorded_cannot_be_noted(ledger: Ledger, note: Callable[[Ledger], None]) -> None:
    ledger.record(a_decision(), [HUB])
    with pytest.raises(NotFound):
        note(ledger)
    assert list(ledger.unfinished()) == [(a_decision(), (HUB,))]


def test_what_finishes_a_decision_is_kept_until_it_is_closed(ledger: Ledger) -> None:
    ledger.record(a_decision(), [HUB], kept="sealed é")
    assert (ledger.kept("D1"), ledger.kept("D2")) == ("sealed é", "")
    ledger.close("D1", outcome="applied")
    assert ledger.kept("D1") == ""


def test_every_call_that_writes_adds_to_one_chain(ledger: Ledger) -> None:
    assert list(ledger.audit()) == []
    ledger.note("refused", decision="D0", unit="shop/web", who="ada (login)", about=(("why", "freeze é"),))
    ledger.record(a_decision(), [HUB], known=(("loginuid", "1000, proved by the kernel"),))
    ledger.begin("D1", "hub")
    ledger.done("D1", "hub", outcome="revision 12")
    ledger.close("D1", outcome="applied")
    chain = ledger.audit()
    assert [(one.event, one.decision) for one in chain] == [
        ("refused", "D0"),
        ("recorded", "D1"),
        ("begins", "D1"),
        ("done", "D1"),
        ("closed", "D1"),
    ]
    assert first_bad(chain) is None
    assert {one.who for one in chain} == {"ada (login)"}
    assert ("loginuid", "1000, proved by the kernel") in chain[1].about
    assert dict(chain[3].about) == {"hub": "revision 12"}


def test_what_changes_nothing_is_not_told_twice(ledger: Ledger) -> None:
    for _ in range(2):
        ledger.record(a_decision(), [HUB])
    for _ in range(2):
        ledger.close("D1", outcome="applied")
    assert [one.event for one in ledger.audit()] == ["recorded", "closed"]


def a_choice(change: str, choice: str = "hub") -> Chosen:
    return Chosen(change=change, field="apps/v1/Deployment/shop/web#spec.replicas", choice=choice, result="r")


def test_what_was_chosen_is_found_by_its_change_newest_first_open_or_closed(ledger: Ledger) -> None:
    ledger.record(a_decision(), [HUB], chosen=[a_choice("one"), a_choice("two")])
    ledger.record(a_decision("D2"), [HUB], chosen=[a_choice("one", "git")])
    ledger.close("D1", outcome="applied")
    found = [(decision.id, decision.outcome, one) for decision, one in ledger.chosen(["one", "three"])]
    assert found == [("D2", "", a_choice("one", "git")), ("D1", "applied", a_choice("one"))]


def test_nothing_was_chosen_for_a_change_that_nobody_met(ledger: Ledger) -> None:
    assert list(ledger.chosen(["one"])) == []
