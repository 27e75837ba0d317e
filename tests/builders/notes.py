"""A small file of notes, for tests of what every file of ours has in common."""

from core.store.schema import Schema
from core.store.sqlite import Database

__all__ = ["NOTES", "add", "read"]

NOTES = Schema(title="the notes", application_id=77, steps=(("CREATE TABLE note (text TEXT)",),))


def add(database: Database, text: str) -> None:
    with database.writing() as held:
        held.run("INSERT INTO note VALUES (?)", text)


def read(database: Database) -> list[str] | None:
    with database.reading() as held:
        return [str(text) for (text,) in held.rows("SELECT text FROM note ORDER BY rowid")] if held else None
