import os
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import InputRefused, SideMoved, SourceUnreadable, StorageUnwritable
from core.store.sqlite import Database
from tests.builders.children import UNPRIVILEGED, all_at_once, child, finished
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


def spoil_with_words(path: Path) -> None:
    path.write_bytes(b"these are words, not a database\n" * 100)


def spoil_by_cutting_off(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def spoil_by_emptying(path: Path) -> None:
    os.truncate(path, 0)


def spoil_by_another_kind(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 78")


def spoil_by_another_format(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE about SET format = 9")


def spoil_by_a_link(path: Path) -> None:
    path.rename(path.with_suffix(".real"))
    path.symlink_to(path.with_suffix(".real"))


def spoil_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir(mode=0o700)


def spoil_by_open_rights(path: Path) -> None:
    path.chmod(0o666)


def spoil_by_losing_a_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE note")


SPOILERS: tuple[Callable[[Path], None], ...] = (
    spoil_with_words,
    spoil_by_cutting_off,
    spoil_by_emptying,
    spoil_by_another_kind,
    spoil_by_another_format,
    spoil_by_a_link,
    spoil_by_a_folder,
    spoil_by_open_rights,
    spoil_by_losing_a_table,
)


@pytest.mark.parametrize("spoil", SPOILERS, ids=lambda spoil: spoil.__name__)
def test_a_spoilt_file_is_named_left_as_it_is_and_never_read_as_empty(
    notes: Database, path: Path, spoil: Callable[[Path], None]
) -> None:
    add(notes, "a" * 20_000)
    notes.close()
    spoil(path)
    before = path.read_bytes() if path.is_file() else b""
    asks: tuple[Callable[[Database], object], ...] = (read, lambda notes: add(notes, "b"))
    for ask in asks:
        with pytest.raises(SourceUnreadable) as refused:
            ask(notes)
        assert (refused.value.exit_code, str(path) in refused.value.why) == (6, True)
        assert refused.value.next_step
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_check_finds_a_page_that_makes_no_sense(notes: Database, path: Path) -> None:
    notes.check()
    add(notes, "a")
    notes.check()
    notes.close()
    with path.open("r+b") as file:
        file.seek(2 * 4096)
        file.write(b"\xff" * 8)
    with pytest.raises(SourceUnreadable, match="damaged"):
        notes.check()


IN_SHORT = """
import sys
from pathlib import Path
from core.errors import HeadgateError
from core.store.sqlite import Database
from tests.builders.notes import NOTES, add, read
notes = Database(Path(sys.argv[1]), NOTES, busy_seconds=0)
def said(ask):
    try:
        return ask()
    except HeadgateError as error:
        return f"{type(error).__name__}, changed {error.changed}"
"""

READ_ONLY = (
    UNPRIVILEGED + IN_SHORT + "print(said(lambda: read(notes)), said(lambda: add(notes, 'b')), sep='; ')"
)


@pytest.mark.parametrize(
    ("folder_bits", "file_bits", "said"),
    [
        pytest.param(0o500, 0o600, "['a']; StorageUnwritable, changed nothing", id="the folder is read-only"),
        pytest.param(0o500, 0o400, "['a']; StorageUnwritable, changed nothing", id="both are read-only"),
        pytest.param(0o700, 0o400, "['a']; StorageUnwritable, changed nothing", id="the file is read-only"),
        pytest.param(
            0o700, 0o000, "SourceUnreadable, changed nothing; StorageUnwritable, changed nothing", id="closed"
        ),
    ],
)
def test_where_writing_is_not_allowed_reading_still_works(
    notes: Database, path: Path, folder_bits: int, file_bits: int, said: str
) -> None:
    add(notes, "a")
    notes.close()
    path.chmod(file_bits)
    path.parent.chmod(folder_bits)
    assert finished(READ_ONLY, path).strip() == said
    path.parent.chmod(0o700)
    path.chmod(0o600)
    assert read(notes) == ["a"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    notes = Database(tmp_path / "file" / "notes.db", NOTES)
    with pytest.raises(StorageUnwritable) as refused:
        add(notes, "a")
    assert refused.value.changed == "nothing"


FULL = (
    IN_SHORT
    + """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
written = 0
while not (answer := said(lambda: add(notes, f"{written} " * 200))):
    written += 1
print(written, answer, len(read(notes) or []), sep="; ")
"""
)


@pytest.mark.parametrize("limit_bytes", [3000, 10_000, 20_000, 33_000, 60_000, 100_000])
def test_on_a_full_disk_a_write_is_refused_and_all_before_it_stands(
    notes: Database, path: Path, limit_bytes: int
) -> None:
    written, answer, readable = finished(FULL, path, limit_bytes).strip().split("; ")
    assert (answer, readable) == ("StorageUnwritable, changed nothing", written)
    notes.check()
    assert len(read(notes) or []) == int(written)
    add(notes, "and on")


def test_a_text_with_half_a_surrogate_pair_is_refused(notes: Database) -> None:
    add(notes, "a")
    with pytest.raises(InputRefused, match="not valid Unicode"):
        add(notes, "\ud800")
    assert read(notes) == ["a"]
