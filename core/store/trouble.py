"""What a disk or SQLite says when it fails, as our errors. Knows no hub and no journal."""

import errno
import os
import sqlite3
from pathlib import Path
from typing import Final, NamedTuple

from core.errors import HeadgateError, InputRefused, OutcomeUnknown, SourceUnreadable, StorageUnwritable
from core.store.holders import holders

__all__ = ["Place", "damaged", "no_text", "sqlite_trouble", "unreadable", "unwritable"]


class Place(NamedTuple):
    """A file and what people call it.

    Attributes:
        path: where it is.
        title: what it is: ``the embedded hub``.
    """

    path: Path
    title: str


_PRIMARY: Final = 0xFF
"""An extended result code holds the primary one in its low byte. Source: sqlite.org/rescode.html."""

_AFTER_COMMIT: Final = frozenset({sqlite3.SQLITE_IOERR_DIR_FSYNC, sqlite3.SQLITE_IOERR_UNLOCK})
"""Codes that may come when the journal is gone already, so that the change may stand."""

_DAMAGED: Final = frozenset(
    {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_FORMAT,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_MISMATCH,
    }
)

_WHY: Final = {
    sqlite3.SQLITE_READONLY: "the file, its folder or its disk is read-only",
    sqlite3.SQLITE_PERM: "the rights to it are missing",
    sqlite3.SQLITE_CANTOPEN: "it, or the journal beside it, cannot be opened",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk failed, or a quota or a file size limit was reached",
    sqlite3.SQLITE_NOLFS: "the file is larger than the system allows",
    sqlite3.SQLITE_AUTH: "the rights to it are missing",
}

_SPACE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def sqlite_trouble(error: sqlite3.Error, place: Place, *, writing: bool) -> HeadgateError | None:
    """Translate what SQLite raised; None where it is a fault of our own and should surface as such.

    Args:
        error: as it was raised.
        place: the file.
        writing: a write was tried, so that its outcome has to be told.
    """
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE)  # the binding has none for misuse
    primary = code & _PRIMARY
    if primary in _DAMAGED or (primary == sqlite3.SQLITE_ERROR and "no such" in str(error)):
        return damaged(place, "the file", why=str(error))
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return _busy(place, writing=writing)
    if primary not in _WHY:
        return None
    why = f"{_WHY[primary]} ({error.sqlite_errorname})"
    if not writing:
        return unreadable(place, why)
    if code in _AFTER_COMMIT:
        return _unknown(place, why)
    return unwritable(place, why, _room(place) if primary == sqlite3.SQLITE_FULL else "")


def damaged(
    place: Place, what: str, *, why: str = "the stored record does not match its hash"
) -> SourceUnreadable:
    """Make the error for a file that holds something else than was written to it.

    Args:
        place: the file.
        what: the part that is damaged: ``revision 3 of shop/web``.
        why: how that shows.
    """
    return SourceUnreadable(
        f"Could not read {what} in {place.title}",
        why=f"{place.path} is damaged: {why}",
        changed="nothing; the file is left as it is",
        next_step=f"put a good copy in its place, keeping this one: mv {place.path} {place.path}.damaged",
        ref=str(place.path),
    )


def unreadable(place: Place, error: OSError | str, next_step: str = "") -> SourceUnreadable:
    """Make the error for a file that cannot be read; "" leaves the next step to the error."""
    return SourceUnreadable(
        f"Could not read {place.title}",
        why=f"{place.path}: {_said(error)}",
        next_step=next_step or f"look at the rights and the disk: ls -ld {place.path.parent} {place.path}",
        ref=str(place.path),
    )


def unwritable(place: Place, error: OSError | str, next_step: str = "") -> StorageUnwritable:
    """Make the error for a file that cannot be written, and was not; "" leaves the next step to the error."""
    folder = place.path.parent
    full = isinstance(error, OSError) and error.errno in _SPACE
    usual = _room(place) if full else f"look at the rights and the disk: ls -ld {folder}; df -h {folder}"
    return StorageUnwritable(
        f"Could not write to {place.title}",
        why=f"{place.path}: {_said(error)}",
        next_step=next_step or usual,
        ref=str(place.path),
    )


def no_text(place: Place, error: UnicodeEncodeError) -> InputRefused:
    """Make the error for a text that has no bytes: half of a surrogate pair."""
    return InputRefused(
        f"Could not write to {place.title}",
        why=f"the text is not valid Unicode: {error.reason} at character {error.start}",
        next_step="correct the text where it is from",
    )


def _room(place: Place) -> str:
    return f"make room: df -h {place.path.parent}"


def _busy(place: Place, *, writing: bool) -> HeadgateError:
    kind, verb = (StorageUnwritable, "write to") if writing else (SourceUnreadable, "read")
    pids = [str(pid) for pid in holders(place.path)]
    who = f"process {' and '.join(pids)}" if pids else "another process"
    look = f"ps -p {','.join(pids)}" if pids else f"fuser {place.path}"
    return kind(
        f"Could not {verb} {place.title}",
        why=f"{who} has held {place.path} for too long",
        next_step=f"see who that is, end or resume it, and try again: {look}",
        ref=str(place.path),
    )


def _unknown(place: Place, why: str) -> OutcomeUnknown:
    return OutcomeUnknown(
        f"Could not confirm a write to {place.title}",
        why=f"{place.path}: {why}",
        changed="unknown: the write may stand",
        next_step="headgate resume",
        ref=str(place.path),
    )


def _said(error: OSError | str) -> str:
    if isinstance(error, str):
        return error
    return error.strerror or os.strerror(error.errno or 0)
