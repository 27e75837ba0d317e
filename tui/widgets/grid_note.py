"""One line below the grid: what it does not show, and how to see it."""

from typing import NamedTuple

from textual.reactive import reactive

from tui.look import Glyphs
from tui.widgets.lines import Line, Span, line_width
from tui.widgets.paint import Bar

__all__ = ["GridNote", "Unshown"]


class Unshown(NamedTuple):
    """Counts of what nobody has to decide.

    Attributes:
        by_rule: fields that rules decided.
        alike: fields that both moved alike, hidden.
        ignored: differences ignored by rule.
        warned: warnings.
    """

    by_rule: int = 0
    alike: int = 0
    ignored: int = 0
    warned: int = 0


class GridNote(Bar):
    """Counts what is hidden, so nothing is hidden silently."""

    unshown: reactive[Unshown] = reactive(Unshown(), init=False, repaint=False)

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs

    def watch_unshown(self) -> None:
        """Draw where something changed."""
        self.repaint()

    def lines(self, width: int) -> tuple[Line, ...]:
        """Draw the counts that are not zero, in fewer words where they would be cut."""
        whole = self._line(f"{self.unshown.alike} moved alike, hidden (= shows)")
        return (whole if line_width(whole) <= width else self._line(f"{self.unshown.alike} alike (= shows)"),)

    def _line(self, hidden: str) -> Line:
        by_rule, alike, ignored, warned = self.unshown
        parts = (
            (warned, f"{warned} warning{'s' if warned > 1 else ''}  ", "alert"),
            (ignored, f"{ignored} ignored by rule  ", "quiet"),
            (warned or ignored, "(x lists)   ", "quiet"),
            (by_rule, f"~ {by_rule} by rule   ", "quiet"),
            (alike, hidden, "quiet"),
        )
        return (Span("     "), *(Span(words, style) for count, words, style in parts if count))
