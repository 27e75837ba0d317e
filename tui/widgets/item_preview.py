"""Below the inbox list: the row in hand, why it is here, and its first fields."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.reactive import reactive

from core.merge.resolution import Field, FieldState, Resolution
from core.model.groups import Group
from core.model.item import Item, Opened, UnknownUnit
from core.safetext import safe_line
from tui.filtering import Row
from tui.look import Glyphs
from tui.remembered_words import remembered_words
from tui.widgets.bars import divider
from tui.widgets.field_row import FieldColumns, Texts, field_line, texts_of
from tui.widgets.item_preview_parts import item_head, path_lines, preview_columns, units_line, why_line
from tui.widgets.lines import Line, Span, clip, wrap
from tui.widgets.paint import Bar

__all__ = ["ItemPreview", "Peek"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peek:
    """A row, its fields where they were read already, and the choices; a group's are those of its first item.

    Attributes:
        row: what is listed.
        opened: its fields; None where they were not read yet.
        resolution: the choices of this run.
        now: seconds since the epoch, for ages.
    """

    row: Row
    opened: Opened | None = None
    resolution: Resolution | None = None
    now: float = 0.0

    @property
    def item(self) -> Item | None:
        """The item that speaks for the row; None for a unit that could not be read."""
        match self.row:
            case Group() as group:
                return group.lead
            case Item() as item:
                return item
            case _:
                return None


class ItemPreview(Bar):
    """Shows a peek in the height that the layout gives it."""

    peek: reactive[Peek | None] = reactive(None, init=False, repaint=False)

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs

    def watch_peek(self) -> None:
        """Draw where something changed."""
        self.repaint()

    def lines(self, width: int) -> Sequence[Line]:
        """Draw title, reason and fields."""
        peek = self.peek
        if peek is None:
            return (divider((), width, self._glyphs),)
        if isinstance(peek.row, UnknownUnit):
            return self._unknown(peek.row, width)
        item = peek.item
        return () if item is None else self._item(peek, item, width)

    def _unknown(self, unit: UnknownUnit, width: int) -> list[Line]:
        title = (Span(safe_line(unit.unit), "strong"),)
        words = wrap(safe_line(unit.why), width - 2)
        last: Line = (Span(" Unknown is not in sync: nothing is decided here until it can be read", "quiet"),)
        return [
            divider(title, width, self._glyphs, (Span("could not be read", "danger"),)),
            *((Span(" "), Span(word)) for word in words),
            last,
        ]

    def _item(self, peek: Peek, item: Item, width: int) -> list[Line]:
        columns = preview_columns(width)
        name = f"{len(peek.row.items)} units alike" if isinstance(peek.row, Group) else str(item.unit)
        above = [item_head(name, columns, width, self._glyphs), why_line(item, width), *_notes(peek, width)]
        room = max(1, self.size.height - len(above))
        if peek.opened is None or peek.resolution is None:
            return [*above, *self._cut(path_lines(item, width), room)]
        fields = sorted(peek.resolution.fields, key=lambda field: _order(peek.resolution, field))
        texts = [texts_of(field) for field in fields[: room + 1]]
        pairs = zip(fields, texts, strict=False)
        drawn = [self._field(field, text, peek.resolution, columns) for field, text in pairs]
        return [*above, *self._cut(drawn, room, len(fields))]

    def _field(self, field: Field, texts: Texts, resolution: Resolution, columns: FieldColumns) -> Line:
        line = field_line(field, texts, resolution, columns, glyphs=self._glyphs, here=False, moved=False)
        return (Span(" "), *line[1:])

    def _cut(self, lines: list[Line], room: int, total: int | None = None) -> list[Line]:
        count = len(lines) if total is None else total
        if count <= room:
            return lines[:room]
        more: Line = (Span(f"  {self._glyphs.dot} {count - room + 1} more: Enter opens", "quiet"),)
        return [*lines[: room - 1], more]


def _notes(peek: Peek, width: int) -> list[Line]:
    """Say whose units a group has, and what was chosen before for the same change."""
    notes: list[Line] = []
    if isinstance(peek.row, Group):
        notes.append(units_line(peek.row, width))
    offers = peek.opened.remembered if peek.opened else ()
    if offers and peek.resolution and peek.resolution.open:
        words = remembered_words(offers[0], peek.now)
        notes.append(clip((Span(" m ", "key"), Span(f"as before: {words}", "word")), width))
    return notes


def _order(resolution: Resolution | None, field: Field) -> int:
    state = resolution.state(field) if resolution else FieldState.UNDECIDED
    return list(FieldState).index(state)
