"""The row in hand in full: what, why, by whom, and what became of it."""

from collections.abc import Sequence

from textual.reactive import reactive

from core.model.past import Past
from core.safetext import safe_line
from tui.look import Glyphs
from tui.widgets.bars import divider
from tui.widgets.lines import Line, Span, clip, wrap
from tui.widgets.paint import Bar

__all__ = ["HistoryPreview", "past_lines"]


class HistoryPreview(Bar):
    """Follows the cursor of the list."""

    shown: reactive[Past | None] = reactive(None, init=False, repaint=False)

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs

    def watch_shown(self) -> None:
        """Draw where something changed."""
        self.repaint()

    def lines(self, width: int) -> Sequence[Line]:
        """Draw the row in hand."""
        return past_lines(self.shown, width, self._glyphs) if self.shown else ()


def past_lines(one: Past, width: int, glyphs: Glyphs) -> list[Line]:
    """Say of a row what, why, by whom, and what became of it."""
    title = (Span(safe_line(str(one.unit)), "strong"), Span(f"  {safe_line(one.decision)}", "quiet"))
    chosen = f"{one.choices} field{'' if one.choices == 1 else 's'} chosen" if one.choices else ""
    facts = (one.result, chosen, one.incident, "deletes the unit" if one.deletes else "")
    who = f"{one.did} by {one.who}, {one.when}"
    return [
        divider(clip(title, width - 4), width, glyphs),
        clip((Span(" "), Span(safe_line(who))), width),
        *((Span(" "), Span(row)) for row in wrap(safe_line(one.what), width - 2)[:2]),
        clip((Span(" "), Span(safe_line("  ".join(filter(None, facts))), "quiet")), width),
    ]
