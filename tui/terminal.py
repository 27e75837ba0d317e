"""What the terminal does to us: it hangs up, it is told to end, it is too small."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tui.clipboard import Clipboard
from tui.keymap import Keymap

__all__ = ["HORIZONTAL", "USUAL", "VERTICAL", "Terminal", "end_on_signals", "let_go"]

HORIZONTAL: Final = [(0, "-tiny"), (60, "-narrow"), (76, "-normal"), (116, "-wide"), (180, "-huge")]
"""Classes of a screen by its width; under 60 there is no room for the screens."""

VERTICAL: Final = [(0, "-flat"), (20, "-low"), (24, "-usual"), (34, "-tall")]
"""Classes of a screen by its height; under 20 likewise."""

_SIGNAL_BASE: Final = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """How an operator works this terminal.

    Attributes:
        keymap: their own keys.
        clipboard: where copied text goes.
        mouse: the mouse works; without it the terminal's own selection does.
    """

    keymap: Keymap = field(default_factory=Keymap)
    clipboard: Clipboard = field(default_factory=Clipboard)
    mouse: bool = True


USUAL: Final = Terminal()
"""What nobody asked otherwise."""


def end_on_signals(end: Callable[[int], None]) -> None:
    """End in good order when the line drops or somebody says so: by default nothing would be cleaned up.

    Source: reliability D8.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGHUP, signal.SIGTERM):
        loop.add_signal_handler(number, end, _SIGNAL_BASE + number)


def let_go() -> None:
    """Write no more to a terminal that may be gone: Python would end with 120 instead of our code."""
    nowhere = Path(os.devnull).open("w")  # noqa: SIM115  held until the program ends
    sys.stdout = sys.stderr = nowhere
