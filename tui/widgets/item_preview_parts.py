"""The lines of the inbox's preview; its columns hang on the width alone, so that they stay in place."""

from typing import Final

from core.merge.places import Side
from core.model.groups import Group
from core.model.item import Item
from core.safetext import safe_line
from tui.look import Glyphs
from tui.sizes import USUAL_SIZES
from tui.widgets.field_row import FieldColumns, head_spots
from tui.widgets.item_row import kind_style
from tui.widgets.lines import Line, Span, clip, fit, fit_tail, line_width

__all__ = ["item_head", "path_lines", "preview_columns", "units_line", "why_line"]

_SIDES: Final = (Side.GIT, Side.HUB, Side.LIVE)
_VALUE: Final = (9, 20)
_NAME: Final = 46
_EDGES: Final = 6
_LEAST, _MOST = 12, 64


def preview_columns(width: int) -> FieldColumns:
    """Share a width out, the same for every item."""
    sides = (Side.BASE, *_SIDES) if width >= USUAL_SIZES.base_from else _SIDES
    value = min(_VALUE[1], max(_VALUE[0], (width - _NAME) // len(sides) - 1))
    name = width - _EDGES - len(sides) * (value + 1)
    return FieldColumns(
        field=max(_LEAST, min(name, _MOST)), sides=tuple((side, value) for side in sides), result=0
    )


def item_head(name: str, columns: FieldColumns, width: int, glyphs: Glyphs) -> Line:
    """Write a name and the columns' names into a dividing line, each above its values."""
    spots = head_spots(columns)
    room = spots[0][0] - 4
    line: list[Span] = [
        Span(glyphs.rule * 2 + " ", "divider"),
        Span(fit_tail(safe_line(name), room), "strong"),
    ]
    for spot, title in spots:
        line.extend(
            [Span(glyphs.rule * (spot - 1 - line_width(line)), "divider"), Span(f" {title} ", "title")]
        )
    return (*line, Span(glyphs.rule * max(0, width - line_width(line)), "divider"))


def why_line(item: Item, width: int) -> Line:
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


def units_line(group: Group, width: int) -> Line:
    """Name the units of a group, those of one space together."""
    spaces: dict[str, list[str]] = {}
    for unit in group.units:
        spaces.setdefault(unit.space, []).append(unit.unit)
    words = "  ".join(f"{space}: {', '.join(units)}" for space, units in spaces.items())
    return clip((Span(" "), Span(safe_line(words), "chosen")), width)


def path_lines(item: Item, width: int) -> list[Line]:
    """Name the fields of an item that was not read yet, those that need a person first."""
    wanted = set(item.conflicts)
    rest = [path for path in item.paths if path not in wanted]
    marked = [(Span(" ! ", "alert"), path) for path in item.conflicts] + [
        (Span(" ~ ", "quiet"), path) for path in rest
    ]
    return [(mark, Span(fit(safe_line(path), width - 3))) for mark, path in marked]
