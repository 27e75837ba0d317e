"""One row of the inbox as a line, and which columns a width has room for."""

from typing import Final, NamedTuple

from core.model.groups import Group
from core.model.item import Item, ItemKind, Risk, UnknownUnit
from core.safetext import safe_line
from tui.ages import age
from tui.look import Glyphs
from tui.oneline import person
from tui.widgets.lines import Line, Span, fit, fit_tail

__all__ = [
    "DONE",
    "MOVED",
    "ItemColumns",
    "Standing",
    "group_line",
    "item_columns",
    "item_heads",
    "item_line",
    "item_mark",
    "kind_style",
    "unknown_line",
]

DONE: Final = "done"
MOVED: Final = "moved"
_PREFIX: Final = 5
_AGE: Final = 4
_KIND: Final = 13
_OPEN: Final = 9
_BY_FROM: Final = 72
_RISK_FROM: Final = 96
_WHY_FROM: Final = 112
_NARROW: Final = 70

_KIND_STYLE: Final = {
    ItemKind.PROPOSAL: "git",
    ItemKind.CONFLICT: "word",
    ItemKind.CAPTURE: "live",
    ItemKind.BREAK_GLASS: "danger",
    ItemKind.SYNC_BACK: "hub",
    ItemKind.HOLD: "git",
    ItemKind.DELETION: "danger",
    ItemKind.UNRELATED: "word",
    ItemKind.PENDING_APPLY: "hub",
}
_RISK_STYLE: Final = {Risk.LOW: "quiet", Risk.MEDIUM: "", Risk.HIGH: "danger"}


class ItemColumns(NamedTuple):
    """Widths of the columns; 0 leaves one out."""

    age: int
    kind: int
    unit: int
    open: int
    by: int
    risk: int
    why: int


def item_columns(width: int, longest_unit: int) -> ItemColumns:
    """Share a width out: the unit's name first, then who, then why."""
    by = 0 if width < _BY_FROM else 12 if width < _WHY_FROM else 16
    risk = 6 if width >= _RISK_FROM else 0
    kind = 11 if width < _NARROW else _KIND
    taken = _PREFIX + _AGE + 2 + kind + 1 + _OPEN + 1 + (by + 1 if by else 0) + (risk + 1 if risk else 0)
    room = max(8, width - taken - 1)
    if width < _WHY_FROM:
        return ItemColumns(_AGE, kind, room, _OPEN, by, risk, 0)
    unit = min(max(longest_unit, 16), room // 2)
    return ItemColumns(_AGE, kind, unit, _OPEN, by, risk, room - unit - 1)


def item_heads(columns: ItemColumns) -> Line:
    """Name the columns."""
    names = zip(
        ("Age", "Kind", "Unit", "Undecided", "By", "Risk", "Why it is here"), _order(columns), strict=True
    )
    text = " ".join(fit(name, width) for name, width in names if width)
    return (Span(" " * _PREFIX + text, "title"),)


class Standing(NamedTuple):
    """How a row stands among the others.

    Attributes:
        left: how many fields are still undecided, choices of this run counted.
        here: the cursor is on it.
        marked: ``+`` it is marked, ``-`` some of it is, "" it is not.
        word: what became of it since it was read: ``done``, ``moved``; "" for nothing.
        inside: it is one of a group that is unfolded.
    """

    left: int
    here: bool = False
    marked: str = ""
    word: str = ""
    inside: bool = False


def item_line(item: Item, columns: ItemColumns, *, now: float, stands: Standing, glyphs: Glyphs) -> Line:
    """Draw an item."""
    unit = _unit(str(item.unit), columns.unit)
    if stands.inside:
        unit = (Span(f" {glyphs.dot} ", "quiet"), *_unit(str(item.unit), columns.unit - 3))
    return _line(item, unit, (item.fields, stands), columns, now, glyphs)


def group_line(group: Group, columns: ItemColumns, *, now: float, stands: Standing, glyphs: Glyphs) -> Line:
    """Draw a group: how many units, and which."""
    count = f"{len(group.items)} units "
    names = safe_line(", ".join(unit.unit for unit in group.units))
    unit = (Span(count, "strong"), Span(fit(names, columns.unit - len(count)), "quiet"))
    return _line(group.lead, unit, (sum(item.fields for item in group.items), stands), columns, now, glyphs)


def _line(
    item: Item, unit: Line, count: tuple[int, Standing], columns: ItemColumns, now: float, glyphs: Glyphs
) -> Line:
    fields, stands = count
    left = stands.word or f"{stands.left} of {fields}"
    cells = (
        (Span(fit(age(item.since, now), columns.age) + " ", "quiet"),),
        (Span(fit(item.kind, columns.kind), kind_style(item)),),
        unit,
        (Span(fit(left, columns.open), "word" if stands.left or stands.word else "quiet"),),
        (Span(fit(person(item.author) or "unknown", columns.by), "quiet"),),
        (Span(fit(item.risk, columns.risk), _RISK_STYLE[item.risk]),),
        _why(item, columns.why),
    )
    return (*_prefix(item_mark(item, stands), stands, glyphs), *_spaced(cells, columns))


def _why(item: Item, width: int) -> Line:
    """Say why it is here; before that, who has it open right now."""
    here = ", ".join(lease.holder for lease in item.open_at)
    if not here:
        return (Span(fit(safe_line(item.reason), width), "quiet"),)
    return (Span(fit(safe_line(f"Here now: {here}; {item.reason}"), width), "alert"),)


def unknown_line(unit: UnknownUnit, columns: ItemColumns, *, glyphs: Glyphs, here: bool) -> Line:
    """Draw a unit of which a side could not be read."""
    why = columns.open + columns.by + columns.risk + columns.why + 3
    cells = (
        Span(fit("", columns.age) + "  "),
        Span(fit("unknown", columns.kind) + " ", "danger"),
        *_unit(unit.unit, columns.unit),
        Span(" " + fit(safe_line(unit.why), why), "quiet"),
    )
    return (*_prefix("?", Standing(0, here=here), glyphs), *cells)


def item_mark(item: Item, stands: Standing) -> str:
    """Say how far it is: ``!`` needs you, ``*`` you chose, ``~`` ready by rule, ``=`` done, ``R`` moved."""
    if stands.word:
        return "=" if stands.word == DONE else "R"
    if stands.left:
        return "!"
    return "*" if item.undecided else "~"


def kind_style(item: Item) -> str:
    """Name the style of an item's kind."""
    return _KIND_STYLE[item.kind]


def _order(columns: ItemColumns) -> tuple[int, ...]:
    return (columns.age + 1, *columns[1:])


def _spaced(cells: tuple[Line, ...], columns: ItemColumns) -> Line:
    spans: list[Span] = []
    for cell, width in zip(cells, columns, strict=True):
        spans.extend([*cell, Span(" ")] if width else [])
    return tuple(spans)


def _unit(name: str, width: int) -> Line:
    """Show the unit's own name brighter than its space."""
    printed = fit_tail(safe_line(name), width)
    at = printed.find("/") + 1
    return (Span(printed[:at], "quiet"), Span(printed[at:], "strong"))


def _prefix(mark: str, stands: Standing, glyphs: Glyphs) -> Line:
    style = {"!": "alert", "*": "chosen", "?": "danger", "R": "word"}.get(mark, "quiet")
    head = f"{stands.marked or ' '}{glyphs.cursor if stands.here else ' '} "
    return (Span(head, "key"), Span(f"{mark} ", style))
