import sqlite3
from pathlib import Path

import pytest

from core.errors import HeadgateError, OutcomeUnknown, SourceUnreadable, StorageUnwritable
from core.store.trouble import Place, sqlite_trouble

PLACE = Place(Path("/state/hub.db"), "the hub")


def raised(name: str, text: str = "as SQLite says") -> sqlite3.Error:
    error = sqlite3.OperationalError(text)
    error.sqlite_errorcode = getattr(sqlite3, name)
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("name", "reading", "writing"),
    [
        pytest.param("SQLITE_READONLY", SourceUnreadable, StorageUnwritable, id="read-only"),
        pytest.param(
            "SQLITE_READONLY_ROLLBACK", SourceUnreadable, StorageUnwritable, id="a cut-off write waits"
        ),
        pytest.param("SQLITE_FULL", SourceUnreadable, StorageUnwritable, id="full"),
        pytest.param("SQLITE_CANTOPEN", SourceUnreadable, StorageUnwritable, id="cannot be opened"),
        pytest.param("SQLITE_IOERR_WRITE", SourceUnreadable, StorageUnwritable, id="the disk failed before"),
        pytest.param("SQLITE_IOERR_DIR_FSYNC", SourceUnreadable, OutcomeUnknown, id="the disk failed after"),
        pytest.param("SQLITE_IOERR_UNLOCK", SourceUnreadable, OutcomeUnknown, id="the lock stays after"),
        pytest.param("SQLITE_BUSY", SourceUnreadable, StorageUnwritable, id="busy"),
        pytest.param("SQLITE_BUSY_RECOVERY", SourceUnreadable, StorageUnwritable, id="busy, in more words"),
        pytest.param("SQLITE_LOCKED", SourceUnreadable, StorageUnwritable, id="locked"),
        pytest.param("SQLITE_CORRUPT", SourceUnreadable, SourceUnreadable, id="corrupt"),
        pytest.param("SQLITE_CORRUPT_INDEX", SourceUnreadable, SourceUnreadable, id="a corrupt index"),
        pytest.param("SQLITE_NOTADB", SourceUnreadable, SourceUnreadable, id="no database"),
        pytest.param("SQLITE_CONSTRAINT_UNIQUE", SourceUnreadable, SourceUnreadable, id="contradiction"),
    ],
)
def test_what_sqlite_says_in_our_words(
    name: str, reading: type[HeadgateError], writing: type[HeadgateError]
) -> None:
    for error, kind, is_write in ((raised(name), reading, False), (raised(name), writing, True)):
        told = sqlite_trouble(error, PLACE, writing=is_write)
        assert type(told) is kind
        assert "/state/hub.db" in told.why
        assert told.next_step


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(raised("SQLITE_MISUSE"), id="misuse"),
        pytest.param(raised("SQLITE_ERROR", 'near "SELEC": syntax error'), id="bad SQL"),
        pytest.param(
            sqlite3.ProgrammingError("Cannot operate on a closed database."), id="a closed connection"
        ),
    ],
)
def test_a_fault_of_our_own_surfaces_as_such(error: sqlite3.Error) -> None:
    assert sqlite_trouble(error, PLACE, writing=True) is None


def test_only_an_unknown_outcome_says_that_something_may_have_changed() -> None:
    kinds = {
        name: sqlite_trouble(raised(name), PLACE, writing=True)
        for name in ("SQLITE_FULL", "SQLITE_IOERR_UNLOCK")
    }
    assert {name: told.changed for name, told in kinds.items() if told} == {
        "SQLITE_FULL": "nothing",
        "SQLITE_IOERR_UNLOCK": "unknown: the write may stand",
    }
