from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import SourceUnreadable
from core.store.schema import Schema
from core.store.sqlite import Database, Row
from tests.builders.children import all_at_once

FIRST = ("CREATE TABLE note (text TEXT)", "INSERT INTO note VALUES ('from the first format')")
SECOND = ("ALTER TABLE note ADD COLUMN author TEXT NOT NULL DEFAULT 'nobody'",)
BROKEN = ("ALTER TABLE note ADD COLUMN place TEXT", "INSERT INTO nowhere VALUES (1)")
OLD = Schema(title="the notes", application_id=77, steps=(FIRST,))
NEW = replace(OLD, steps=(FIRST, SECOND))


def touch(path: Path, schema: Schema) -> str:
    with closing(Database(path, schema)) as notes, notes.writing() as held:
        return held.lineage


def rows(path: Path, schema: Schema) -> Sequence[Row]:
    with closing(Database(path, schema)) as notes, notes.reading() as held:
        return held.rows("SELECT * FROM note") if held else []


def test_an_older_file_is_brought_up_to_date_and_keeps_its_lineage_and_rows(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    lineage = touch(path, OLD)
    assert rows(path, NEW) == [("from the first format", "nobody")]
    assert touch(path, NEW) == lineage
    assert rows(path, NEW) == [("from the first format", "nobody")]


RACING = """
import sys
from pathlib import Path
from core.store.schema import Schema
from core.store.sqlite import Database
slow = "WITH n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 500000) SELECT count(*) FROM n"
steps = [("CREATE TABLE note (text TEXT)",), ("CREATE TABLE slow AS " + slow,)]
notes = Database(Path(sys.argv[1]), Schema(title="the notes", application_id=77, steps=tuple(steps)))
print("ready", flush=True)
sys.stdin.readline()
with notes.reading() as held:
    print(held.rows("SELECT * FROM slow"))
"""


def test_of_several_who_bring_a_file_up_to_date_at_once_one_does_it(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    touch(path, replace(OLD, steps=(FIRST[:1],)))
    assert all_at_once(RACING, [[path]] * 6) == ["[(500000,)]\n"] * 6


def test_a_new_file_is_made_in_the_newest_format(tmp_path: Path) -> None:
    touch(tmp_path / "notes.db", NEW)
    assert rows(tmp_path / "notes.db", NEW) == [("from the first format", "nobody")]


def test_two_files_have_two_lineages(tmp_path: Path) -> None:
    assert touch(tmp_path / "a.db", OLD) != touch(tmp_path / "b.db", OLD)


def test_a_newer_file_is_left_alone_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    touch(path, NEW)
    before = path.read_bytes()
    with pytest.raises(SourceUnreadable) as refused:
        touch(path, OLD)
    assert "format 2, and this one knows 1" in refused.value.why
    assert refused.value.next_step == "upgrade headgate"
    assert path.read_bytes() == before


def test_a_step_that_fails_leaves_the_older_format_whole(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    touch(path, OLD)
    with pytest.raises(SourceUnreadable):
        touch(path, replace(OLD, steps=(FIRST, BROKEN)))
    assert rows(path, OLD) == [("from the first format",)]


def test_a_file_whose_format_was_changed_by_accident_is_found(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    lineage = touch(path, OLD)
    path.write_bytes(path.read_bytes().replace(lineage.encode(), lineage[::-1].encode()))
    with pytest.raises(SourceUnreadable, match="what it says of itself"):
        rows(path, OLD)
