"""Below the inbox list: the row in hand, why it is here, and its first fields."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.reactive import reactive

from core.merge.resolution import Field, FieldState, Resolution
from core.model.item import Item, Opened, UnknownUnit
from core.safetext import safe_line
from tui.look import Glyphs
from tui.widgets.bars import divider
from tui.widgets.field_row import (
    BASE_FROM,
    CARD_BELOW,
    FieldColumns,
    Texts,
    field_columns,
    field_line,
    head_spots,
    texts_of,
)
from tui.widgets.item_row import kind_style
from tui.widgets.lines import Line, Span, clip, fit, fit_tail, line_width, wrap
from tui.widgets.paint import Bar

__all__ = ["ItemPreview", "Peek"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peek:
    """A row, its fields where they were read already, and the choices of this run."""

    row: Item | UnknownUnit
    opened: Opened | None = None
    resolution: Resolution | None = None


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
        room = max(1, self.size.height - 2)
        match self.peek:
            case Peek(row=UnknownUnit() as unit):
                return self._unknown(unit, width)
            case Peek(row=Item() as item, opened=Opened(), resolution=Resolution() as resolution):
                return self._fields(item, resolution, width, room)
            case Peek(row=Item() as item):
                paths = self._cut(_path_lines(item, width), room)
                return [divider(_title(item, width), width, self._glyphs), _why(item, width), *paths]
            case _:
                return (divider((), width, self._glyphs),)

    def _unknown(self, unit: UnknownUnit, width: int) -> list[Line]:
        title = (Span(safe_line(unit.unit), "strong"),)
        words = wrap(safe_line(unit.why), width - 2)
        last: Line = (Span(" Unknown is not in sync: nothing is decided here until it can be read", "quiet"),)
        return [
            divider(title, width, self._glyphs, (Span("could not be read", "danger"),)),
            *((Span(" "), Span(word)) for word in words),
            last,
        ]

    def _fields(self, item: Item, resolution: Resolution, width: int, room: int) -> list[Line]:
        fields = sorted(resolution.fields, key=lambda field: _order(resolution.state(field)))
        texts = [texts_of(field) for field in fields[: room + 1]]
        least = cell_len(str(item.unit)) + 2
        columns = field_columns(width, texts, base=width >= BASE_FROM, result=width < CARD_BELOW, least=least)
        pairs = zip(fields, texts, strict=False)
        drawn = [self._field(field, text, resolution, columns) for field, text in pairs]
        spots = head_spots(columns)
        title = divider(_title(item, spots[0][0] - 1), width, self._glyphs)
        head = _with_names(title, spots, self._glyphs)
        return [head, _why(item, width), *self._cut(drawn, room, len(fields))]

    def _field(self, field: Field, texts: Texts, resolution: Resolution, columns: FieldColumns) -> Line:
        line = field_line(field, texts, resolution, columns, glyphs=self._glyphs, here=False, moved=False)
        return (Span(" "), *line[1:])

    def _cut(self, lines: list[Line], room: int, total: int | None = None) -> list[Line]:
        count = len(lines) if total is None else total
        if count <= room:
            return lines[:room]
        more: Line = (Span(f"  {self._glyphs.dot} {count - room + 1} more: Enter opens", "quiet"),)
        return [*lines[: room - 1], more]


def _order(state: FieldState) -> int:
    return list(FieldState).index(state)


def _title(item: Item, width: int) -> Line:
    name = safe_line(str(item.unit))
    return (Span(fit_tail(name, min(cell_len(name), max(10, width - 8))), "strong"),)


def _with_names(title: Line, spots: Sequence[tuple[int, str]], glyphs: Glyphs) -> Line:
    """Write the names of the columns into a dividing line, each above its values."""
    *head, rule = title
    line = [*head]
    at = line_width(head)
    for spot, name in spots:
        line.extend([Span(glyphs.rule * (spot - 1 - at) + " ", "divider"), Span(name, "title"), Span(" ")])
        at = spot + len(name) + 1
    return (*line, Span(rule.text[: max(0, line_width(title) - at)], "divider"))


def _why(item: Item, width: int) -> Line:
    """Say in one line what the item is and why it is here."""
    state = f", {safe_line(item.state)}" if item.state not in {"", "pending"} else ""
    incident = Span(f" {safe_line(item.incident)}", "danger") if item.incident else Span("")
    kind = (
        Span(" "),
        Span(item.kind, kind_style(item)),
        Span(f"{state}, {item.risk} risk", "quiet"),
        incident,
    )
    others = Span("".join(f" open at {lease.holder}" for lease in item.open_at), "alert")
    return clip((*kind, others, Span("  "), Span(safe_line(item.reason))), width)


def _path_lines(item: Item, width: int) -> list[Line]:
    wanted = set(item.conflicts)
    rest = [path for path in item.paths if path not in wanted]
    marked = [(Span(" ! ", "alert"), path) for path in item.conflicts] + [
        (Span(" ~ ", "quiet"), path) for path in rest
    ]
    return [(mark, Span(fit(safe_line(path), width - 3))) for mark, path in marked]
