"""The audit record in the journal's file: whatever is changed in it is found and named."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import SourceUnreadable
from core.ledger.journal import Journal
from core.model.audit import first_bad, sealed
from core.store.seal import seal_of
from tests.builders.decisions import HUB, a_decision
from tests.fakes.clock import FakeClock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journal.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[Journal]:
    journal = Journal.open(path, FakeClock())
    for name in ("D1", "D2"):
        journal.record(a_decision(name), [HUB])
        journal.begin(name, "hub")
        journal.done(name, "hub", outcome="revision 12")
        journal.close(name, outcome="applied")
    yield journal
    journal.release()


def spoilt(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        pytest.param("UPDATE audit SET who = 'eve (login)' WHERE number = 3", 3, id="another person"),
        pytest.param(
            "UPDATE audit SET at = '2026-02-16T11:00:00Z' WHERE number = 1", 1, id="a clock set back"
        ),
        pytest.param("UPDATE audit SET monotonic = '9' WHERE number = 2", 2, id="a running clock"),
        pytest.param("UPDATE audit SET event = 'closed' WHERE number = 5", 5, id="another event"),
        pytest.param("UPDATE audit SET decision = 'D9' WHERE number = 5", 5, id="another decision"),
        pytest.param("UPDATE audit SET unit = 'shop/cart' WHERE number = 5", 5, id="another unit"),
        pytest.param('UPDATE audit SET about = \'[["hub","no"]]\' WHERE number = 4', 4, id="another outcome"),
        pytest.param("UPDATE audit SET about = 'x' WHERE number = 4", 4, id="no JSON at all"),
        pytest.param("UPDATE audit SET hash = 'x' WHERE number = 6", 6, id="a hash"),
        pytest.param("UPDATE audit SET previous = 'x' WHERE number = 7", 7, id="a link"),
        pytest.param("DELETE FROM audit WHERE number = 4", 4, id="one that is gone"),
        pytest.param("DELETE FROM audit WHERE number = 1", 1, id="the first is gone"),
        pytest.param("UPDATE audit SET number = 100 - number", 1, id="another order"),
    ],
)
def test_the_first_bad_record_is_named(ledger: Journal, path: Path, statement: str, number: int) -> None:
    assert first_bad(ledger.audit()) is None
    ledger.check()
    spoilt(path, statement)
    found = first_bad(ledger.audit())
    assert found is not None
    assert found[0] == number
    with pytest.raises(SourceUnreadable, match=f"audit record {number} "):
        ledger.check()


def test_a_record_that_is_hashed_anew_breaks_the_next_one(ledger: Journal) -> None:
    chain = list(ledger.audit())
    chain[2] = sealed(replace(chain[2], who="eve (login)"), chain[2].previous)
    assert first_bad(chain) == (4, "it does not continue the record before it")


def test_every_flipped_bit_of_the_stored_record_is_found(ledger: Journal, path: Path) -> None:
    whole = ledger.audit()
    ledger.release()
    with closing(sqlite3.connect(path)) as connection:
        about = connection.execute("SELECT about FROM audit WHERE number = 4").fetchone()[0]
    for position in range(len(about)):
        flipped = about[:position] + chr(ord(about[position]) ^ 1) + about[position + 1 :]
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE audit SET about = ? WHERE number = 4", (flipped,))
        assert (first_bad(ledger.audit()) or (0, ""))[0] == 4
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE audit SET about = ? WHERE number = 4", (about,))
    assert ledger.audit() == whole


def test_a_journal_of_the_first_format_is_brought_up_to_date(path: Path) -> None:
    old = Journal.open(path, FakeClock())
    old.record(a_decision(), [HUB])
    old.release()
    for statement in ("DROP TABLE audit", "DROP TABLE kept", "DROP TABLE chosen"):
        spoilt(path, statement)
    with closing(sqlite3.connect(path)) as connection, connection:
        lineage = connection.execute("SELECT lineage FROM about").fetchone()[0]
        connection.execute("UPDATE about SET format = 1, seal = ?", (seal_of("about", (1, lineage)),))
    ledger = Journal.open(path, FakeClock())
    assert (ledger.kept("D1"), list(ledger.audit()), list(ledger.chosen(["one"]))) == ("", [], [])
    ledger.close("D1", outcome="abandoned")
    assert [one.event for one in ledger.audit()] == ["closed"]
    ledger.release()
