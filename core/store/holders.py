"""Which processes hold a lock on a file, as far as the kernel tells."""

import os
from pathlib import Path
from typing import Final

__all__ = ["holders"]

_KERNEL_LOCKS: Final = Path("/proc/locks")

_FIELDS: Final = 8
"""``1: POSIX ADVISORY WRITE 4711 fd:00:2531452 0 EOF``. Source: proc_locks(5)."""


def holders(path: Path) -> tuple[int, ...]:
    """List the other processes that hold a lock on a file; empty where the system does not tell."""
    try:
        found = path.stat()
        lines = _KERNEL_LOCKS.read_text().splitlines()
    except OSError:
        return ()
    device = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
    rows = [line.split() for line in lines if "->" not in line]  # those only wait
    pids = {int(row[4]) for row in rows if len(row) == _FIELDS and row[5] == device}
    return tuple(sorted(pids - {os.getpid()}))
