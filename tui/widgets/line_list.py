"""A list of lines with a cursor: draws only what is seen, repaints only what changed.

An edge is crossed by half a page: that is one repaint where row by row would be many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.keys import bindings
from tui.widgets.lines import Line
from tui.widgets.paint import strip_of

__all__ = ["LineList", "RowOpened", "RowPointed"]


@dataclass
class RowPointed(Message):
    """The cursor came to another row."""

    row: int


@dataclass
class RowOpened(Message):
    """A row was clicked that the cursor was on already."""

    row: int


class LineList(ScrollView, can_focus=True, inherit_bindings=False):
    """The base of every list; a subclass says how many rows there are and how one is drawn."""

    BARE_CURSOR: ClassVar[bool] = False
    """The row in hand shows no colours of its parts: fewer bytes a key, and one band for the eye."""
    BINDINGS = bindings("list")
    DEFAULT_CSS = """
    LineList { height: 1fr; overflow-x: hidden; }
    """

    cursor: reactive[int] = reactive(0, init=False, repaint=False)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._strips: dict[tuple[int, bool], Strip] = {}
        self._width = 0

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def heads(self, width: int) -> Sequence[Line]:  # noqa: ARG002  a subclass uses it
        """Make the lines that stay on top."""
        return ()

    def line(self, row: int, width: int, *, here: bool) -> Line:
        """Draw one row as a line."""
        raise NotImplementedError

    def can_point(self, row: int) -> bool:  # noqa: ARG002  a subclass uses it
        """Tell whether the cursor may stand on a row."""
        return True

    def share_out(self, width: int) -> None:
        """Share a width out anew among the columns, for the rows that there are."""

    def rows_changed(self) -> None:
        """Forget what was drawn and draw again; the cursor stays within the rows."""
        self._fit(self.size.width)
        self._measure()
        if self.cursor >= self.count:
            self.cursor = max(0, self.count - 1)
        self.refresh()

    def draw_row(self, row: int, *, later: bool = False) -> None:
        """Draw one row again; ``later`` is when something else has it drawn."""
        for here in (True, False):
            self._strips.pop((row, here), None)
        if not later:
            y = row - self.scroll_offset.y + len(self.heads(self.size.width))
            self.refresh(Region(0, y, self.size.width, 1))

    def point(self, row: int) -> None:
        """Put the cursor on a row, or on the nearest one after or before it that it may stand on."""
        if not self.count:
            return
        wanted = min(max(row, 0), self.count - 1)
        down = range(wanted, self.count)
        up = range(wanted, -1, -1)
        order = (*down, *up) if row >= self.cursor else (*up, *down)
        self.cursor = next((one for one in order if self.can_point(one)), wanted)

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two rows, or scroll where the new one is out of sight."""
        self._show(old, new)
        self.post_message(RowPointed(new))

    def _show(self, old: int, new: int) -> None:
        head = len(self.heads(self.size.width))
        page = max(1, self.size.height - head)
        top = self.scroll_offset.y
        if top <= new < top + page:
            regions = (Region(0, row - top + head, self.size.width, 1) for row in (old, new) if row >= top)
            self.refresh(*regions)
        else:
            target = new - page // 2 if abs(new - old) <= page else new - (0 if new < old else page - 1)
            self.scroll_to(y=max(0, target), animate=False, force=True)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line of what is seen."""
        width = self.size.width
        if width != self._width:
            self._fit(width)
        heads = self.heads(width)
        if y < len(heads):
            return strip_of(self, heads[y], width)
        row = y - len(heads) + self.scroll_offset.y
        if row >= self.count:
            return Strip.blank(width, self.rich_style)
        key = (row, row == self.cursor)
        if key not in self._strips:
            line = self.line(row, width, here=key[1])
            bare = key[1] and self.BARE_CURSOR
            self._strips[key] = strip_of(self, line, width, here=key[1], bare=bare)
        return self._strips[key]

    def notify_style_update(self) -> None:
        """Draw again when the theme changes."""
        self._strips.clear()
        super().notify_style_update()

    def on_resize(self) -> None:
        """Keep the cursor in sight; Textual draws what got another size, and drawing looks at the width."""
        self._measure()
        self.call_after_refresh(self._keep_in_sight)

    def _fit(self, width: int) -> None:
        self._width = width
        self._strips.clear()
        self.share_out(width)

    def _measure(self) -> None:
        """Tell the height of all rows; a width that nobody scrolls to would have all laid out once more."""
        self.virtual_size = Size(0, self.count + len(self.heads(self.size.width)))

    def _keep_in_sight(self) -> None:
        self._show(self.cursor, self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Point at the row, or open the one in hand."""
        row = event.y - len(self.heads(self.size.width)) + self.scroll_offset.y
        if 0 <= row < self.count and self.can_point(row):
            if row == self.cursor:
                self.post_message(RowOpened(row))
            self.cursor = row

    def action_down(self) -> None:
        """Go one row down."""
        self._go(1)

    def action_up(self) -> None:
        """Go one row up."""
        self._go(-1)

    def action_top(self) -> None:
        """Go to the first row."""
        self.point(0)

    def action_bottom(self) -> None:
        """Go to the last row."""
        self.point(self.count - 1)

    def action_half(self, way: int) -> None:
        """Go half a page."""
        self.point(self.cursor + way * max(1, self.size.height // 2))

    def action_page(self, way: int) -> None:
        """Go a page."""
        self.point(self.cursor + way * max(1, self.size.height - 1))

    def _go(self, way: int) -> None:
        row = self.cursor + way
        while 0 <= row < self.count and not self.can_point(row):
            row += way
        if 0 <= row < self.count:
            self.cursor = row
