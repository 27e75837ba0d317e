"""What happened, as rows: when, who, what was done to which unit, and what came of it."""

from collections.abc import Sequence
from typing import Final

from textual.reactive import reactive

from core.model.past import Past
from core.safetext import safe_line
from tui.ages import age
from tui.look import Glyphs
from tui.oneline import person
from tui.widgets.line_list import LineList
from tui.widgets.lines import Line, Span, fit, fit_tail

__all__ = ["HistoryList"]

_NARROW: Final = 76
_WIDE: Final = 110
_UNIT: Final = 30
_WORDS: Final = 12
"""Fewer letters than this say nothing."""


class HistoryList(LineList):
    """Shows rows; what is done with one is the screen's."""

    rows: reactive[tuple[Past, ...]] = reactive((), init=False, repaint=False)
    marked: reactive[str] = reactive("", init=False, repaint=False)

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self.now = 0.0

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def row(self) -> Past | None:
        """The row in hand; None where there is none."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def watch_rows(self, old: tuple[Past, ...], new: tuple[Past, ...]) -> None:
        """Draw the rows; the cursor stays on what it was on, while that is shown."""
        here = old[self.cursor].id if self.cursor < len(old) else ""
        at = next((place for place, one in enumerate(new) if one.id == here), 0)
        self.set_reactive(HistoryList.cursor, at)
        self.rows_changed()

    def watch_marked(self) -> None:
        """Draw the mark."""
        self.rows_changed()

    def heads(self, width: int) -> Sequence[Line]:
        """Name the columns."""
        cells = [fit(name, room) for name, room in self._columns(width) if room]
        return ((Span("     " + " ".join(cells), "title"),),)

    def line(self, row: int, width: int, *, here: bool) -> Line:
        """Draw one row."""
        one = self.rows[row]
        mark = "*" if one.id == self.marked else "-" if one.deletes else " "
        texts = {
            "When": _when(one, self.now, width),
            "Who": person(one.who).partition(" (")[0],
            "Did": safe_line(one.did),
            "Unit": safe_line(str(one.unit)),
            "Why": safe_line(one.what),
            "Result": safe_line(one.result),
        }
        cells = [
            Span(
                (fit_tail if name == "Unit" else fit)(texts[name], room) + " ",
                "strong" if name == "Unit" else "quiet" if name in {"When", "Result"} else "",
            )
            for name, room in self._columns(width)
            if room
        ]
        cursor = self._glyphs.cursor if here else " "
        return (Span(f" {cursor} ", "key"), Span(f"{mark} ", "chosen"), *cells)

    @staticmethod
    def _columns(width: int) -> tuple[tuple[str, int], ...]:
        """Share a width out; what does not fit is in the lines below the list."""
        when, who, did = (19 if width >= _WIDE else 4), (9 if width < _NARROW else 14), 9
        result = 0 if width < _NARROW else 12
        rest = width - 5 - when - who - did - result - 6
        unit = rest if rest < _UNIT + _WORDS else _UNIT
        why = rest - unit
        return (
            ("When", when),
            ("Who", who),
            ("Did", did),
            ("Unit", unit),
            ("Why", why),
            ("Result", result),
        )


def _when(one: Past, now: float, width: int) -> str:
    return safe_line(one.when.replace("T", " ").rstrip("Z")) if width >= _WIDE else age(one.when, now)
