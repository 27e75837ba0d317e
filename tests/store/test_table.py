import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import SourceUnreadable
from core.store.schema import Schema
from core.store.sqlite import Database
from core.store.table import Table

CREATE = "CREATE TABLE note (box TEXT, number INTEGER, text TEXT, seal TEXT, PRIMARY KEY (box, number))"
NOTES = Schema(title="the notes", application_id=77, steps=((CREATE,),))
ONE = " WHERE box = 'b' AND number = 1"
NOTE = Table(name="note", keys=("box", "number"), others=("text",), noun="note {1} in {0}")


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[Database]:
    with closing(Database(tmp_path / "notes.db", NOTES)) as database:
        with database.writing() as held:
            for record in (("b", 2, "two"), ("b", 1, "one"), ("a", 1, "other")):
                NOTE.add(held, *record)
        yield database


def test_records_are_found_by_key_and_listed_in_the_order_of_their_keys(notes: Database) -> None:
    with notes.reading() as held:
        assert held is not None
        assert NOTE.find(held, "b", 1) == ("b", 1, "one")
        assert NOTE.find(held, "b", 3) is None
        assert NOTE.scan(held, "b") == [("b", 1, "one"), ("b", 2, "two")]
        assert len(NOTE.scan(held)) == 3
        assert NOTE.select(held, "text > ?", "os") == [("a", 1, "other"), ("b", 2, "two")]


def test_a_record_is_put_over_the_one_with_its_key(notes: Database) -> None:
    with notes.writing() as held:
        NOTE.put(held, "b", 1, "new")
        NOTE.put(held, "c", 1, "first")
    with notes.reading() as held:
        assert held is not None
        assert NOTE.scan(held) == [("a", 1, "other"), ("b", 1, "new"), ("b", 2, "two"), ("c", 1, "first")]


def test_a_key_that_is_taken_is_not_added_to(notes: Database) -> None:
    with pytest.raises(SourceUnreadable), notes.writing() as held:
        NOTE.add(held, "b", 1, "again")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("UPDATE note SET text = 'onf'", id="another text"),
        pytest.param("UPDATE note SET text = ''", id="no text"),
        pytest.param("UPDATE note SET text = NULL", id="null"),
        pytest.param("UPDATE note SET text = CAST('one' AS BLOB)", id="the same text as bytes"),
        pytest.param("UPDATE note SET text = CAST(x'6f6eff' AS TEXT)", id="a text that is not UTF-8"),
        pytest.param("UPDATE note SET number = 3", id="another key"),
        pytest.param("UPDATE note SET box = 'c'", id="another place"),
        pytest.param(
            "UPDATE note SET seal = (SELECT seal FROM note WHERE number = 2)", id="the seal of another record"
        ),
        pytest.param("UPDATE note SET seal = NULL", id="no seal"),
    ],
)
def test_a_record_that_was_changed_behind_its_seal_is_found(
    notes: Database, tmp_path: Path, change: str
) -> None:
    with closing(sqlite3.connect(tmp_path / "notes.db")) as connection, connection:
        connection.execute(change + ONE)
    with notes.reading() as held:
        assert held is not None
        with pytest.raises(SourceUnreadable) as found:
            NOTE.scan(held)
    assert str(tmp_path / "notes.db") in found.value.why
    assert found.value.changed == "nothing; the file is left as it is"


def test_a_damaged_record_is_named(notes: Database, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "notes.db")) as connection, connection:
        connection.execute("UPDATE note SET text = 'x' WHERE box = 'b' AND number = 2")
    with notes.reading() as held:
        assert held is not None
        assert NOTE.find(held, "b", 1) is not None
        with pytest.raises(SourceUnreadable, match="note 2 in b in the notes"):
            NOTE.find(held, "b", 2)
