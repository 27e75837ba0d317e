"""What changed live in a session, as rows: when, where, was and now, by whom, and what becomes of it."""

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from textual.reactive import reactive
from textual.strip import Strip

from core.model.session import SeenChange
from core.report.sessions import session_value
from core.safetext import safe_line
from tui.ages import age
from tui.look import Glyphs
from tui.marking import Marks
from tui.session_words import afterwards, mark
from tui.widgets.line_list import LineList
from tui.widgets.lines import Line, Span, fit, fit_row, fit_tail, wrap
from tui.widgets.paint import strip_of

__all__ = ["SessionList", "change_name"]

_NARROW: Final = 76
_ROOMY: Final = 96
_WORDS_FROM: Final = 2
_NOTHING: Final = (
    "Nothing changed live since the session began. What anybody changes by hand is listed here as it "
    "happens; Esc leaves the session running."
)
_WIDE: Final = 110
_STYLES: Final = {"!": "alert", "-": "quiet", "*": "chosen"}


class SessionList(LineList):
    """Shows changes; what is said of one is the screen's."""

    changes: reactive[tuple[SeenChange, ...]] = reactive((), init=False, repaint=False)
    marks: reactive[Marks] = reactive(Marks(), init=False, repaint=False)

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self.now = 0.0

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.changes)

    @property
    def change(self) -> SeenChange | None:
        """The change in hand; None where there is none."""
        return self.changes[self.cursor] if self.cursor < len(self.changes) else None

    def watch_changes(self, before: tuple[SeenChange, ...], now: tuple[SeenChange, ...]) -> None:
        """Draw the rows; the cursor stays on its change where others are hidden or shown again above it."""
        names = [change_name(one) for one in now]
        here = change_name(before[self.cursor]) if self.cursor < len(before) else ""
        if here in names:
            self.set_reactive(SessionList.cursor, names.index(here))
        self.rows_changed()

    def watch_marks(self) -> None:
        """Draw the marks."""
        self.rows_changed()

    def heads(self, width: int) -> Sequence[Line]:
        """Name the columns."""
        cells = [fit(name, room) for name, room in _columns(width) if room]
        return ((Span("     " + " ".join(cells), "title"),),)

    def render_line(self, y: int) -> Strip:
        """Draw one line of what is seen; where nothing changed, say so."""
        words = wrap(_NOTHING, max(10, self.size.width - 6))
        if not self.count and _WORDS_FROM <= y < _WORDS_FROM + len(words):
            return strip_of(self, (Span(f"     {words[y - _WORDS_FROM]}", "quiet"),), self.size.width)
        return super().render_line(y)

    def line(self, row: int, width: int, *, here: bool) -> Line:
        """Draw one row."""
        one = self.changes[row]
        texts = {
            "Seen": age(one.last_seen, self.now),
            "Unit": safe_line(one.unit.unit),
            "Field": safe_line(one.key.partition("#")[2]) or "(whole resource)",
            "Was, now": self._values(one, dict(_columns(width))["Was, now"]),
            "By": safe_line(one.who) or "nobody known",
            "Afterwards": _afterwards(one, dict(_columns(width))["Afterwards"]),
        }
        cells = [
            Span(
                (fit_tail if name == "Field" else fit)(texts[name], room) + " ",
                "strong" if name in {"Field", "Afterwards"} else "",
            )
            for name, room in _columns(width)
            if room
        ]
        sign = mark(one)
        head = f"{self.marks.of(change_name(one)) or ' '}{self._glyphs.cursor if here else ' '} "
        return (Span(head, "key"), Span(f"{sign} ", _STYLES[sign]), *cells)

    def _values(self, one: SeenChange, room: int) -> str:
        """Print both values so that what differs is what is seen."""
        arrow = f" {self._glyphs.arrow} "
        texts = [session_value(one.before), session_value(one.now)]
        whole = arrow.join(texts)
        if cell_len(whole) <= room:
            return whole
        half = max(1, (room - cell_len(arrow)) // 2)
        return arrow.join(text.rstrip() for text in fit_row(texts, [half, half]))


def _afterwards(one: SeenChange, room: int) -> str:
    """Say what becomes of it, and who said so where that fits."""
    whole = afterwards(one)
    return whole if cell_len(whole) <= room else afterwards(one, named=False)


def change_name(change: SeenChange) -> str:
    """Name a change, as a saying about it does."""
    return f"{change.unit}#{change.key}"


def _columns(width: int) -> tuple[tuple[str, int], ...]:
    """Share a width out; what does not fit is in the lines below the list."""
    seen, unit, said = 4, (10 if width < _NARROW else 14), (13 if width < _ROOMY else 20)
    by = 0 if width < _WIDE else 16
    rest = width - 5 - seen - unit - said - by - (6 if by else 5)
    values = max(12, rest * 2 // 5)
    return (
        ("Seen", seen),
        ("Unit", unit),
        ("Field", rest - values),
        ("Was, now", values),
        ("By", by),
        ("Afterwards", said),
    )
