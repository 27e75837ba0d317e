"""Filter, list and preview of the inbox as one pane: shows what the screen has read."""

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import reactive

from core.model.item import Inbox, Item, Opened, UnknownUnit
from tui.drafts import Drafts
from tui.filtering import Filter, Row, parse, searchable
from tui.look import Glyphs
from tui.reopen import carry_over
from tui.widgets.bars import Quiet
from tui.widgets.filter_line import FilterChanged, FilterLeft, FilterLine
from tui.widgets.item_list import ItemList
from tui.widgets.item_preview import ItemPreview, Peek

__all__ = ["InboxPane"]


class InboxPane(Vertical):
    """Shows an inbox; the screen gives it one and asks which row is in hand."""

    DEFAULT_CSS = """
    InboxPane { height: 1fr; }
    InboxPane > Quiet { display: none; height: 1fr; padding: 1 2; }
    InboxPane.-empty > ItemList { display: none; }
    InboxPane.-empty > Quiet { display: block; }
    """

    only: reactive[bool] = reactive(default=False, init=False)

    def __init__(self, drafts: Drafts, glyphs: Glyphs, clock: Callable[[], float]) -> None:
        super().__init__()
        self._drafts = drafts
        self._glyphs = glyphs
        self._clock = clock
        self._inbox: Inbox | None = None
        self._texts: list[str] = []
        self._peeked: dict[str, Opened] = {}

    def compose(self) -> ComposeResult:
        """Lay out filter, list and preview."""
        yield FilterLine()
        yield ItemList(self._glyphs)
        yield Quiet("Reading Git, hub and live. Nothing is written.")
        yield ItemPreview(self._glyphs)

    def on_mount(self) -> None:
        """Nothing was read yet."""
        self.add_class("-empty")

    def show(self, inbox: Inbox) -> None:
        """Show a newer reading; the cursor stays on its item."""
        self._inbox = inbox
        self._texts = []
        self._peeked.clear()
        self.show_rows()

    def show_peek(self, opened: Opened) -> None:
        """Fill the preview where the cursor is still there."""
        self._peeked[opened.item.id] = opened
        self.show_preview()

    def has_peeked(self, item_id: str) -> bool:
        """Tell whether the preview of an item is there."""
        return item_id in self._peeked

    def show_rows(self, *, filtered: bool = False) -> None:
        """Filter the rows again and show them, ages and counts too."""
        if self._inbox is None:
            return
        rows: tuple[Row, ...] = (*self._inbox.items, *self._inbox.unknown)
        shown = self._fitting(rows, parse(self.filter.text))
        self.set_class(not shown, "-empty")
        self.items.show(shown, now=self._clock(), left=self._drafts.left(), filtered=filtered)
        total = len(rows)
        mine = ", only yours" if self.only else ""
        self.filter.count(f"{len(shown)} of {total} shown{mine}")
        self.query_one(Quiet).text = self._empty_words(total)
        self.show_preview()

    @property
    def items(self) -> ItemList:
        """The list."""
        return self.query_one(ItemList)

    @property
    def filter(self) -> FilterLine:
        """The line above it."""
        return self.query_one(FilterLine)

    @property
    def row(self) -> Row | None:
        """The row in hand."""
        return self.items.row

    def neighbour(self, item_id: str, step: int) -> str | None:
        """Name the item some places after another as the list shows them; None past the ends."""
        ids = [str(row.id) for row in self.items.rows if isinstance(row, Item)]
        at = ids.index(item_id) + step if item_id in ids else -1
        return ids[at] if 0 <= at < len(ids) else None

    def undecided(self, way: int) -> bool:
        """Go to the next row that needs a person, around the ends; False where there is none."""
        rows, at = self.items.rows, self.items.cursor
        order = ((at + way * step) % len(rows) for step in range(1, len(rows) + 1))
        found = next((row for row in order if self._needs(rows[row])), None)
        if found is not None:
            self.items.cursor = found
        return found is not None

    def back(self) -> None:
        """Look for nothing in particular, back in the list."""
        self.filter.clear()
        self.screen.set_focus(self.items)

    def watch_only(self) -> None:
        """Show fewer or more rows."""
        self.show_rows(filtered=True)

    @on(FilterChanged)
    def _filtered(self) -> None:
        self.show_rows(filtered=True)

    @on(FilterLeft)
    def _left(self) -> None:
        self.screen.set_focus(self.items)

    def show_preview(self) -> None:
        """Show the row in hand below: its values where they were read, else its fields' names."""
        row = self.row
        opened = self._peeked.get(row.id) if isinstance(row, Item) else None
        self.query_one(ItemPreview).peek = None if row is None else _peek(row, opened, self._drafts)

    def _fitting(self, rows: Sequence[Row], wanted: Filter) -> Sequence[Row]:
        """Pick the rows that are looked for; what is searched in is made once, at the first letter."""
        if not wanted.is_empty:
            self._texts = self._texts or [searchable(row) for row in rows]
            rows = wanted.pick(rows, self._texts)
        return [row for row in rows if self._needs(row)] if self.only else rows

    def _needs(self, row: Row) -> bool:
        return isinstance(row, UnknownUnit) or self._drafts.left_of(row) > 0

    def _empty_words(self, total: int) -> str:
        if total:
            return "Nothing here fits. Esc clears the filter, = shows all."
        return "Nothing waits for a decision. R reads all sides again."


def _peek(row: Row, opened: Opened | None, drafts: Drafts) -> Peek:
    if opened is None:
        return Peek(row=row)
    carried = carry_over(opened.resolution, opened.resolution, drafts.choices(opened.item.id))
    return Peek(row=row, opened=opened, resolution=carried.resolution)
