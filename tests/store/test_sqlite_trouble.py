import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import InputRefused, SourceUnreadable, StorageUnwritable
from core.store.sqlite import Database
from tests.builders.children import UNPRIVILEGED, finished
from tests.builders.notes import NOTES, add, read


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "notes.db"


@pytest.fixture
def notes(path: Path) -> Iterator[Database]:
    with closing(Database(path, NOTES, busy_seconds=0.05)) as database:
        yield database


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


def link_the_folder(folder: Path) -> None:
    folder.rename(folder.with_suffix(".real"))
    folder.symlink_to(folder.with_suffix(".real"))


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        pytest.param(
            lambda folder: folder.chmod(0o770), "its mode 0770 lets others in", id="others may write"
        ),
        pytest.param(link_the_folder, "it is a symbolic link", id="a link"),
    ],
)
def test_a_file_in_a_folder_that_is_not_ours_alone_is_not_read(
    notes: Database, path: Path, spoil: Callable[[Path], None], why: str
) -> None:
    add(notes, "a")
    notes.close()
    spoil(path.parent)
    with pytest.raises(SourceUnreadable) as refused:
        read(notes)
    assert f"its folder {path.parent}: {why}" in refused.value.why


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
