"""Lines as values: spans of text with a style's name, cut and filled to a width in cells. Draws nothing."""

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Final, NamedTuple, TypeAlias

from rich.cells import cell_len, set_cell_size

__all__ = [
    "CUT",
    "Line",
    "Span",
    "clip",
    "fit",
    "fit_row",
    "fit_tail",
    "line_width",
    "plain",
    "spread",
    "wrap",
]

CUT: Final = ".."
_CONTEXT: Final = 3


class Span(NamedTuple):
    """A piece of a line; ``style`` names a component class without its ``line--``, "" for none."""

    text: str
    style: str = ""


Line: TypeAlias = tuple[Span, ...]


def fit(text: str, width: int) -> str:
    """Fill to a width, or cut at the right.

    >>> fit("image", 7), fit("replicas", 6)
    ('image  ', 'repl..')
    """
    if cell_len(text) <= width:
        return text + " " * (width - cell_len(text))
    return (set_cell_size(text, max(0, width - len(CUT))) + CUT)[: max(0, width)] if width > 0 else ""


def fit_tail(text: str, width: int) -> str:
    """Fill to a width, or cut at the left, at a step of the path where that leaves enough.

    >>> fit_tail("spec.template.spec.replicas", 14), fit_tail("averyveryverylongname", 8)
    ('..replicas    ', '..ngname')
    """
    if cell_len(text) <= width:
        return fit(text, width)
    tail = text
    while tail and cell_len(tail) > width - len(CUT):
        tail = tail[1:]
    step = next((at for at, char in enumerate(tail[: len(tail) // 2]) if char in ".["), None)
    if step is not None:
        tail = tail[step:].removeprefix(".")
    return fit(CUT + tail, width)


def fit_row(texts: Sequence[str], widths: Sequence[int], against: Sequence[str] = ()) -> list[str]:
    """Fit the values of one row; of values too long, what they begin alike with is cut, not what differs.

    ``against`` holds values that are not shown but that the shown ones differ from.

    >>> fit_row(["registry.example/cart:1.4", "registry.example/cart:1.5"], [12, 12])
    ['..e/cart:1.4', '..e/cart:1.5']
    """
    long = [text for text, width in zip(texts, widths, strict=True) if cell_len(text) > width]
    shared = _shared([*long, *(text for text in against if text not in long)])
    fitted = [_fit_end(text, width, shared) for text, width in zip(texts, widths, strict=True)]
    return [_told_apart(at, texts, fitted, width) for at, width in enumerate(widths)]


def _told_apart(at: int, texts: Sequence[str], fitted: Sequence[str], width: int) -> str:
    """Number a text that was cut to what an unequal one looks like: equal numbers, equal texts."""
    look = fitted[at].rstrip()
    alike = list(
        dict.fromkeys(text for text, shown in zip(texts, fitted, strict=True) if shown.rstrip() == look)
    )
    if len(alike) == 1 or cell_len(texts[at]) <= width:
        return fitted[at]
    mark = f"~{alike.index(texts[at]) + 1}"
    return fit(set_cell_size(look, max(0, width - len(mark))) + mark, width)


def _shared(texts: Sequence[str]) -> int:
    """Count the letters that texts begin alike with; 0 where there is nothing to compare."""
    alike = zip(*texts, strict=False) if len(set(texts)) > 1 else ()
    return sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, alike))


def _fit_end(text: str, width: int, shared: int) -> str:
    """Cut a text that is too long at the left, as far as it begins like the others."""
    start = min(cell_len(text) + len(CUT) - width, shared - _CONTEXT)
    cut = start > len(CUT) and cell_len(text) > width
    return fit(CUT + text[start:] if cut else text, width)


def line_width(line: Iterable[Span]) -> int:
    """Measure a line in cells."""
    return sum(cell_len(span.text) for span in line)


def clip(line: Line, width: int) -> Line:
    """Cut a line at the right where it is too long."""
    if line_width(line) <= width:
        return line
    kept: list[Span] = []
    for span in line:
        room = width - line_width(kept)
        if cell_len(span.text) >= room:
            return (*kept, Span(fit(span.text + " ", room), span.style))
        kept.append(span)
    return tuple(kept)


def spread(left: Line, right: Line, width: int) -> Line:
    """Put two lines at the two ends of one; the left one is cut where they meet."""
    room = width - line_width(right)
    if room < 1:
        return clip(left, width)
    head = clip(left, room - 1) if line_width(left) >= room else left
    return (*head, Span(" " * (room - line_width(head))), *right)


def plain(line: Line) -> str:
    """Read a line without its styles."""
    return "".join(span.text for span in line)


def wrap(text: str, width: int) -> list[str]:
    """Break inert text into lines of a width: at spaces where there are some, else where the width ends.

    >>> wrap("nothing was written", 12)
    ['nothing was', 'written']
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        rest = paragraph
        while cell_len(rest) > width > 0:
            head = set_cell_size(rest, width).rstrip("\0") or rest[:1]
            at = head.rfind(" ")
            end = at if at > width // 3 else len(head)
            lines.append(rest[:end])
            rest = rest[end:].removeprefix(" ")
        lines.append(rest)
    return lines
