"""One line below the grid: what it does not show, and how to see it."""

from textual.reactive import reactive

from tui.look import Glyphs
from tui.widgets.lines import Line, Span
from tui.widgets.paint import Bar

__all__ = ["GridNote", "Unshown"]

Unshown = tuple[int, int, int]
"""Fields that both moved alike, differences ignored by rule, warnings."""


class GridNote(Bar):
    """Counts what is hidden, so nothing is hidden silently."""

    unshown: reactive[Unshown] = reactive((0, 0, 0), init=False, repaint=False)

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs

    def watch_unshown(self) -> None:
        """Draw where something changed."""
        self.repaint()

    def lines(self, width: int) -> tuple[Line, ...]:  # noqa: ARG002  one short line
        """Draw the counts that are not zero."""
        alike, ignored, warned = self.unshown
        parts = (
            (warned, f"{warned} warning{'s' if warned > 1 else ''}  ", "alert"),
            (ignored, f"{ignored} ignored by rule  ", "quiet"),
            (warned or ignored, "(x lists)   ", "quiet"),
            (alike, f"{alike} moved alike, hidden (= shows)", "quiet"),
        )
        return ((Span("     "), *(Span(words, style) for count, words, style in parts if count)),)
