"""Drafts on disk: one private file that grows by a line a choice, and is written anew when it is long."""

import errno
import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from core.store.files import distrusted, private_folder, write_private
from core.store.trouble import Place, unreadable, unwritable

__all__ = ["DraftFile"]

_LONG_BYTES: Final = 128 * 1024
"""From here on the file is written anew with what still counts, when it is read."""

_PRIVATE: Final = 0o600


class DraftFile:
    """A `core.ports.drafts.DraftStore`; a line holds an item, a tab and a sealed text, the last one counts.

    A line is one write to the end of the file, so of two processes none tears the other's. One that was cut
    short, by a full disk or a loss of power, spoils none before or after it.
    """

    def __init__(self, path: Path) -> None:
        self._place = Place(path, "the choices that are not applied yet")

    def put(self, item: str, sealed: str) -> None:
        """Add a line; it is the system's when this returns, and not yet the disk's.

        Raises:
            StorageUnwritable: it cannot be written.
        """
        private_folder(self._place.path.parent)
        try:
            with self._held(os.O_WRONLY | os.O_APPEND | os.O_CREAT, fcntl.LOCK_SH) as handle:
                _add(handle, f"\n{item}\t{sealed}\n".encode())
        except OSError as error:
            raise unwritable(self._place, error) from error

    def settle(self) -> None:
        """Flush what was written to the disk.

        Raises:
            StorageUnwritable: the disk failed.
        """
        try:
            with self._held(os.O_WRONLY, fcntl.LOCK_SH) as handle:
                os.fsync(handle)
        except FileNotFoundError:
            return
        except OSError as error:
            raise unwritable(self._place, error) from error

    def all(self) -> Sequence[tuple[str, str]]:
        """Read what counts; a long file is written anew, with nothing else in it.

        Raises:
            SourceUnreadable: it is not ours, or cannot be read.
            StorageUnwritable: it cannot be written anew.
        """
        path = self._place.path
        try:
            distrust = distrusted(path)
            if distrust is not None:
                raise unreadable(self._place, distrust.why, distrust.next_step)
            with self._held(os.O_RDONLY, fcntl.LOCK_EX) as handle:
                text = _read(handle)
                kept = _counting(text)
                if len(text) > _LONG_BYTES:
                    lines = (f"{item}\t{sealed}\n" for item, sealed in kept.items())
                    write_private(path, "".join(lines).encode())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise unreadable(self._place, error) from error
        return list(kept.items())

    @contextmanager
    def _held(self, flags: int, lock: int) -> Iterator[int]:
        """Open the file and lock it; one that was written anew meanwhile is opened again."""
        while True:
            handle = os.open(self._place.path, flags | os.O_NOFOLLOW | os.O_CLOEXEC, _PRIVATE)
            try:
                fcntl.flock(handle, lock)
                if os.fstat(handle).st_ino == self._place.path.stat().st_ino:
                    yield handle
                    return
            finally:
                os.close(handle)


def _add(handle: int, line: bytes) -> None:
    if os.write(handle, line) < len(line):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _read(handle: int) -> str:
    with os.fdopen(os.dup(handle), "rb") as file:
        return file.read().decode(errors="replace")


def _counting(text: str) -> dict[str, str]:
    """Keep the last line of each item, the newest at the end; a line without an end was cut short."""
    kept: dict[str, str] = {}
    for line in text.split("\n")[:-1]:
        item, _, sealed = line.partition("\t")
        kept.pop(item, None)
        if item and sealed:
            kept[item] = sealed
    return kept
