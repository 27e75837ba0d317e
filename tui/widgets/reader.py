"""Lines to be read: no cursor, only a place; it knows how far they were on screen, and finds some again."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.keys import bindings
from tui.widgets.lines import Line, clip
from tui.widgets.paint import strip_of

__all__ = ["Reader", "ReaderMoved", "Source", "Wanted"]

Source: TypeAlias = Callable[[int], Sequence[Line]]
"""Makes the lines for a width."""

Wanted: TypeAlias = Callable[[Line], bool]
"""Tells whether a line is looked for."""

_ENDLESS: Final = 10_000
"""A width at which nothing is broken into several lines."""


class ReaderMoved(Message):
    """Other lines are on screen."""


class Reader(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows what a source makes; wrapping is the source's."""

    BINDINGS = bindings("list")
    DEFAULT_CSS = """
    Reader { height: 1fr; overflow-x: hidden; }
    """

    def __init__(self, source: Source | None = None, *, id: str | None = None) -> None:  # noqa: A002  theirs
        super().__init__(id=id)
        self._source: Source = source or (lambda _: ())
        self._lines: Sequence[Line] = ()
        self._shown: Sequence[Line] = ()
        self._seen = 0
        self.found: int | None = None
        self.is_cut = False

    def read(self, source: Source) -> None:
        """Show something else, from its top."""
        self._source = source
        self._lines = ()
        self._seen = 0
        self.is_cut = False
        self._made()
        self.scroll_to(y=0, animate=False, force=True)
        self.call_after_refresh(self._moved)

    def replace(self, source: Source) -> None:
        """Show something that says the same in other words, at the same place."""
        self._source = source
        self._made()

    @property
    def read_lines(self) -> Sequence[Line]:
        """The lines, seen or not."""
        return self._lines

    @property
    def total(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    @property
    def seen(self) -> int:
        """How many lines, from the top, were on screen."""
        return min(self._seen, self.total)

    @property
    def is_read(self) -> bool:
        """Tell whether every line was on screen."""
        return self.seen >= self.total

    def cut(self, *, on: bool) -> None:
        """Show each line on one row, cut where the screen ends, or whole again; what is cut is not read."""
        self.is_cut = on
        self._made()
        self.call_after_refresh(self._moved)

    def seek(self, way: int, wanted: Wanted) -> bool:
        """Go to the next wanted line that way, around the ends, and mark it; False where there is none."""
        here = self.scroll_offset.y - (way > 0) if self.found is None else self.found
        order = ((here + way * step) % len(self._shown) for step in range(1, len(self._shown) + 1))
        self.found = next((row for row in order if wanted(self._shown[row])), None)
        if self.found is not None and not 0 <= self.found - self.scroll_offset.y < self.size.height:
            self._go(self.found - self.scroll_offset.y - self.size.height // 3)
        self.refresh()
        return self.found is not None

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Note how far the lines were seen."""
        super().watch_scroll_y(old_value, new_value)
        self._moved()

    def on_resize(self) -> None:
        """Make the lines anew for the width."""
        self._made()
        self._moved()

    def render_line(self, y: int) -> Strip:
        """Draw one line of what is seen."""
        row = y + self.scroll_offset.y
        line = self._shown[row] if row < len(self._shown) else ()
        return strip_of(self, clip(line, self._room), self.size.width, here=row == self.found)

    @property
    def _room(self) -> int:
        """The width without the scrollbar's column, which comes and goes."""
        return max(0, self.size.width - self.styles.scrollbar_size_vertical)

    def _made(self) -> None:
        """Make the lines; what was read to its end stays read at another width."""
        was_read = self.is_read and bool(self._lines)
        self._lines = self._source(self._room) if self._room else ()
        self._shown = self._source(_ENDLESS) if self.is_cut else self._lines
        self.found = None
        if was_read:
            self._seen = len(self._lines)
        self.virtual_size = Size(self.size.width, len(self._shown))
        self.refresh()

    def _moved(self) -> None:
        """Count as seen what follows what was seen before: a jump over lines reads none of them."""
        if self.scroll_offset.y <= self._seen and not self.is_cut:
            self._seen = max(self._seen, self.scroll_offset.y + self.size.height)
        self.post_message(ReaderMoved())

    def action_down(self) -> None:
        """Go one line down."""
        self._go(1)

    def action_up(self) -> None:
        """Go one line up."""
        self._go(-1)

    def action_top(self) -> None:
        """Go to the first line."""
        self._go(-self.total)

    def action_bottom(self) -> None:
        """Go to the last line."""
        self._go(self.total)

    def action_half(self, way: int) -> None:
        """Go half a page."""
        self._go(way * max(1, self.size.height // 2))

    def read_on(self) -> None:
        """Go a page down, or back to the first line that was jumped over; cut lines are shown whole first."""
        if self.is_cut:
            self.cut(on=False)
        elif self.scroll_offset.y > self._seen:
            self._go(self._seen - 1 - self.scroll_offset.y)
        else:
            self.action_page(1)

    def action_page(self, way: int) -> None:
        """Go a page, with one line kept in sight."""
        self._go(way * max(1, self.size.height - 1))

    def _go(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, force=True, immediate=True)
