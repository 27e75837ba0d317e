"""Sessions in a file of our own: it works while the hub is down, and outlives every terminal."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

from core.errors import SideMoved
from core.store.schema import Schema
from core.store.sqlite import Database
from core.store.table import Table

__all__ = ["SessionFile"]

_FIRST: Final = (
    """
    CREATE TABLE session (
        id TEXT NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        record TEXT NOT NULL,
        seal TEXT NOT NULL
    ) WITHOUT ROWID
    """,
)
_KEPT_ASIDE: Final = (
    """
    CREATE TABLE kept (
        id TEXT NOT NULL PRIMARY KEY,
        record TEXT NOT NULL,
        seal TEXT NOT NULL
    ) WITHOUT ROWID
    """,
)
_SCHEMA: Final = Schema(
    title="the break-glass sessions", application_id=0x48474253, steps=(_FIRST, _KEPT_ASIDE)
)
_SESSION: Final = Table(name="session", keys=("id",), others=("version", "record"), noun="session {0}")
_KEPT: Final = Table(name="kept", keys=("id",), others=("record",), noun="what session {0} compares with")


class SessionFile:
    """A `core.ports.sessions.Sessions` in one SQLite file; for any number of threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, path: Path, *, durable: bool = True) -> Self:
        """Make it of a file; nothing is read or written yet. See `Database` for ``durable``."""
        return cls(Database(path, _SCHEMA, durable=durable))

    def release(self) -> None:
        """Let go of the file; the next call opens it again."""
        self._database.close()

    def put(self, session_id: str, sealed: str, *, seen: int) -> int:
        """Store a record over the version that was seen; see `core.ports.sessions.Sessions.put`.

        Raises:
            SideMoved: another version is there; nothing was written.
            StorageUnwritable: it cannot be written.
        """
        with self._database.writing() as held:
            row = _SESSION.find(held, session_id)
            version = int(row[1]) if row else 0
            if version != seen:
                raise SideMoved(
                    f"Session {session_id} was changed by another terminal",
                    why=f"version {version} is there, {seen} was seen",
                    next_step="headgate breakglass status shows it as it is now",
                    ref=session_id,
                )
            _SESSION.put(held, session_id, version + 1, sealed)
        return version + 1

    def keep(self, session_id: str, sealed: str) -> None:
        """Store what a session compares with; see `core.ports.sessions.Sessions.keep`.

        Raises:
            StorageUnwritable: it cannot be written.
        """
        with self._database.writing() as held:
            _KEPT.put(held, session_id, sealed)

    def kept(self, session_id: str) -> str:
        """Read what a session compares with.

        Raises:
            SourceUnreadable: it cannot be read.
        """
        with self._database.reading() as held:
            row = _KEPT.find(held, session_id) if held is not None else None
        return str(row[1]) if row else ""

    def all(self) -> Sequence[tuple[str, int, str]]:
        """List the records, oldest first.

        Raises:
            SourceUnreadable: they cannot be read.
        """
        with self._database.reading() as held:
            rows = _SESSION.scan(held) if held is not None else []
        return [(str(name), int(version), str(record)) for name, version, record in rows]
