"""How a session begins: decisions that were cut off are shown before anything else is decided."""

from typing import Final

from tui.context import Context
from tui.cut_off import CutOffDesk, CutOffFound
from tui.drawn import DrawnApp
from tui.jobs import JobKind
from tui.later import cut_off_screen, load_behind

__all__ = ["BeginningApp"]

_LATER_SECONDS: Final = 0.5
"""Until the other screens are loaded: the first frame has been drawn by then."""


class BeginningApp(DrawnApp, inherit_bindings=False):
    """Looks into the journal when it starts.

    Attributes:
        context: what every screen is given.
        cut_off: where decisions that were cut off are asked for; None where nobody asks.
    """

    context: Context
    cut_off: CutOffDesk | None = None

    def on_mount(self) -> None:
        """Ask for what was cut off, and load the other screens, behind all else."""
        if not self.is_headless:
            self.set_timer(_LATER_SECONDS, load_behind)
        if cut_off := self.cut_off:
            self.jobs.ask(JobKind.CUT_OFF, self, lambda *_: CutOffFound(cut_off.unfinished()))

    def on_cut_off_found(self, message: CutOffFound) -> None:
        """Show what was cut off; afterwards the inbox is another."""
        if self.cut_off and message.found:
            screen = cut_off_screen(self.context, self.cut_off, message.found)
            self.push_screen(screen, lambda _: self.read_again())
