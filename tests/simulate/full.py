"""``python -m tests.simulate.full``: a decision on a disk that is full at each of many sizes.

A file may not grow over a limit (RLIMIT_FSIZE), which asks for no rights; hub, journal, audit record and live
folder are all under it. Argument: how many sizes (20).
"""

import resource
import signal
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Final

from tests.simulate.kill import Ground, Killing, ground, in_a_child, memory_folder, told, wrong

__all__ = ["main"]

_GROWTH_BYTES: Final = 48 * 1024
"""A decision lets no file grow by more."""


def carried_on_a_full_disk(where: Ground, limit_bytes: int) -> None:
    """Carry the decision out where no file gets longer than the limit."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))
    where.carry(Killing(-1, after=False))


def main(sizes: int = 20) -> int:
    """Try all sizes; gives 1 where something was wrong."""
    bad, finished = 0, 0
    with tempfile.TemporaryDirectory(dir=memory_folder()) as folder:
        where = ground(Path(folder))
        longest = max(path.stat().st_size for path in (where.folder / "state").rglob("*.db"))
        for number in range(sizes):
            limit = (longest + _GROWTH_BYTES) * (number + 1) // sizes
            where.back()
            in_a_child(partial(carried_on_a_full_disk, where, limit))
            finished += where.is_applied()
            bad += told(wrong(where), f"{limit} bytes")
    sys.stdout.write(f"{sizes} sizes, {finished} with room, {bad} wrong\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
