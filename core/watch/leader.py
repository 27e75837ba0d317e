"""One watcher at a time: a lock on a file, which the kernel lets go of when its holder ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from core.errors import Blocked
from core.safetext import safe_line
from core.store.files import private_folder
from core.store.trouble import Place, unwritable

__all__ = ["leading"]

_PRIVATE: Final = 0o600
_LIMIT_BYTES: Final = 200


@contextmanager
def leading(path: Path, *, who: str) -> Iterator[None]:
    """Lead until the block ends.

    Args:
        path: of the lock file.
        who: what others are told of us, in a few words.

    Raises:
        Blocked: another watcher leads; says which.
        StorageUnwritable: the file cannot be made.
    """
    private_folder(path.parent)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, _PRIVATE)
    except OSError as error:
        raise unwritable(Place(path, "the watcher's lock"), error) from error
    try:
        _lock(handle, path)
        os.ftruncate(handle, 0)
        os.pwrite(handle, who.encode()[:_LIMIT_BYTES], 0)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = safe_line(os.pread(handle, _LIMIT_BYTES, 0).decode("utf-8", "replace")) or "another process"
        raise Blocked(
            "Another watcher is at work here",
            why=f"{holder} holds {path.name}",
            next_step="one is enough; it ends with SIGTERM",
        ) from None
