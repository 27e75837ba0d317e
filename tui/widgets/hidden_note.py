"""One line above the messages that says in words: something on this screen holds hidden characters."""

from collections.abc import Sequence

from core.safetext import HIDDEN
from tui.widgets.lines import Line, Span
from tui.widgets.paint import HIDDEN_CLASS, Bar

__all__ = ["HiddenNote"]


class HiddenNote(Bar):
    """Takes a row only on a screen that drew a mark."""

    SCOPED_CSS = False  # the class is the screen's
    DEFAULT_CSS = f"""
    HiddenNote {{ display: none; height: 1; }}
    .{HIDDEN_CLASS} HiddenNote {{ display: block; }}
    """

    def lines(self, width: int) -> Sequence[Line]:  # noqa: ARG002  one short line
        """Say it."""
        return ((Span(f" {HIDDEN}", "alert"),),)
