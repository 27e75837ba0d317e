"""Style: how a document is written, so that what is new looks like what is there."""

import re
from collections import Counter
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
    """Counts of what was found."""

    indent: Counter[int] = field(default_factory=Counter)
    dash: Counter[int] = field(default_factory=Counter)
    gap: Counter[int] = field(default_factory=Counter)
    quote: Counter[str] = field(default_factory=Counter)
    pad: Counter[str] = field(default_factory=Counter)


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


def _usual(seen: Counter[_T], otherwise: _T) -> _T:
    return seen.most_common(1)[0][0] if seen else otherwise


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
        seen.quote[node.style] += 1
    elif node.style == FLOW and node.keys:
        seen.pad[" " if text.startswith("{ ", node.start) else ""] += 1
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
            seen.indent[column(text, part.keys[0].start) - here] += 1
            continue
        try:
            seen.dash[column(text, dash_of(text, part, 0)) - here] += 1
        except NoSplice:
            continue


def _look_after_dashes(text: str, node: Node, seen: _Seen) -> None:
    for part in node.parts:
        found = _GAP.search(text, max(0, part.start - _WIDEST_GAP), part.start)
        if found and part.end > part.start:
            seen.gap[len(found[1])] += 1


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
