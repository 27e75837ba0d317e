"""The inbox list: items and groups that wait, and units that could not be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len
from textual.reactive import reactive

from core.model.groups import Group
from core.model.item import Item, UnknownUnit
from tui.filtering import Row
from tui.look import Glyphs
from tui.marking import Marks, items_of_row
from tui.widgets.item_row import Standing, group_line, item_columns, item_heads, item_line, unknown_line
from tui.widgets.line_list import LineList, RowPointed
from tui.widgets.lines import Line

__all__ = ["ItemList", "Shown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What stands beside the rows.

    Attributes:
        now: seconds since the epoch, for ages.
        left: undecided fields by item, where choices were made.
        marks: which rows are marked.
        words: what became of items since they were read.
        inside: ids of items that stand below their group.
    """

    now: float = 0.0
    left: Mapping[str, int] = field(default_factory=dict)
    marks: Marks = field(default_factory=Marks)
    words: Mapping[str, str] = field(default_factory=dict)
    inside: frozenset[str] = frozenset()


class ItemList(LineList):
    """Ten thousand rows cost no more than those that are seen."""

    BARE_CURSOR = True

    rows: reactive[tuple[Row, ...]] = reactive((), init=False, repaint=False)

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self.shown = Shown()
        self._columns = item_columns(80, 16)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def row(self) -> Row | None:
        """The row in hand; None where there is none."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def show(self, rows: Sequence[Row], shown: Shown, *, filtered: bool = False) -> None:
        """Show rows; the cursor stays on the same item, on the same line of the screen.

        Where that is gone it stays near its place, or goes to the best fit where the rows were ``filtered``.
        """
        before, line = self.row, self.cursor - self.scroll_offset.y
        at = _place(rows, before, 0 if filtered else self.cursor)
        self.shown, self.rows = shown, tuple(rows)
        self.set_reactive(ItemList.cursor, at)
        self.rows_changed()
        self.scroll_to(y=max(0, at - line), animate=False, force=True)
        self._show(at, at)
        self.post_message(RowPointed(at))

    def stand(self, shown: Shown, *, quietly: bool = False) -> None:
        """Change what stands beside the rows; only those that look different are drawn again.

        ``quietly`` leaves the row under the cursor as it is drawn until the cursor moves.
        """
        before, self.shown = self.shown, shown
        top = self.scroll_offset.y
        for row in range(top, min(self.count, top + self.size.height)):
            if self._stands(row, before) != self._stands(row, shown):
                self.draw_row(row, later=quietly and row == self.cursor)

    def point_at(self, item_id: str) -> None:
        """Put the cursor on an item, or on the group that holds it, where it is listed."""
        exact = (at for at, row in enumerate(self.rows) if isinstance(row, Item) and row.id == item_id)
        held = (at for at, row in enumerate(self.rows) if any(one.id == item_id for one in items_of_row(row)))
        if (at := next(exact, next(held, None))) is not None:
            self.cursor = at

    def point_at_row(self, row: Row) -> None:
        """Put the cursor on a row that is listed."""
        self.cursor = self.rows.index(row)

    def left_of(self, item: Item) -> int:
        """Say how many of an item's fields are still undecided."""
        return self.shown.left.get(item.id, item.undecided)

    def share_out(self, width: int) -> None:
        """Share the width out anew."""
        longest = max(
            (cell_len(str(row.unit)) for row in self.rows[:500] if not isinstance(row, Group)), default=16
        )
        self._columns = item_columns(width, longest)

    def heads(self, width: int) -> Sequence[Line]:  # noqa: ARG002  the columns know the width
        """Name the columns."""
        return (item_heads(self._columns),)

    def line(self, row: int, width: int, *, here: bool) -> Line:  # noqa: ARG002  likewise
        """Draw one row."""
        listed, columns, now = self.rows[row], self._columns, self.shown.now
        stands = self._stands(row, self.shown)._replace(here=here)
        match listed:
            case UnknownUnit():
                return unknown_line(listed, columns, glyphs=self._glyphs, here=here)
            case Group():
                return group_line(listed, columns, now=now, stands=stands, glyphs=self._glyphs)
            case Item():
                return item_line(listed, columns, now=now, stands=stands, glyphs=self._glyphs)

    def _stands(self, row: int, shown: Shown) -> Standing:
        listed = self.rows[row]
        items = items_of_row(listed)
        words = {shown.words.get(item.id, "") for item in items}
        waiting = (item for item in items if not shown.words.get(item.id))
        return Standing(
            left=sum(shown.left.get(item.id, item.undecided) for item in waiting),
            marked=shown.marks.of(listed),
            word=words.pop() if len(words) == 1 else "",
            inside=isinstance(listed, Item) and listed.id in shown.inside,
        )


def _place(rows: Sequence[Row], row: Row | None, fallback: int) -> int:
    """Find the same row, else the one that holds its item or unit, else keep the place."""
    if row is None:
        return 0
    if not isinstance(row, UnknownUnit):
        found = (at for at, one in enumerate(rows) if not isinstance(one, UnknownUnit) and one.id == row.id)
        if (at := next(found, None)) is not None:
            return at
    units = _units(row)
    same = (at for at, one in enumerate(rows) if units & _units(one))
    return next(same, min(fallback, max(0, len(rows) - 1)))


def _units(row: Row) -> set[str]:
    if isinstance(row, UnknownUnit):
        return {row.unit}
    return {str(item.unit) for item in items_of_row(row)}
