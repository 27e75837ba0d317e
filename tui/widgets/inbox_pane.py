"""Filter, list and preview of the inbox as one pane: shows what the screen has read."""

from collections.abc import Callable
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.reactive import reactive

from core.model.groups import Group
from core.model.item import Inbox, Item, Opened, UnknownUnit
from tui.drafts import Drafts
from tui.filtering import Listed, Row, parse
from tui.listing import Listing, Wanted, following, inside, neighbour
from tui.look import Glyphs
from tui.marking import Marks, items_of_row
from tui.reopen import carry_over
from tui.sorting import Order, next_order
from tui.widgets.bars import Quiet
from tui.widgets.filter_line import FilterChanged, FilterLeft, FilterLine
from tui.widgets.ground import Rows
from tui.widgets.item_list import ItemList
from tui.widgets.item_preview import ItemPreview, Peek
from tui.widgets.item_row import DONE, MOVED
from tui.widgets.line_list import RowPointed

__all__ = ["InboxPane"]


class InboxPane(Rows):
    """Shows an inbox; the screen gives it one and asks which row is in hand."""

    DEFAULT_CSS = """
    InboxPane { height: 1fr; }
    InboxPane > Quiet { display: none; height: 1fr; padding: 1 2; }
    InboxPane.-empty > ItemList { display: none; }
    InboxPane.-empty > Quiet { display: block; }
    """

    only: reactive[bool] = reactive(default=False, init=False)
    order: reactive[Order] = reactive(Order.URGENCY, init=False)

    def __init__(self, drafts: Drafts, glyphs: Glyphs, clock: Callable[[], float]) -> None:
        super().__init__()
        self._drafts = drafts
        self._glyphs = glyphs
        self._clock = clock
        self._listing: Listing | None = None
        self._unfolded: frozenset[str] = frozenset()
        self._peeked: dict[str, Opened] = {}
        self.marks = Marks()
        self.done: frozenset[str] = frozenset()

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
        self._listing = Listing(inbox)
        self._peeked.clear()
        self.done = frozenset()
        self.items.shown = replace(self.items.shown, words={})
        self.marks = self.marks.kept(str(item.id) for item in inbox.items)
        self.show_rows()

    def settle(self, *item_ids: str) -> None:
        """Note what was carried out: its row stays in view until the inbox is read again."""
        self.done |= frozenset(item_ids)
        self.marks = Marks(ids=self.marks.ids - self.done)
        self.note(frozenset())

    def note(self, gone: frozenset[str]) -> None:
        """Say on their rows what is done and what moved; nothing changes its place, or under the cursor."""
        words = {**dict.fromkeys(gone, MOVED), **dict.fromkeys(self.done, DONE)}
        self.items.stand(replace(self.items.shown, words=words, marks=self.marks), quietly=True)

    def show_peek(self, opened: Opened) -> None:
        """Fill the preview where the cursor is still there."""
        self._peeked[opened.item.id] = opened
        self.show_preview()

    def has_peeked(self, item_id: str) -> bool:
        """Tell whether the preview of an item is there."""
        return item_id in self._peeked

    def show_rows(self, *, filtered: bool = False) -> None:
        """Filter the rows again and show them, ages and counts too."""
        if self._listing is None:
            return
        rows = self._listing.rows(
            Wanted(
                fits=parse(self.filter.text),
                order=self.order,
                unfolded=self._unfolded,
                needs=self._needs if self.only else None,
            )
        )
        self.set_class(not rows, "-empty")
        shown = replace(
            self.items.shown,
            now=self._clock(),
            left=self._drafts.left(),
            marks=self.marks,
            inside=inside(rows, self._unfolded),
        )
        self.items.show(rows, shown, filtered=filtered)
        self._count()
        self.query_one(Quiet).text = _empty_words(self._listing.total)
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

    @property
    def peeked(self) -> Opened | None:
        """What was read of the row in hand; of a group, its first item."""
        items = items_of_row(self.row)
        return self._peeked.get(items[0].id) if items else None

    @property
    def marked(self) -> tuple[Item, ...]:
        """The marked items in the order of the inbox, hidden ones too."""
        items = self._listing.inbox.items if self._listing else ()
        return tuple(item for item in items if item.id in self.marks.ids)

    def mark(self, marks: Marks) -> None:
        """Mark other rows."""
        self.marks = marks
        self.items.stand(replace(self.items.shown, marks=marks))
        self._count()

    def fold(self, *, unfolded: bool) -> bool:
        """Unfold the group in hand, or fold the one that the cursor is in; False where there is none."""
        row = self.row
        inside = (
            one for one in self.items.rows if isinstance(one, Group) and row is not None and row in one.items
        )
        group = row if isinstance(row, Group) else next(inside, None)
        if group is None or (group.id in self._unfolded) is unfolded:
            return False
        self._unfolded ^= {group.id}
        if not unfolded:
            self.items.point_at_row(group)
        self.show_rows()
        return True

    def neighbour(self, item_id: str, step: int) -> str | None:
        """Name the item that stands some rows after another; None past the ends."""
        return neighbour(self.items.rows, item_id, step, done=self.done)

    def undecided(self, way: int) -> bool:
        """Go to the next row that needs a person, around the ends; False where there is none."""
        found = following(self.items.rows, self.items.cursor, way, self._wants)
        self.items.cursor = self.items.cursor if found is None else found
        return found is not None

    def back(self) -> None:
        """Look for nothing in particular, nothing marked, back in the list."""
        self.filter.clear()
        self.mark(Marks())
        self.screen.set_focus(self.items)

    def sort(self) -> None:
        """Go to the next order; the row in hand stays where it is on the screen."""
        self.order = next_order(self.order)

    def watch_only(self) -> None:
        """Show fewer or more rows."""
        self.show_rows(filtered=True)

    def watch_order(self) -> None:
        """Show the rows in another order."""
        self.show_rows()

    @on(FilterChanged)
    def _filtered(self) -> None:
        self.show_rows(filtered=True)

    @on(FilterLeft)
    def _left(self) -> None:
        self.screen.set_focus(self.items)

    @on(RowPointed)
    def _pointed(self) -> None:
        if self.marks.start is not None:
            self.mark(self.marks.reached(self.items.rows, self.items.cursor))

    def show_preview(self) -> None:
        """Show the row in hand below: its values where they were read, else its fields' names."""
        row = self.row
        peek = None if row is None else _peek(row, self.peeked, self._drafts, self._clock())
        self.query_one(ItemPreview).peek = peek

    def _count(self) -> None:
        total = self._listing.total if self._listing else 0
        shown = sum(max(1, len(items_of_row(row))) for row in self.items.rows)
        shown -= len(self.items.shown.inside)
        parts = [f"{shown} of {total} shown", ", only yours" if self.only else ""]
        if self.marks.ids:
            parts.append(f", {len(self.marks.ids)} marked")
        self.filter.count("".join(parts))

    def _needs(self, row: Listed) -> bool:
        return isinstance(row, UnknownUnit) or (row.id not in self.done and self._drafts.left_of(row) > 0)

    def _wants(self, row: Row) -> bool:
        if isinstance(row, UnknownUnit):
            return True
        return row.id not in self.items.shown.inside and any(map(self._needs, items_of_row(row)))


def _empty_words(total: int) -> str:
    if total:
        return "Nothing here fits. Esc clears the filter, = shows all."
    return "Nothing waits for a decision. R reads all sides again."


def _peek(row: Row, opened: Opened | None, drafts: Drafts, now: float) -> Peek:
    if opened is None:
        return Peek(row=row, now=now)
    carried = carry_over(opened.resolution, opened.resolution, drafts.choices(opened.item.id))
    return Peek(row=row, opened=opened, resolution=carried.resolution, now=now)
