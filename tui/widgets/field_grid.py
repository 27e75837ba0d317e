"""The fields of one item by sides, with the result; several resources stand under titles of their own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from core.krm.resource import ResourceId
from core.merge.resolution import Field, FieldState, Resolution
from tui.look import Glyphs
from tui.marking import Marks
from tui.sizes import USUAL_SIZES, Sizes
from tui.widgets.field_row import (
    FieldColumns,
    Texts,
    field_columns,
    field_heads,
    field_line,
    resource_title,
    texts_of,
)
from tui.widgets.line_list import LineList
from tui.widgets.lines import Line, Span

__all__ = ["FieldGrid"]

_Row: TypeAlias = Field | ResourceId


class FieldGrid(LineList):
    """Shows a resolution; choosing is the screen's."""

    def __init__(self, glyphs: Glyphs, sizes: Sizes = USUAL_SIZES) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._sizes = sizes
        self._resolution = Resolution()
        self._texts: dict[str, Texts] = {}
        self._rows: tuple[_Row, ...] = ()
        self._moved: frozenset[str] = frozenset()
        self._columns = FieldColumns(field=20, sides=(), result=11)
        self._heads: tuple[Line, ...] = ((),)
        self.marks = Marks()
        self.show_alike = False
        self.show_base = False

    @property
    def count(self) -> int:
        """How many rows there are, titles included."""
        return len(self._rows)

    @property
    def field(self) -> Field | None:
        """The field in hand; None where there is none."""
        row = self._rows[self.cursor] if self.cursor < len(self._rows) else None
        return row if isinstance(row, Field) else None

    @property
    def hidden(self) -> int:
        """How many fields are hidden because both sides moved alike."""
        return 0 if self.show_alike else sum(self._is_alike(field) for field in self._resolution.fields)

    def load(self, resolution: Resolution, moved: frozenset[str] = frozenset()) -> None:
        """Show the fields of an item that was just read."""
        self._texts = {field.key: texts_of(field) for field in resolution.fields}
        self._moved = moved
        self.marks = self.marks.kept(self._texts)
        self.show(resolution)
        self.set_reactive(FieldGrid.cursor, 0)
        self.point(0)
        self.refresh()

    def show(self, resolution: Resolution) -> None:
        """Show other choices of the same fields; the cursor stays on its field."""
        before = self.field
        self._resolution = resolution
        self._rows = tuple(self._grouped())
        if before is not None:
            self.set_reactive(FieldGrid.cursor, self._row_of(before.key))
        self.rows_changed()

    @property
    def shown(self) -> tuple[Field, ...]:
        """The fields that are listed, in order."""
        return tuple(row for row in self._rows if isinstance(row, Field))

    def mark(self, marks: Marks) -> None:
        """Mark other fields."""
        if marks != self.marks:
            self.marks = marks
            self.rows_changed()

    def reach(self) -> None:
        """Mark from where a range began to the cursor, titles left out."""
        keys = [row.key if isinstance(row, Field) else "" for row in self._rows]
        reached = self.marks.reached(keys, self.cursor)
        self.mark(replace(reached, ids=reached.ids - {""}))

    def toggle_alike(self) -> None:
        """Hide or show the fields that both sides moved alike."""
        self.show_alike = not self.show_alike
        self.show(self._resolution)

    def toggle_base(self) -> None:
        """Hide or show the base column."""
        self.show_base = not self.show_base
        self.rows_changed()

    def point_at(self, key: str) -> None:
        """Put the cursor on a field."""
        self.cursor = self._row_of(key)

    def undecided(self, way: int) -> Field | None:
        """Find the next undecided field that way, around the ends; None where all are decided."""
        order = range(1, self.count + 1)
        rows = (self._rows[(self.cursor + way * step) % self.count] for step in order)
        return next(
            (row for row in rows if isinstance(row, Field) and self._resolution.settled(row) is None), None
        )

    def share_out(self, width: int) -> None:
        """Share the width out anew."""
        texts = [self._texts[row.key] for row in self._rows if isinstance(row, Field)]
        sizes = self._sizes
        base = self.show_base or width >= sizes.base_from
        self._columns = field_columns(width, texts, base=base, cards=width < sizes.cards_below)
        self._heads = (field_heads(self._columns),)

    def can_point(self, row: int) -> bool:
        """Titles are not for the cursor."""
        return isinstance(self._rows[row], Field)

    def heads(self, width: int) -> Sequence[Line]:  # noqa: ARG002  the columns know the width
        """Name the columns."""
        return self._heads

    def line(self, row: int, width: int, *, here: bool) -> Line:  # noqa: ARG002  likewise
        """Draw one row."""
        shown = self._rows[row]
        if isinstance(shown, ResourceId):
            return (Span("   " + resource_title(shown), "title"),)
        drawn = field_line(
            shown,
            self._texts[shown.key],
            self._resolution,
            self._columns,
            glyphs=self._glyphs,
            here=here,
            moved=shown.key in self._moved,
        )
        sign = self.marks.of(shown.key)
        return (Span(sign + drawn[0].text[1:], drawn[0].style), *drawn[1:]) if sign else drawn

    def _grouped(self) -> list[_Row]:
        """Order the fields by resource, with a title each where there are several."""
        shown = [field for field in self._resolution.fields if self.show_alike or not self._is_alike(field)]
        resources = list(dict.fromkeys(field.place.resource for field in shown))
        if len(resources) <= 1:
            return list(shown)
        rows: list[_Row] = []
        for resource in resources:
            rows.append(resource)
            rows.extend(field for field in shown if field.place.resource == resource)
        return rows

    def _is_alike(self, field: Field) -> bool:
        return self._resolution.state(field) is FieldState.ALIKE

    def _row_of(self, key: str) -> int:
        rows = (at for at, row in enumerate(self._rows) if isinstance(row, Field) and row.key == key)
        return next(rows, min(self.cursor, max(0, self.count - 1)))
