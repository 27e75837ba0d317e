"""What a SQLite file of ours says of itself: whose it is, which format, which lineage."""

import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from core.errors import SourceUnreadable
from core.store.seal import seal_of, unsealed
from core.store.trouble import Place, damaged

__all__ = ["Schema", "admit", "create", "transaction"]

_ABOUT: Final = """
CREATE TABLE about (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    format INTEGER NOT NULL,
    lineage TEXT NOT NULL,
    seal TEXT NOT NULL
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The tables of one kind of file.

    Attributes:
        title: what people call the file: ``the embedded hub``.
        application_id: what SQLite's header says of it, 32 bits; never changes.
        steps: the statements that lead from each format to the next; steps are added, never changed.
    """

    title: str
    application_id: int
    steps: tuple[tuple[str, ...], ...]


def create(connection: sqlite3.Connection, schema: Schema) -> None:
    """Make the tables in an empty file, all or none."""
    with transaction(connection, "BEGIN IMMEDIATE"):
        connection.execute(f"PRAGMA application_id = {schema.application_id:d}")
        connection.execute(_ABOUT)
        connection.execute("INSERT INTO about VALUES (1, 0, '', '')")
        _step_up(connection, schema, 0, uuid.uuid4().hex)


def admit(connection: sqlite3.Connection, schema: Schema, place: Place) -> str:
    """Make sure that a file is what it should be, bringing an older format up to date.

    Returns:
        Its lineage: two files that do not descend from one another have different ones.

    Raises:
        SourceUnreadable: it is another kind of file, or a newer Headgate wrote it, or it is damaged.
    """
    if connection.execute("PRAGMA application_id").fetchone() != (schema.application_id,):
        raise damaged(place, "the file", why=f"it is not {schema.title}")
    known = len(schema.steps)
    version, lineage = _about(connection, place)
    if version < known:
        with transaction(connection, "BEGIN IMMEDIATE"):
            version, lineage = _about(connection, place)  # somebody else may have been quicker
            _step_up(connection, schema, version, lineage)
    if version > known:
        raise SourceUnreadable(
            f"Could not read {place.title}",
            why=f"{place.path} was written by a newer Headgate: format {version}, and this one knows {known}",
            next_step="upgrade headgate",
            ref=str(place.path),
        )
    return lineage


@contextmanager
def transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    """Hold a transaction: it is committed at the end, or nothing of it stands.

    Raises:
        sqlite3.Error: it could not begin, or could not be committed.
    """
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:  # SQLite may have rolled back by itself
            connection.execute("ROLLBACK")


def _step_up(connection: sqlite3.Connection, schema: Schema, version: int, lineage: str) -> None:
    for statement in _statements(schema.steps[version:]):
        connection.execute(statement)
    known = max(version, len(schema.steps))
    values = (known, lineage, seal_of("about", (known, lineage)))
    connection.execute("UPDATE about SET format = ?, lineage = ?, seal = ?", values)


def _statements(steps: Sequence[Sequence[str]]) -> Iterator[str]:
    for step in steps:
        yield from step


def _about(connection: sqlite3.Connection, place: Place) -> tuple[int, str]:
    rows = connection.execute("SELECT format, lineage, seal FROM about").fetchall()
    about = unsealed("about", rows[0]) if len(rows) == 1 else None
    if about is None:
        raise damaged(place, "what it says of itself")
    version, lineage = about
    return int(version), str(lineage)
