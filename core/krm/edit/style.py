"""Style: how a document is written, so that what is new looks like what is there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from core.krm.edit.spans import NoSplice, column, dash_of
from core.krm.read.nodes import ALIAS, BLOCK, FLOW, Node

__all__ = ["PLAIN", "Style", "has_alias", "style_of"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Habits of one document; the defaults are kubectl's.

    Attributes:
        indent: columns from a key to the keys below it.
        dash: columns from a key to the dashes below it.
        gap: blanks after a dash.
        quote: the usual quotation mark.
        eol: the line break.
        pad: what stands inside the braces of flow maps.
        is_json: keys and texts stand in double quotes, as JSON wants it.
        colon: what stands between key and value in JSON.
        comma: what stands between two parts in JSON that share a line.
        has_literals: new texts of several lines may be written with ``|``.
    """

    indent: int = 2
    dash: int = 0
    gap: int = 1
    quote: str = '"'
    eol: str = "\n"
    pad: str = ""
    is_json: bool = False
    colon: str = ": "
    comma: str = ", "
    has_literals: bool = True


PLAIN: Final = Style()
_WIDEST_GAP: Final = 9
_GAP: Final = re.compile(r"-( +)\Z")


@dataclass(slots=True)
class _Seen:
    """How often each thing was found."""

    indent: dict[int, int] = field(default_factory=dict)
    dash: dict[int, int] = field(default_factory=dict)
    gap: dict[int, int] = field(default_factory=dict)
    quote: dict[str, int] = field(default_factory=dict)
    pad: dict[str, int] = field(default_factory=dict)


def style_of(text: str, root: Node, otherwise: Style = PLAIN) -> Style:
    """Find a document's habits; what it does not show is taken from ``otherwise``."""
    seen = _Seen()
    for node in _shaped(root):
        _look(text, node, seen)
    style = Style(
        indent=_usual(seen.indent, otherwise.indent),
        dash=_usual(seen.dash, otherwise.dash),
        gap=_usual(seen.gap, otherwise.gap),
        quote=_usual(seen.quote, otherwise.quote),
        eol=_line_break(text, otherwise.eol),
        pad=_usual(seen.pad, otherwise.pad),
    )
    return _as_json(text, root, style) if _is_json(root) else style


def has_alias(root: Node) -> bool:
    """Tell whether some part of a document stands for another one."""
    return any(node.style == ALIAS for node in _all(root))


def _count(seen: dict[_T, int], found: _T) -> None:
    seen[found] = seen.get(found, 0) + 1


def _usual(seen: dict[_T, int], otherwise: _T) -> _T:
    """Give what was found most often, of several the first."""
    return max(seen, key=seen.__getitem__) if seen else otherwise


def _line_break(text: str, otherwise: str) -> str:
    at = text.find("\n")
    if at < 0:
        return otherwise
    return "\r\n" if at and text[at - 1] == "\r" else "\n"


def _all(node: Node) -> Iterator[Node]:
    yield node
    if node.style != ALIAS:
        for part in node.parts:
            yield from _all(part)


def _shaped(root: Node) -> Iterator[Node]:
    """Yield what may show habits, in the order of the text: all but plain scalars, which are the most."""
    ahead = [root]
    while ahead:
        yield (node := ahead.pop())
        ahead += [part for part in reversed(node.parts) if part.style and part.style != ALIAS]


def _look(text: str, node: Node, seen: _Seen) -> None:
    if node.style in {"'", '"'}:
        _count(seen.quote, node.style)
    elif node.style == FLOW and node.keys:
        _count(seen.pad, " " if text.startswith("{ ", node.start) else "")
    elif node.style == BLOCK and node.keys:
        _look_below_keys(text, node, seen)
    elif node.style == BLOCK:
        _look_after_dashes(text, node, seen)


def _look_below_keys(text: str, node: Node, seen: _Seen) -> None:
    blocks = [at for at, part in enumerate(node.parts) if part.style == BLOCK]
    here = column(text, node.keys[0].start) if blocks else 0
    for at in blocks:
        part = node.parts[at]
        if node.keys[at].style == ALIAS:
            continue
        if part.keys:
            _count(seen.indent, column(text, part.keys[0].start) - here)
            continue
        try:
            _count(seen.dash, column(text, dash_of(text, part, 0)) - here)
        except NoSplice:
            continue


def _look_after_dashes(text: str, node: Node, seen: _Seen) -> None:
    for part in node.parts:
        found = _GAP.search(text, max(0, part.start - _WIDEST_GAP), part.start)
        if found and part.end > part.start:
            _count(seen.gap, len(found[1]))


def _is_json(root: Node) -> bool:
    """Tell whether a document is written as JSON: braces or brackets, and only double quotes on its keys."""
    return (
        root.style == FLOW
        and bool(root.parts)
        and all(key.style == '"' for node in _all(root) for key in node.keys)
    )


def _as_json(text: str, root: Node, style: Style) -> Style:
    maps = [node for node in _all(root) if node.keys]
    if not maps:
        return replace(style, is_json=True)
    first = maps[0]
    colon = text[first.keys[0].end : first.parts[0].start]
    after = text[first.parts[0].end : first.keys[1].start] if len(first.keys) > 1 else f",{colon[1:]}"
    return replace(style, is_json=True, quote='"', pad="", colon=colon, comma="," if after == "," else ", ")
