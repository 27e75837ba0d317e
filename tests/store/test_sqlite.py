import stat
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import SideMoved, SourceUnreadable, StorageUnwritable
from core.store.sqlite import Database
from tests.builders.children import all_at_once, child
from tests.builders.notes import NOTES, add, read


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "notes.db"


@pytest.fixture
def notes(path: Path) -> Iterator[Database]:
    with closing(Database(path, NOTES, busy_seconds=0.05)) as database:
        yield database


def add_and_fail(database: Database, error: BaseException) -> None:
    with database.writing() as held:
        held.run("INSERT INTO note VALUES ('b')")
        raise error


def test_a_file_that_is_not_there_reads_as_none_and_is_not_made(notes: Database, path: Path) -> None:
    assert read(notes) is None
    assert not path.parent.exists()


def test_the_first_write_makes_the_file_for_us_alone_and_leaves_nothing_beside_it(
    notes: Database, path: Path
) -> None:
    add(notes, "a")
    assert read(notes) == ["a"]
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent)] == [0o600, 0o700]
    assert list(path.parent.iterdir()) == [path]


def test_the_file_keeps_the_house_rules(notes: Database) -> None:
    add(notes, "a")
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "application_id", "busy_timeout")
    with notes.reading() as held:
        assert held is not None
        assert [held.rows(f"PRAGMA {pragma}")[0][0] for pragma in pragmas] == ["delete", 3, 1, 77, 50]


def test_a_write_that_ends_in_an_error_leaves_nothing_and_holds_nothing(notes: Database, path: Path) -> None:
    add(notes, "a")
    refusal = SideMoved("no", why="a test", next_step="none")
    for error in (refusal, KeyboardInterrupt(), ZeroDivisionError()):
        with pytest.raises(type(error)):
            add_and_fail(notes, error)
    with closing(Database(path, NOTES, busy_seconds=0)) as other:
        add(other, "c")
    assert read(notes) == ["a", "c"]


def test_one_reading_sees_one_state(notes: Database, path: Path) -> None:
    add(notes, "a")
    with closing(Database(path, NOTES, busy_seconds=0.05)) as other, notes.reading() as held:
        assert held is not None
        assert held.rows("SELECT count(*) FROM note") == [(1,)]
        with pytest.raises(StorageUnwritable, match="too long"):
            add(other, "b")
        assert held.rows("SELECT count(*) FROM note") == [(1,)]
    assert read(notes) == ["a"]


def test_threads_share_a_database_and_lose_nothing(path: Path) -> None:
    with closing(Database(path, NOTES)) as notes, ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: add(notes, str(number)), range(60)))
        counts = list(pool.map(lambda _: len(read(notes) or []), range(20)))
        assert sorted(map(int, read(notes) or [])) == list(range(60))
    assert counts == [60] * 20


def test_a_reader_does_not_wait_for_a_writer_of_another_thread(notes: Database) -> None:
    add(notes, "a")
    began, end = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with notes.writing() as held:
            held.run("INSERT INTO note VALUES ('b')")
            began.set()
            end.wait(20)

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(write_slowly)
        began.wait(20)
        assert read(notes) == ["a"]
        end.set()
        slow.result(20)
    assert read(notes) == ["a", "b"]


HOLDING = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute(sys.argv[2])
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="the kernel does not tell who holds a lock")
@pytest.mark.parametrize("writing", [True, False])
def test_a_file_that_is_held_for_too_long_names_who_holds_it(
    notes: Database, path: Path, *, writing: bool
) -> None:
    add(notes, "a")
    with child(HOLDING, path, "BEGIN IMMEDIATE" if writing else "BEGIN EXCLUSIVE") as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(StorageUnwritable if writing else SourceUnreadable) as refused:
            add(notes, "b") if writing else read(notes)
        process.communicate("\n")
    assert refused.value.why == f"process {process.pid} has held {path} for too long"
    assert refused.value.next_step.endswith(f"ps -p {process.pid}")
    add(notes, "b")
    assert read(notes) == ["a", "b"]


RACING = """
import sys
from pathlib import Path
from core.store.sqlite import Database
from tests.builders.notes import NOTES, add
print("ready", flush=True)
sys.stdin.readline()
add(Database(Path(sys.argv[1]), NOTES), sys.argv[2])
"""


def test_of_several_first_writers_all_find_the_same_file(notes: Database, path: Path) -> None:
    all_at_once(RACING, [[path, number] for number in range(6)])
    assert sorted(read(notes) or []) == list("012345")
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_was_replaced_is_opened_anew(notes: Database, path: Path) -> None:
    add(notes, "old")
    with notes.reading() as held:
        lineage = held.lineage if held else ""
    path.rename(path.with_suffix(".old"))
    assert read(notes) is None
    add(notes, "new")
    assert read(notes) == ["new"]
    with notes.reading() as held:
        assert held is not None
        assert held.lineage != lineage


def test_a_journal_without_its_file_is_never_put_beside_a_new_one(notes: Database, path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    journal = path.with_name("notes.db-journal")
    journal.write_bytes(b"of another file")
    with pytest.raises(StorageUnwritable) as refused:
        add(notes, "a")
    assert str(journal) in refused.value.why
    assert (path.exists(), journal.read_bytes()) == (False, b"of another file")


def test_a_file_others_could_read_is_closed_to_them(notes: Database, path: Path) -> None:
    add(notes, "a")
    notes.close()
    path.chmod(0o644)
    assert read(notes) == ["a"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
