"""The doors to what core reads and writes of documents, opened when somebody first types or looks.

What stands behind them reads YAML, and loading that would cost every start of the screens.
"""

import importlib
from collections.abc import Sequence

from core.merge.places import Held
from core.merge.previewed import Preview
from core.merge.resolution import Resolution
from core.merge.typed import Typed

__all__ = ["preview", "read_typed", "result_text", "value_lines"]


def read_typed(text: str) -> Typed:
    """Read a typed value; see `core.merge.byhand`."""
    found: Typed = importlib.import_module("core.merge.byhand").read_typed(text)
    return found


def value_lines(held: Held) -> Sequence[str]:
    """Write a value for an editor; see `core.merge.byhand`."""
    lines: Sequence[str] = importlib.import_module("core.merge.byhand").value_lines(held)
    return lines


def preview(hub_text: str, resolution: Resolution) -> Preview:
    """Compare the document that the choices make with the hub's; see `core.merge.preview`."""
    found: Preview = importlib.import_module("core.merge.preview").preview(hub_text, resolution)
    return found


def result_text(hub_text: str, resolution: Resolution) -> str:
    """Write the choices over the hub's text; see `core.merge.preview` for what it raises."""
    text: str = importlib.import_module("core.merge.preview").result_text(hub_text, resolution)
    return text
