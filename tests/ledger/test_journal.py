import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from core.errors import NotFound, SourceUnreadable
from core.ledger.journal import Journal
from tests.builders.children import UNPRIVILEGED, all_at_once, child, finished
from tests.builders.decisions import HUB, SYNC, a_decision
from tests.fakes.clock import FakeClock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journal.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[Journal]:
    journal = Journal.open(path, FakeClock())
    yield journal
    journal.release()


def test_a_journal_that_was_never_written_makes_no_file(ledger: Journal, path: Path) -> None:
    assert (list(ledger.unfinished()), list(ledger.decisions()), ledger.decision("D1")) == ([], [], None)
    ledger.check()
    assert not path.parent.exists()


def test_the_file_is_ours_alone(ledger: Journal, path: Path) -> None:
    ledger.record(a_decision(), [HUB])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


OPENING = """
import os, sys
from pathlib import Path
from core.ledger.journal import Journal
from tests.builders.decisions import HUB, SYNC, a_decision
from tests.fakes.clock import FakeClock
ledger = Journal.open(Path(sys.argv[1]), FakeClock())
"""

DYING = (
    OPENING
    + """
ledger.record(a_decision(), [HUB, SYNC])
ledger.begin("D1", "hub")
print("begun", flush=True)
os.kill(os.getpid(), 9)
"""
)


def test_a_process_that_dies_leaves_its_decision_unfinished_where_it_was(ledger: Journal, path: Path) -> None:
    with child(DYING, path) as process:
        assert process.communicate() == ("begun\n", "")
    ((decision, steps),) = ledger.unfinished()
    assert (decision, [step.state for step in steps]) == (a_decision(), ["begun", "planned"])


RACING = (
    OPENING
    + """
print("ready", flush=True)
sys.stdin.readline()
for number in range(5):
    decision_id = f"{sys.argv[2]}-{number}"
    ledger.record(a_decision(decision_id), [HUB])
    ledger.begin(decision_id, "hub")
    ledger.done(decision_id, "hub", outcome="done")
    ledger.close(decision_id, outcome="applied")
"""
)


def test_several_processes_record_at_once_and_lose_nothing(ledger: Journal, path: Path) -> None:
    all_at_once(RACING, [[path, number] for number in range(6)])
    ledger.check()
    assert sorted(decision.id for decision in ledger.decisions()) == [
        f"{process}-{number}" for process in range(6) for number in range(5)
    ]
    assert list(ledger.unfinished()) == []


READ_ONLY = (
    UNPRIVILEGED
    + OPENING
    + """
from core.errors import StorageUnwritable
print(len(ledger.unfinished()))
for ask in (
    lambda: ledger.record(a_decision("D2"), [HUB]),
    lambda: ledger.begin("D1", "hub"),
    lambda: ledger.done("D1", "hub", outcome=""),
    lambda: ledger.close("D1", outcome=""),
):
    try:
        ask()
    except StorageUnwritable as error:
        print(error.exit_code, error.changed)
"""
)


def test_on_a_read_only_disk_the_journal_is_read_and_every_note_is_refused(
    ledger: Journal, path: Path
) -> None:
    ledger.record(a_decision(), [HUB])
    path.parent.chmod(0o500)
    said = finished(READ_ONLY, path).splitlines()
    path.parent.chmod(0o700)
    assert said == ["1", *["9 nothing"] * 4]


def everything(ledger: Journal) -> None:
    """All that can be asked; an id that is damaged is asked for too."""
    ledger.unfinished()
    ledger.decisions()
    ledger.decision("D1")
    with suppress(NotFound):
        ledger.begin("D2", "hub")
    ledger.check()


def spoilt(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "ask", "named"),
    [
        pytest.param(
            "UPDATE decision SET reason = 'other' WHERE id = 'D1'",
            lambda ledger: ledger.decision("D1"),
            "decision D1",
            id="a reason",
        ),
        pytest.param(
            "UPDATE decision SET id = 'D7' WHERE id = 'D1'",
            lambda ledger: ledger.decision("D1"),
            "decision D7",
            id="an id",
        ),
        pytest.param(
            "UPDATE decision SET state = 'clofed' WHERE id = 'D2'",
            lambda ledger: ledger.unfinished(),
            "decision D2",
            id="a state",
        ),
        pytest.param(
            "UPDATE step SET intent = 'other' WHERE decision = 1 AND position = 1",
            lambda ledger: ledger.unfinished(),
            "step sync of decision number 1",
            id="an intent",
        ),
        pytest.param(
            "DELETE FROM step WHERE decision = 1 AND position = 1",
            lambda ledger: ledger.unfinished(),
            "the steps of decision D1",
            id="a step that is gone",
        ),
        pytest.param(
            "DELETE FROM decision WHERE number = 1",
            lambda ledger: ledger.unfinished(),
            "the list of decisions",
            id="a decision that is gone",
        ),
    ],
)
def test_what_is_damaged_is_found_and_named(
    ledger: Journal, path: Path, statement: str, ask: Callable[[Journal], object], named: str
) -> None:
    for decision_id in ("D1", "D2"):
        ledger.record(a_decision(decision_id), [HUB, SYNC])
    ledger.close("D2", outcome="applied")
    everything(ledger)
    spoilt(path, statement)
    with pytest.raises(SourceUnreadable) as found:
        ask(ledger)
    assert found.value.what == f"Could not read {named} in the journal"
    with pytest.raises(SourceUnreadable):
        ledger.check()
