"""A journal on a disk that rots: no changed bit gives a wrong answer, none in a stored row stays unseen."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import HeadgateError, SourceUnreadable
from core.ledger.journal import AUDIT_KEY, Journal
from tests.builders.decisions import HUB, a_decision
from tests.fakes.clock import FakeClock

FLIPS = 200
REFUSED = "refused"
NAMES = ("D1", "D2", "D3")

ASKS: tuple[Callable[[Journal], object], ...] = (
    lambda journal: journal.decisions(),
    lambda journal: journal.unfinished(),
    lambda journal: [journal.decision(name) for name in NAMES],
    lambda journal: [journal.kept(name) for name in NAMES],
    lambda journal: journal.audit() if journal.first_bad() is None else journal.check(),
    lambda journal: journal.check(),
)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write two decisions that are through and one that is not."""
    path = tmp_path_factory.mktemp("good") / "journal.db"
    journal = Journal.open(path, FakeClock())
    for name in NAMES:
        journal.record(a_decision(name), [HUB], kept=f"what finishes {name}")
        journal.begin(name, "hub")
    for name in NAMES[:2]:
        journal.done(name, "hub", outcome="revision 12")
        journal.close(name, outcome="applied")
    journal.release()
    return path


def answers(path: Path) -> list[object]:
    """Ask everything; what cannot be read is refused."""
    journal = Journal.open(path, FakeClock())
    found: list[object] = []
    for ask in ASKS:
        try:
            found.append(ask(journal))
        except SourceUnreadable:
            found.append(REFUSED)
    journal.release()
    return found


def spoilt(good: Path, folder: Path, position: int) -> Path:
    data = bytearray(good.read_bytes())
    data[position // 8] ^= 1 << position % 8
    bad = folder / "journal.db"
    bad.write_bytes(data)
    bad.chmod(0o600)
    (folder / AUDIT_KEY).write_bytes(good.with_name(AUDIT_KEY).read_bytes())
    (folder / AUDIT_KEY).chmod(0o600)
    return bad


def test_200_changed_bits_anywhere_in_the_file_never_give_a_wrong_answer(good: Path, tmp_path: Path) -> None:
    truth, dice = answers(good), random.Random(4711)  # noqa: S311  places, not secrets
    positions = [dice.randrange(len(good.read_bytes()) * 8) for _ in range(FLIPS)]
    wrong = []
    for position in positions:
        got = answers(spoilt(good, tmp_path, position))
        wrong += [(position, one) for one, true in zip(got, truth, strict=True) if one not in (REFUSED, true)]
    assert wrong == []


def rows(path: Path) -> Iterator[tuple[str, str, int]]:
    """Name every column of every row."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        for table in tables:
            columns = [column[1] for column in connection.execute(f"PRAGMA table_info({table})")]
            count = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  names of ours
            yield from ((table, column, at) for column in columns for at in range(count))


def test_one_changed_bit_in_any_column_of_any_row_is_found(good: Path, tmp_path: Path) -> None:
    truth, unseen, count = answers(good), [], 0
    for table, column, at in rows(good):
        bad = spoilt(good, tmp_path, 0)
        bad.write_bytes(good.read_bytes())
        with closing(sqlite3.connect(bad)) as connection, connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            keys = connection.execute(f"SELECT * FROM {table}").fetchall()[at]  # noqa: S608  names of ours
            names = [one[1] for one in connection.execute(f"PRAGMA table_info({table})")]
            old = keys[names.index(column)]
            new = old ^ 1 if isinstance(old, int) else chr(ord(old[0]) ^ 1) + old[1:] if old else "x"
            where = " AND ".join(f"{name} IS ?" for name in names)
            try:
                connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (new, *keys))  # noqa: S608
            except sqlite3.IntegrityError:  # the file itself refuses the value
                continue
        count += 1
        if answers(bad) == truth:
            unseen.append((table, column, at))
    assert unseen == []
    assert count > 100


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda data: data[:0], id="emptied"),
        pytest.param(lambda data: data[: len(data) // 2], id="cut in half"),
        pytest.param(lambda data: b"\0" * len(data), id="zeros"),
        pytest.param(lambda data: data[4096:] + data[:4096], id="pages in another order"),
        pytest.param(lambda data: data[:4096] * (len(data) // 4096), id="one page all over"),
    ],
)
def test_a_damaged_copy_is_never_read_as_an_empty_journal_and_never_written(
    spoil: Callable[[bytes], bytes], good: Path, tmp_path: Path
) -> None:
    bad = spoilt(good, tmp_path, 0)
    bad.write_bytes(spoil(good.read_bytes()))
    before = bad.read_bytes()
    journal = Journal.open(bad, FakeClock())
    with pytest.raises(SourceUnreadable):
        journal.unfinished()
    with pytest.raises(HeadgateError):
        journal.record(a_decision("D9"), [HUB])
    assert bad.read_bytes() == before
