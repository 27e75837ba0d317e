"""A fault of our own as a file: kinds and places, for whoever mends it; no message and no variable.

Loaded only where there is one: it costs time.
"""

import os
import platform
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import metadata
from pathlib import PurePath
from typing import Final

from core.errors import HeadgateError
from core.settings.state import state_home
from core.store.files import write_private
from core.system.clock import SystemClock

__all__ = ["fault_file"]

_FOLDER: Final = "faults"
_KEPT: Final = 20
_OURS: Final = frozenset({"core", "tui"})


def fault_file(fault: BaseException, environment: Mapping[str, str]) -> str:
    """Write the report into the state folder, 0600; gives its path, "" where it cannot be written.

    The newest twenty are kept.

    Source: reliability.md §6, exit code 1.
    """
    now = SystemClock().seconds()
    with suppress(HeadgateError, OSError):
        folder = state_home(environment) / _FOLDER
        stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime(now)) + f"{int(now * 1000) % 1000:03}"
        path = folder / f"{stamp}-{os.getpid()}.txt"
        write_private(path, "\n".join([*_lines(fault), ""]).encode("utf-8", "backslashreplace"))
        for old in sorted(folder.glob("*.txt"))[:-_KEPT]:
            old.unlink(missing_ok=True)
        return str(path)
    return ""


def _lines(fault: BaseException) -> Iterator[str]:
    with suppress(metadata.PackageNotFoundError):
        yield f"headgate {metadata.version('headgate')}"
    yield f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    one: BaseException | None = fault
    told = set[int]()
    while one is not None and id(one) not in told:
        told.add(id(one))
        yield f"{type(one).__module__}.{type(one).__name__}, at:"
        for frame in traceback.extract_tb(one.__traceback__):
            yield f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}"
        one = one.__cause__ or one.__context__


def _place(name: str) -> str:
    """Name a file of ours from its room on, any other by its name alone: a path may tell who runs this."""
    path = PurePath(name)
    top = next((at for at in reversed(range(len(path.parts))) if path.parts[at] in _OURS), -1)
    return str(PurePath(*path.parts[top:]))
