"""Connections to a SQLite file, and how such a file comes into being."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from core.store.files import place_new
from core.store.schema import Schema, create
from core.store.trouble import Place, unwritable

__all__ = ["connect", "make"]

_RULES: Final = (
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA temp_store = MEMORY",
)
"""Source: reliability.md D4; a write-ahead log may lose a commit when it is reset, before SQLite 3.51.3."""

_HASTY: Final = ("PRAGMA synchronous = OFF",)


def connect(path: Path, *, busy_seconds: float, durable: bool = True) -> sqlite3.Connection:
    """Open a file that is there; for reading only where it may not be written.

    Not ``durable`` leaves flushing to the system: for a file that is thrown away if anything goes wrong.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=busy_seconds,
        isolation_level=None,  # no transaction but those begun by hand
        check_same_thread=False,  # an idle connection has one taker at a time
    )
    connection.text_factory = _text
    try:
        for rule in (*_RULES, *(() if durable else _HASTY)):
            connection.execute(rule)
    except BaseException:
        connection.close()
        raise
    return connection


def _text(stored: bytes) -> str:
    return stored.decode(errors="replace")  # whoever reads a damaged text checks its seal and names it


def make(place: Place, schema: Schema) -> None:
    """Make the file beside its place and move it there, so that nobody ever sees half of it.

    Of several at once one file stays, and all go on with that.

    Raises:
        StorageUnwritable: it cannot be made.
        sqlite3.Error: likewise.
    """
    journal = Path(f"{place.path}-journal")
    if journal.exists() and not place.path.exists():
        raise unwritable(
            place,
            f"it is gone, but its journal {journal} is still there and would spoil a new one",
            f"put the file back, or move the journal away: mv {journal} {journal}.old",
        )
    with _file_beside(place) as fresh:
        connection = connect(fresh, busy_seconds=0)
        try:
            create(connection, schema)
        finally:
            connection.close()
        try:
            place_new(fresh, place.path)
        except OSError as error:
            raise unwritable(place, error) from error


@contextmanager
def _file_beside(place: Place) -> Iterator[Path]:
    try:
        handle, name = tempfile.mkstemp(dir=place.path.parent, prefix=f".{place.path.name}.", suffix=".new")
    except OSError as error:
        raise unwritable(place, error) from error
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for left in (name, f"{name}-journal"):
            Path(left).unlink(missing_ok=True)
