"""One SQLite file by the house rules; whoever uses it never sees ``sqlite3``.

Rollback journal, ``synchronous=EXTRA``, transactions by hand, every write ``BEGIN IMMEDIATE``. Readers and
writers of several threads and processes work at once; no transaction outlives its ``with``.
Source: reliability.md D4 and §2.5.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from core.store.connection import connect, make
from core.store.files import distrusted, private_folder
from core.store.schema import Schema, admit, transaction
from core.store.trouble import Place, damaged, no_text, sqlite_trouble, unreadable, unwritable

__all__ = ["BUSY_SECONDS", "Database", "Row", "Transaction"]

Row: TypeAlias = tuple[str | int | bytes | None, ...]
"""One row as SQLite gave it; nothing in it is to be believed before its seal was checked."""

BUSY_SECONDS: Final = 5.0
"""How long a locked file is waited for. Source: reliability.md §4.1, BUSY/LOCKED."""

_KEPT_OPEN: Final = 4
"""Idle connections that are kept for the next call."""


class Transaction:
    """What may be asked while a `Database` holds a transaction.

    Attributes:
        place: the file.
        lineage: of the file; another file under the same name has another.
    """

    __slots__ = ("_connection", "lineage", "place")

    def __init__(self, connection: sqlite3.Connection, place: Place, lineage: str) -> None:
        self._connection = connection
        self.place = place
        self.lineage = lineage

    def rows(self, sql: str, *values: str | int | bytes | None) -> list[Row]:
        """Ask for rows."""
        return self._connection.execute(sql, values).fetchall()

    def run(self, sql: str, *values: str | int | bytes | None) -> None:
        """Change something."""
        self._connection.execute(sql, values)


class _Opened(NamedTuple):
    connection: sqlite3.Connection
    identity: tuple[int, int]
    lineage: str


class Database:
    """One SQLite file, for any number of threads. Nothing is opened before it is asked for.

    Args:
        path: where it is, or will be: the first write makes it.
        schema: its tables.
        busy_seconds: how long a locked file is waited for.
        durable: a commit is on disk before it returns; False only for a file that is thrown away on trouble.
    """

    def __init__(
        self, path: Path, schema: Schema, *, busy_seconds: float = BUSY_SECONDS, durable: bool = True
    ) -> None:
        self._place = Place(path, schema.title)
        self._schema = schema
        self._busy_seconds = busy_seconds
        self._durable = durable
        self._idle: list[_Opened] = []
        self._idle_lock = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Transaction | None]:
        """Hold one state of the file to read from; None where there is no file yet.

        Raises:
            SourceUnreadable: it cannot be read, or it is damaged, or not ours.
        """
        with self._told(writing=False):
            opened = self._take()
            if opened is None:
                yield None
            else:
                with self._held(opened, "BEGIN") as held:
                    yield held

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Hold the only write transaction; it is committed at the end, or nothing of it stands.

        Raises:
            StorageUnwritable: it cannot be written, or another process held it for too long.
            SourceUnreadable: it is damaged, or not ours.
            OutcomeUnknown: the disk failed when the change may have been made already.
            InputRefused: a text has half a surrogate pair in it.
        """
        with self._told(writing=True):
            private_folder(self._place.path.parent)
            opened = self._take() or self._first()
            with self._held(opened, "BEGIN IMMEDIATE") as held:
                yield held

    def check(self) -> None:
        """Read the whole file as SQLite sees it; linear in its size.

        Raises:
            SourceUnreadable: it cannot be read or is damaged.
        """
        with self.reading() as held:
            found = held.rows("PRAGMA integrity_check(1)") if held else [("ok",)]
        if found != [("ok",)]:
            raise damaged(self._place, "the file", why=str(found[0][0]))

    def close(self) -> None:
        """Let go of idle connections; the next call opens anew."""
        with self._idle_lock:
            idle, self._idle = self._idle, []
        for opened in idle:
            opened.connection.close()

    @contextmanager
    def _told(self, *, writing: bool) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            trouble = sqlite_trouble(error, self._place, writing=writing)
            if trouble is None:
                raise
            raise trouble from error
        except UnicodeDecodeError as error:  # SQLite quotes a damaged name in what it says
            raise damaged(self._place, "the file", why=error.reason) from error
        except UnicodeEncodeError as error:
            raise no_text(self._place, error) from error

    @contextmanager
    def _held(self, opened: _Opened, begin: str) -> Iterator[Transaction]:
        try:
            with transaction(opened.connection, begin):
                yield Transaction(opened.connection, self._place, opened.lineage)
        finally:
            self._give_back(opened)

    def _take(self) -> _Opened | None:
        identity = self._identity()
        if identity is None:
            return None
        with self._idle_lock:
            stale = [opened for opened in self._idle if opened.identity != identity]
            fit = [opened for opened in self._idle if opened.identity == identity]
            taken = fit.pop() if fit else None
            self._idle = fit
        for opened in stale:  # another file lies there now
            opened.connection.close()
        return taken or self._opened(identity)

    def _first(self) -> _Opened:
        make(self._place, self._schema)
        opened = self._take()
        if opened is None:
            raise unwritable(self._place, "it was taken away as soon as it was made")
        return opened

    def _give_back(self, opened: _Opened) -> None:
        with self._idle_lock:
            if not opened.connection.in_transaction and len(self._idle) < _KEPT_OPEN:
                self._idle.append(opened)
                return
        opened.connection.close()

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = self._place.path.lstat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise unreadable(self._place, error) from error
        return found.st_dev, found.st_ino

    def _opened(self, identity: tuple[int, int]) -> _Opened:
        path = self._place.path
        for one, named in ((path.parent, f"its folder {path.parent}: "), (path, "")):
            distrust = distrusted(one)
            if distrust is not None:
                raise unreadable(self._place, f"{named}{distrust.why}", distrust.next_step)
        if not path.is_file():
            raise unreadable(self._place, "it is not a file")
        with suppress(OSError):  # a read-only disk
            path.chmod(path.stat().st_mode & 0o700)
        connection = connect(path, busy_seconds=self._busy_seconds, durable=self._durable)
        try:
            return _Opened(connection, identity, admit(connection, self._schema, self._place))
        except BaseException:
            connection.close()
            raise
