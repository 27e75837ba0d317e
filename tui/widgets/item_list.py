"""The inbox list: items that wait, and units that could not be read."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual.reactive import reactive

from core.model.item import Item, UnknownUnit
from tui.filtering import Row
from tui.look import Glyphs
from tui.widgets.item_row import ItemColumns, item_columns, item_heads, item_line, unknown_line
from tui.widgets.line_list import LineList, RowPointed
from tui.widgets.lines import Line

__all__ = ["ItemList"]


class ItemList(LineList):
    """Ten thousand rows cost no more than those that are seen."""

    rows: reactive[tuple[Row, ...]] = reactive((), init=False, repaint=False)

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._now = 0.0
        self._left: Mapping[str, int] = {}
        self._columns = item_columns(80, 16)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def row(self) -> Row | None:
        """The row in hand; None where there is none."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def show(
        self, rows: Sequence[Row], *, now: float, left: Mapping[str, int], filtered: bool = False
    ) -> None:
        """Show rows; the cursor stays on the same item.

        Where that is gone it stays near its place, or goes to the best fit where the rows were ``filtered``.
        """
        before = self.row
        self._now, self._left = now, left
        at = _place(rows, before, 0 if filtered else self.cursor)
        self.rows = tuple(rows)
        self.set_reactive(ItemList.cursor, at)
        self.rows_changed()
        self._show(at, at)
        self.post_message(RowPointed(at))

    def point_at(self, item_id: str) -> None:
        """Put the cursor on an item, where it is listed."""
        found = (at for at, row in enumerate(self.rows) if isinstance(row, Item) and row.id == item_id)
        if (at := next(found, None)) is not None:
            self.cursor = at

    def left_of(self, item: Item) -> int:
        """Say how many of an item's fields are still undecided."""
        return self._left.get(item.id, item.undecided)

    def rows_changed(self) -> None:
        """Share the width out anew."""
        longest = max((cell_len(str(row.unit)) for row in self.rows[:500]), default=16)
        self._columns = item_columns(self.size.width, longest)
        super().rows_changed()

    def heads(self, width: int) -> Sequence[Line]:  # noqa: ARG002  the columns know the width
        """Name the columns."""
        return (item_heads(self._columns),)

    def line(self, row: int, width: int, *, here: bool) -> Line:  # noqa: ARG002  likewise
        """Draw one row."""
        shown = self.rows[row]
        columns: ItemColumns = self._columns
        if isinstance(shown, UnknownUnit):
            return unknown_line(shown, columns, glyphs=self._glyphs, here=here)
        left = self.left_of(shown)
        return item_line(shown, columns, now=self._now, left=left, glyphs=self._glyphs, here=here)


def _place(rows: Sequence[Row], row: Row | None, fallback: int) -> int:
    """Find the same item, else one of the same unit, else keep the place."""
    if row is None:
        return 0
    if isinstance(row, Item):
        found = (at for at, one in enumerate(rows) if isinstance(one, Item) and one.id == row.id)
        if (at := next(found, None)) is not None:
            return at
    same = (at for at, one in enumerate(rows) if one.unit == row.unit)
    return next(same, min(fallback, max(0, len(rows) - 1)))
