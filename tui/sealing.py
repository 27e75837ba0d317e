"""The process, closed: no core dump, no file for others, nobody looking in, no traceback with what it held.

Source: reliability D9, T30, T32, T33, T34.
"""

import contextlib
import importlib
import os
import resource
import sys
import threading
from collections.abc import MutableMapping
from typing import Final

from core.umask import UMASK
from tui.environment import meant_for_python, scrub

__all__ = ["close_to_others", "hooked", "start_clean"]

_PR_SET_DUMPABLE: Final = 4
_STEERED: Final = "HEADGATE_STARTED_CLEAN"
_AGAIN: Final = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from tui.__main__ import main; sys.exit(main())"
)


def start_clean(environment: MutableMapping[str, str], argv: list[str], *, ours: str) -> None:
    """Scrub the environment; where Python itself was steered by it, start anew without that.

    Args:
        environment: of this process.
        argv: the arguments, without the program's name.
        ours: the folder that our own code is imported from.
    """
    steered = meant_for_python(environment, ours=ours) and _STEERED not in environment
    scrub(environment)
    if steered:
        environment[_STEERED] = "1"
        os.execve(sys.executable, [sys.executable, "-sP", "-c", _AGAIN, ours, *argv], dict(environment))  # noqa: S606  ourselves
    environment.pop(_STEERED, None)


def close_to_others() -> None:
    """Forbid core dumps and debuggers, before a secret is in memory; where the system cannot, go on.

    What the process makes from here on is for its owner alone.
    """
    UMASK.close()
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, AttributeError):
        ctypes = importlib.import_module("ctypes")  # 5 ms, which --help need not wait for
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def hooked() -> None:
    """Say of a fault that nothing caught where it happened, never what any variable held."""

    def say(fault: BaseException | None) -> None:
        report: str = importlib.import_module("tui.cli.fault").report(
            fault or RuntimeError(), os.environ, debug=True
        )
        with contextlib.suppress(OSError, ValueError):
            print(report, file=sys.stderr)  # noqa: T201  the last resort

    sys.excepthook = lambda _kind, fault, _trace: say(fault)
    threading.excepthook = lambda told: say(told.exc_value)
    sys.unraisablehook = lambda told: say(told.exc_value)
