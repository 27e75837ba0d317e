"""The audit record in the journal's file: whatever is changed in it is found and named."""

import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import SourceUnreadable
from core.ledger.journal import AUDIT_KEY, Journal
from core.model.audit import UNMARKED_BEFORE, AuditRecord, first_bad, marked, sealed
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


@pytest.mark.parametrize(
    ("statement", "kept", "event"),
    [
        pytest.param("DELETE FROM audit WHERE number > 7", 7, "D2 was closed", id="only that it was closed"),
        pytest.param(
            "DELETE FROM audit WHERE number > 4", 4, "D2 was recorded", id="all that tells of a decision"
        ),
        pytest.param("DELETE FROM audit WHERE number > 0", 0, "D1 was recorded", id="the whole record"),
    ],
)
def test_an_end_that_is_gone_shows_by_the_decisions_that_are_left(
    ledger: Journal, path: Path, statement: str, kept: int, event: str
) -> None:
    assert ledger.first_bad() is None
    spoilt(path, statement)
    found = ledger.first_bad()
    assert found is not None
    assert (found[0], event in found[1]) == (kept + 1, True)


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


KEY = b"k" * 32


def chain(*, unmarked: int = 0, length: int = 5) -> list[AuditRecord]:
    """Make a record as an older Headgate wrote its first ones."""
    found: list[AuditRecord] = []
    for number in range(1, length + 1):
        about = (("hub", f"revision {number}"), *([UNMARKED_BEFORE] if number == unmarked + 1 > 1 else []))
        one = AuditRecord(
            number=number,
            when="2026-02-16T12:00:00Z",
            monotonic=f"{number}.000",
            event="done",
            decision="D1",
            unit="shop/web",
            who="op1 (login)",
            about=about,
        )
        one = sealed(one, found[-1].hash if found else "")
        found.append(marked(one, KEY) if number > unmarked else one)
    return found


FIELDS = tuple(AuditRecord.__slots__)


def mutants(record: AuditRecord) -> Iterator[AuditRecord]:
    """Change each character of each field, one at a time."""
    for name in FIELDS:
        value = getattr(record, name)
        if name == "number":
            yield replace(record, number=value + 1)
        elif name == "about":
            for at, pair in enumerate(value):
                for part, text in enumerate(pair):
                    for spot in range(len(text)):
                        other = list(pair)
                        other[part] = text[:spot] + chr(ord(text[spot]) ^ 1) + text[spot + 1 :]
                        yield replace(record, about=(*value[:at], (other[0], other[1]), *value[at + 1 :]))
        else:
            for spot in range(len(value)):
                yield replace(record, **{name: value[:spot] + chr(ord(value[spot]) ^ 1) + value[spot + 1 :]})


def test_every_changed_character_of_every_record_is_found() -> None:
    whole = chain()
    assert first_bad(whole, key=KEY) is None
    count = 0
    for at, record in enumerate(whole):
        for mutant in mutants(record):
            count += 1
            found = first_bad([*whole[:at], mutant, *whole[at + 1 :]], key=KEY)
            assert found is not None
            assert found[0] == at + 1
    assert count > 1000


def test_every_row_that_is_gone_or_changes_its_place_is_found() -> None:
    whole = chain()
    for at in range(len(whole) - 1):
        without = [*whole[:at], *whole[at + 1 :]]
        swapped = [*whole[:at], whole[at + 1], whole[at], *whole[at + 2 :]]
        twice = [*whole[: at + 1], *whole[at:]]
        assert [(first_bad(rows, key=KEY) or (0, ""))[0] for rows in (without, swapped, twice)] == [
            at + 1,
            at + 1,
            at + 2,
        ]


def forged(rows: list[AuditRecord], at: int) -> list[AuditRecord]:
    """Rewrite history from a record on, with every hash right: what somebody without the key can do."""
    made = rows[:at]
    for record in rows[at:]:
        changed = replace(record, who="eve (login)", mark="")
        made.append(sealed(changed, made[-1].hash if made else ""))
    return made


@pytest.mark.parametrize("at", range(5))
def test_a_chain_that_was_written_anew_without_the_key_is_found(at: int) -> None:
    assert first_bad(forged(chain(), at)) is None
    assert first_bad(forged(chain(), at), key=KEY) is not None
    borrowed = [replace(one, mark=old.mark) for one, old in zip(forged(chain(), at), chain(), strict=True)]
    assert (first_bad(borrowed, key=KEY) or (0, ""))[0] == at + 1


def test_records_of_an_older_headgate_carry_no_mark_and_the_first_marked_one_says_so() -> None:
    assert first_bad(chain(unmarked=2), key=KEY) is None
    stripped = [replace(one, mark="") for one in chain()[:2]] + chain()[2:]
    assert first_bad(stripped, key=KEY) == (3, "the marks of the records before it are gone")


def test_the_journal_marks_with_a_key_of_its_own_and_misses_it_when_it_is_gone(
    ledger: Journal, path: Path
) -> None:
    key = path.with_name(AUDIT_KEY)
    assert (ledger.first_bad(), stat.S_IMODE(key.stat().st_mode)) == (None, 0o600)
    key.unlink()
    again = Journal.open(path, FakeClock())
    for ask in (again.first_bad, again.check, lambda: again.record(a_decision("D3"), [HUB])):
        with pytest.raises(SourceUnreadable, match="the key of the audit record"):
            ask()
    assert len(again.audit()) == 8


class Shipped:
    def __init__(self) -> None:
        self.heads: list[tuple[int, str]] = []

    def ship(self, number: int, head: str) -> None:
        self.heads.append((number, head))


def test_every_head_is_sent_once_it_is_on_disk(path: Path) -> None:
    sent = Shipped()
    journal = Journal.open(path, FakeClock(), heads=sent)
    journal.record(a_decision("D1"), [HUB])
    journal.close("D1", outcome="applied")
    assert sent.heads == [(one.number, one.hash) for one in journal.audit()]


class Busy(Journal):
    """A journal that another terminal writes to right after each reading."""

    def audit(self) -> Sequence[AuditRecord]:
        found = super().audit()
        self.record(a_decision(f"D{len(found)}"), [HUB])
        return found


def test_what_somebody_decides_while_the_record_is_verified_is_no_gap(path: Path) -> None:
    journal = Busy.open(path, FakeClock())
    journal.record(a_decision("D0"), [HUB])
    assert journal.first_bad() is None
    assert len(journal.decisions()) > 1
