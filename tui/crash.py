"""What is left on the terminal after a fault of ours: where it happened, never what any variable held."""

import importlib
import traceback
from collections.abc import Mapping
from pathlib import PurePath

from core.safetext import safe_line

__all__ = ["crash_report"]


def crash_report(error: BaseException, environment: Mapping[str, str]) -> str:
    """Write the report, and a longer one into a file of ours that it names.

    Kind of error and places, no message and no locals, since both may hold secrets.

    Source: reliability D9.
    """
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {PurePath(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames[-8:]]
    kept: str = importlib.import_module("core.fault_file").fault_file(error, environment)
    lines = [
        f"Headgate ended on a fault of its own: {type(error).__name__}",
        *places,
        "Changed: nothing beyond what the journal lists",
        "Next: headgate resume, then headgate again; please report the lines above",
        *([f"Ref: {kept}"] if kept else []),
    ]
    return "\n".join(safe_line(line) for line in lines)
