"""What the terminal does to us: it hangs up, it is told to end, it is too small."""

import os
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tui.clipboard import Clipboard
from tui.keymap import Keymap
from tui.outside import Foreground
from tui.sizes import USUAL_SIZES, Sizes

__all__ = ["USUAL", "VERTICAL", "Terminal", "last_words", "let_go", "shell_waits", "size_classes"]

VERTICAL: Final = [(0, "-flat"), (20, "-low"), (24, "-usual"), (34, "-tall")]
"""Classes of a screen by its height; under 20 there is no room for the screens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """How an operator works this terminal.

    Attributes:
        keymap: their own keys.
        clipboard: where copied text goes.
        mouse: the mouse works; without it the terminal's own selection does.
        foreground: starts the operator's editor or diff tool here; None where that cannot be.
        sizes: from which width on more is shown.
        read_only: why nothing may be carried out from here; "" where it may.
    """

    keymap: Keymap = field(default_factory=Keymap)
    clipboard: Clipboard = field(default_factory=Clipboard)
    mouse: bool = True
    foreground: Foreground | None = None
    sizes: Sizes = USUAL_SIZES
    read_only: str = ""


USUAL: Final = Terminal()
"""What nobody asked otherwise."""


def size_classes(width: int, height: int, sizes: Sizes = USUAL_SIZES) -> tuple[str, str]:
    """Name the classes of a screen of some size.

    >>> size_classes(80, 24)
    ('-normal', '-usual')
    """
    across = [name for least, name in sizes.steps if width >= least]
    down = [name for least, name in VERTICAL if height >= least]
    return across[-1], down[-1]


def shell_waits() -> bool:
    """Tell whether somebody of our session would have the terminal when we stop: else none could wake us."""
    try:
        return os.getsid(os.getppid()) == os.getsid(0)
    except ProcessLookupError:  # who started us is gone
        return False


def let_go(words: str) -> None:
    """Say the last words, then write no more to a terminal that may be gone: Python would end with 120."""
    last_words(words)
    nowhere = Path(os.devnull).open("w")  # noqa: SIM115  held until the program ends
    sys.stdout = sys.stderr = nowhere


def last_words(words: str) -> None:
    """Say something once the screens are gone, in whole lines, so that a path can be copied."""
    with suppress(OSError):
        if words:
            sys.stderr.write(f"{words}\n")
            sys.stderr.flush()
