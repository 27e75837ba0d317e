"""Tables that fit: columns are lined up, shortened where they may be, left out where nothing else helps."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from core.safetext import safe_line
from tui.cli.console import Console

__all__ = ["Cell", "Column", "cells", "shortened", "table"]

_GAP: Final = 2


class Column(NamedTuple):
    """One column.

    Attributes:
        title: over it.
        least: it may be shortened to this many cells; 0 for never.
        leaves: where the width does not do, columns with the greatest number leave first; 0 stays.
        keeps_end: a text that is too long loses its beginning, not its end.
    """

    title: str
    least: int = 0
    leaves: int = 0
    keeps_end: bool = False


class Cell(NamedTuple):
    """One text of a row and its role for colours."""

    text: str
    role: str = ""


def table(columns: Sequence[Column], rows: Iterable[Sequence[str | Cell]], console: Console) -> list[str]:
    """Lay rows out under their titles, as wide as the terminal at most.

    Outside text in the cells is made inert here.
    """
    body = [[_inert(cell) for cell in row] for row in rows]
    widths = [
        max([cells(column.title), *(cells(row[at].text) for row in body)])
        for at, column in enumerate(columns)
    ]
    shown = _fitted(columns, widths, console.width)
    head = [Cell(column.title, "head") for column in columns]
    return [_line(row, shown, columns, console) for row in [head, *body]]


def shortened(text: str, width: int, *, more: str, keeps_end: bool = False) -> str:
    """Cut a text to a number of cells and mark the cut.

    >>> shortened("spec.replicas", 8, more="~"), shortened("spec.replicas", 8, more="~", keeps_end=True)
    ('spec.re~', '~eplicas')
    """
    if cells(text) <= width:
        return text
    kept = text[::-1] if keeps_end else text
    while kept and cells(kept) > width - 1:
        kept = kept[: min(len(kept) - 1, width - 1)]
    return f"{more}{kept[::-1]}" if keeps_end else f"{kept}{more}"


def cells(text: str) -> int:
    """Count the cells that a text takes on a terminal.

    >>> cells("web"), cells("東"), cells("e\u0301")
    (3, 2, 1)
    """
    if text.isascii():
        return len(text)
    return sum(_cells(char) for char in text)


def _cells(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _told_apart(at: int, row: Sequence[Cell], cut: Mapping[int, str]) -> str:
    """Number a text that was cut to what an unequal one of its row looks like: equal numbers, equal texts."""
    shown = cut[at]
    alike = list(dict.fromkeys(row[other].text for other, text in cut.items() if text == shown))
    if len(alike) == 1 or row[at].text == shown:
        return shown
    mark = f"~{alike.index(row[at].text) + 1}"
    room = cells(shown) - len(mark)
    kept = shown
    while kept and cells(kept) > room:
        kept = kept[:-1]
    return kept + mark


def _inert(cell: str | Cell) -> Cell:
    return Cell(safe_line(cell)) if isinstance(cell, str) else cell._replace(text=safe_line(cell.text))


def _fitted(columns: Sequence[Column], widths: Sequence[int], limit: int | None) -> dict[int, int]:
    """Say how wide each column is that stays, by its place."""
    shown = dict(enumerate(widths))
    if limit is None:
        return shown
    leaving = sorted((at for at in shown if columns[at].leaves), key=lambda at: -columns[at].leaves)
    while leaving and _total({at: _floor(columns[at], width) for at, width in shown.items()}) > limit:
        del shown[leaving.pop(0)]
    while _total(shown) > limit:
        spare = {at: width - _floor(columns[at], width) for at, width in shown.items()}
        most = max(spare, key=lambda at: spare[at])
        if not spare[most]:
            break
        shown[most] -= 1
    return shown


def _floor(column: Column, width: int) -> int:
    return min(width, max(column.least, cells(column.title))) if column.least else width


def _total(shown: dict[int, int]) -> int:
    return sum(shown.values()) + _GAP * (len(shown) - 1)


def _line(row: Sequence[Cell], shown: dict[int, int], columns: Sequence[Column], console: Console) -> str:
    last = max(shown)
    parts: list[str] = []
    cut = {
        at: shortened(row[at].text, width, more=console.more, keeps_end=columns[at].keeps_end)
        for at, width in shown.items()
    }
    for at, width in shown.items():
        text = _told_apart(at, row, cut)
        padding = "" if at == last else " " * (width - cells(text) + _GAP)
        parts.append(console.paint(text, row[at].role) + padding)
    return "".join(parts).rstrip()
