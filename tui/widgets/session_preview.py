"""The change in hand in full: which field, was and now, who made it when, and what becomes of it."""

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from textual.reactive import reactive

from core.model.session import SeenChange
from core.report.sessions import session_value
from core.safetext import safe_line
from tui.ages import ago
from tui.look import Glyphs
from tui.session_words import afterwards
from tui.widgets.bars import divider
from tui.widgets.lines import Line, Span, clip, fit_tail, wrap
from tui.widgets.paint import Bar

__all__ = ["SessionPreview", "change_lines"]

_LABEL: Final = 6
_FRAME: Final = 8
"""Cells around the title: the line before and behind it, and two blanks."""


class SessionPreview(Bar):
    """Follows the cursor of the list."""

    DEFAULT_CSS = """
    SessionPreview { height: 5; }
    """

    shown: reactive[tuple[SeenChange | None, float]] = reactive((None, 0.0), init=False, repaint=False)

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs

    def show(self, change: SeenChange | None, now: float) -> None:
        """Show a change; now is in seconds since the epoch."""
        self.shown = (change, now)

    def watch_shown(self) -> None:
        """Draw where something changed."""
        self.repaint()

    def lines(self, width: int) -> Sequence[Line]:
        """Draw the change in hand."""
        change, now = self.shown
        if change is None:
            return ()
        unit, path = safe_line(str(change.unit)), safe_line(change.key.partition("#")[2])
        room = max(0, width - cell_len(unit) - _FRAME)
        title = (Span(f"{unit}  {fit_tail(path, room).rstrip()}", "strong"),)
        facts = [pair for pair in _facts(change, now) if pair[0] not in {"unit", "field"}]
        rows = [clip((_label(name), Span(safe_line(text))), width) for name, text in facts]
        return [divider(title, width, self._glyphs), *rows]


def change_lines(change: SeenChange, width: int, now: float) -> list[Line]:
    """Lay a change out in full; nothing is cut."""
    lines: list[Line] = []
    for name, text in _facts(change, now):
        first, *rest = wrap(safe_line(text), max(20, width - 9)) or [""]
        lines.append((_label(name), Span(first)))
        lines += [(Span(" " * (_LABEL + 2)), Span(row)) for row in rest]
    return lines


def _label(name: str) -> Span:
    return Span(f" {name:<{_LABEL}} ", "quiet")


def _facts(change: SeenChange, now: float) -> tuple[tuple[str, str], ...]:
    first, last = ago(change.first_seen, now), ago(change.last_seen, now)
    seen = first if first == last else f"{first}, last {last}"
    return (
        ("unit", str(change.unit)),
        ("field", change.key),
        ("was", session_value(change.before)),
        ("now", session_value(change.now)),
        ("by", f"{change.who or 'nobody known'}, {seen}"),
        ("then", "nobody said yet" if change.is_open else afterwards(change)),
    )
