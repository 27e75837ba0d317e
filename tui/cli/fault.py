"""What is said of a fault of our own: its kind and where it happened, never what a variable held."""

import traceback
from collections.abc import Mapping
from pathlib import PurePath

from core.fault_file import fault_file

__all__ = ["report"]


def report(fault: BaseException, environment: Mapping[str, str], *, debug: bool) -> str:
    """Write the report, and a longer one into a file of ours that it names.

    The message of the fault stays out too: it may quote a value. With ``debug`` every step on the way to it
    is listed, without locals.

    Source: reliability D9.
    """
    frames = traceback.extract_tb(fault.__traceback__)
    shown = frames if debug else frames[-1:]
    places = [f"{PurePath(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in shown]
    kept = fault_file(fault, environment)
    again = "report these lines" if debug else "run it again with --debug and report what it prints"
    return "\n".join(
        [
            f"headgate: Ended on a fault of its own: {type(fault).__name__}",
            f"Why: {'; '.join(places) or 'nobody knows where'}",
            "Changed: nothing beyond what headgate status shows",
            f"Next: {'report it with the file below, which holds no value' if kept else again}",
            *([f"Ref: {kept}"] if kept else []),
        ]
    )
