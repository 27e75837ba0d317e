"""One field as a row: what each side holds, who wins, how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len

from core.krm.resource import ResourceId
from core.merge.places import Held, Side
from core.merge.resolution import Edited, Field, FieldState, Resolution
from core.safetext import safe_line
from tui.look import Glyphs
from tui.oneline import one_line, short_path, side_text
from tui.widgets.lines import Line, Span, fit, fit_row, fit_tail

__all__ = [
    "SIDE_NAMES",
    "FieldColumns",
    "Texts",
    "field_columns",
    "field_heads",
    "field_line",
    "head_spots",
    "resource_title",
    "texts_of",
]

_PREFIX: Final = 5
_FIELD: Final = (20, 46)
_VALUE: Final = (9, 20)
_RESULT: Final = (11, 25)
_SPARE: Final = 4
_SIDES: Final = (Side.GIT, Side.HUB, Side.LIVE)

SIDE_NAMES: Final = {Side.GIT: "1 Git", Side.HUB: "2 Hub", Side.LIVE: "3 Live", Side.BASE: "0 Base"}
_MARK_STYLE: Final = {
    FieldState.UNDECIDED: "alert",
    FieldState.CHOSEN: "chosen",
    FieldState.BY_RULE: "quiet",
    FieldState.ALIKE: "quiet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """A field's values, printed once when it is loaded: printing a large one costs more than drawing it."""

    path: str
    sides: dict[Side, str]
    base: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldColumns:
    """Widths of the columns, in order of the sides shown; no sides is the card form."""

    field: int
    sides: tuple[tuple[Side, int], ...]
    result: int


def texts_of(field: Field) -> Texts:
    """Print a field's values."""
    place = field.place
    return Texts(
        path=short_path(place.path),
        sides={side: side_text(place, side) for side in Side},
        base=one_line(place.base, sensitive=place.sensitive),
    )


def field_columns(width: int, texts: Sequence[Texts], *, base: bool, cards: bool = False) -> FieldColumns:
    """Share a width out by what the fields hold: no column wider than it needs, none too narrow to read.

    ``cards`` leaves the sides out: they stand below the list.
    """
    field = _within(max([0, *(cell_len(text.path) + 1 for text in texts)]), _FIELD)
    room = width - _PREFIX - 1
    if cards:
        won = min(22, room // 3)
        return FieldColumns(field=room - won - 1, sides=(), result=won)
    shown = ((Side.BASE,) if base else ()) + _SIDES
    sides = [
        _within(max((cell_len(text.sides[side]) for text in texts), default=0), _VALUE) for side in shown
    ]
    won = _within(max(sides, default=0) + 5, _RESULT)
    fitted = _fitted([field, *sides, won], room - len(shown) - 1)
    return FieldColumns(
        field=fitted[0], sides=tuple(zip(shown, fitted[1:-1], strict=True)), result=fitted[-1]
    )


def head_spots(columns: FieldColumns) -> list[tuple[int, str]]:
    """Say at which cell each column of values begins, and its name."""
    spots: list[tuple[int, str]] = []
    at = _PREFIX + columns.field + 1
    for side, width in columns.sides:
        spots.append((at, SIDE_NAMES[side].removeprefix("0 ")))
        at += width + 1
    return [*spots, (at, "Result")] if columns.result else spots


def field_heads(columns: FieldColumns) -> Line:
    """Name the columns; the digits are the keys that take a side."""
    sides = (fit(SIDE_NAMES[side].removeprefix("0 "), width) for side, width in columns.sides)
    cells = [fit("Field", columns.field), *sides, fit("Result", columns.result)]
    return (Span(" " * _PREFIX + " ".join(cells), "title"),)


def field_line(
    field: Field,
    texts: Texts,
    resolution: Resolution,
    columns: FieldColumns,
    *,
    glyphs: Glyphs,
    here: bool,
    moved: bool,
) -> Line:
    """Draw a field."""
    settled = resolution.settled(field)
    won = settled if isinstance(settled, Side) else None
    values = [texts.sides[side] for side, _ in columns.sides]
    fitted = fit_row(values, [width for _, width in columns.sides], [texts.base])
    sides = [
        Span(fit(text, width) + " ", _side_style(field, side, won, decided=settled is not None))
        for (side, width), text in zip(columns.sides, fitted, strict=True)
    ]
    name = Span(fit_tail(texts.path, columns.field) + " ", "strong" if settled is None else "")
    result = _result(field, resolution, columns.result, moved=moved)
    return (*_prefix(field, resolution, glyphs, here=here), name, *sides, *(result if columns.result else ()))


def resource_title(resource: ResourceId) -> str:
    """Name a resource for people: kind, namespace and name."""
    name = f"{resource.namespace}/{resource.name}" if resource.namespace else resource.name
    return safe_line(f"{resource.kind} {name}")


def _prefix(field: Field, resolution: Resolution, glyphs: Glyphs, *, here: bool) -> Line:
    state = resolution.state(field)
    mark = "#" if field.protected and state is FieldState.BY_RULE else str(state)
    style = "danger" if mark == "#" else _MARK_STYLE[state]
    return (Span(f" {glyphs.cursor if here else ' '} ", "key"), Span(f"{mark} ", style))


def _side_style(field: Field, side: Side, won: Side | None, *, decided: bool) -> str:
    """Colour what still counts: every side that changed while it is open, then only the winner."""
    place = field.place
    changed = {Side.GIT: place.git_changed, Side.HUB: place.hub_changed, Side.LIVE: place.live_changed}
    counts = side is won if decided else changed.get(side, False)
    return side.value if counts else "quiet"


def _result(field: Field, resolution: Resolution, width: int, *, moved: bool) -> Line:
    held = resolution.result(field)
    if held is None:
        return (Span(fit("? moved" if moved else "?", width), "alert"),)
    settled = resolution.settled(field)
    word = "edit" if isinstance(settled, Edited) else str(settled)
    text = _won_text(field, held, settled if isinstance(settled, Side) else None)
    word = _moved_word(word, width - cell_len(text) - 1) if moved else word
    room = width - len(word) - 1
    value = fit_row([text], [room], [one_line(field.place.base)])[0] if cell_len(text) > room else text
    chosen = resolution.state(field) is FieldState.CHOSEN
    rest = max(0, width - cell_len(value) - len(word) - 1)
    return (
        Span(value, "chosen" if chosen else ""),
        Span(" " + word, word if word in set(Side) else "alert" if moved else "chosen"),
        Span(" " * rest),
    )


def _moved_word(word: str, room: int) -> str:
    """Say that a field moved since it was looked at, and who wins it where that fits too."""
    both = f"{word} moved"
    return both if len(both) <= room else "moved"


def _won_text(field: Field, held: Held, won: Side | None) -> str:
    """Print the result in full, also where a column says ``=base``."""
    return one_line(held, sensitive=field.place.sensitive and won is not None)


def _within(width: int, bounds: tuple[int, int]) -> int:
    return min(max(width, bounds[0]), bounds[1])


def _fitted(widths: list[int], room: int) -> list[int]:
    """Shrink the widest columns until all fit; what is left over goes to each, a little."""
    fitted = list(widths)
    least = [_FIELD[0], *[_VALUE[0]] * (len(widths) - 2), min(_RESULT[0], widths[-1])]
    while sum(fitted) > room:
        slack = [width - low for width, low in zip(fitted, least, strict=True)]
        if max(slack) <= 0:
            break
        fitted[slack.index(max(slack))] -= 1
    spare = max(0, room - sum(fitted))
    each = min(_SPARE, spare // len(fitted))
    return [width + each if width else 0 for width in fitted]
