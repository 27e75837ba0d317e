"""Replacing: the ways to give a node that is there another value."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from core.krm.edit.emit import below_key, block_lines, flow_text, is_inline, item_lines
from core.krm.edit.quoting import is_plain_everywhere, scalar_word
from core.krm.edit.scalars import Splice, block_scalar, smallest
from core.krm.edit.spans import (
    Located,
    after_colon,
    body_end,
    body_start,
    column,
    comment_after,
    dash_of,
    line_end,
)
from core.krm.edit.style import Style
from core.krm.read.nodes import ALIAS, BLOCK, Node
from core.krm.values import Value

__all__ = ["bare_replacement", "replacements"]

_QUOTES: Final = frozenset({"'", '"'})
_BLOCK_SCALARS: Final = frozenset({"|", ">"})
_HEADER: Final = re.compile(r"[|>][-+0-9]*")


def bare_replacement(text: str, place: Located, value: Value) -> Splice | None:
    """Find the splice of one plain word for another one in a block; None where habits must be asked."""
    node, parent = place.node, place.parent
    is_plain = not place.missing and node.style == "" and node.end > node.start and node.value is not None
    if not is_plain or parent is None or place.is_in_flow or "\n" in text[node.start : node.end]:
        return None
    if isinstance(value, dict | list) or (
        isinstance(value, str) and not is_plain_everywhere(value, in_flow=False)
    ):
        return None
    return Splice(body_start(text, node), node.end, scalar_word(value, quote='"', in_flow=False))


def replacements(text: str, place: Located, value: Value, style: Style) -> Iterator[Splice]:
    """Yield splices that give the node at a place a new value, the smallest first.

    Raises:
        NoSplice: its key or dash stands where no splice reaches.
    """
    node = place.node
    if isinstance(value, str) and isinstance(node.value, str):
        yield from _within(text, node, value, style)
    if place.is_in_flow or style.is_json or is_inline(value, style):
        yield from _on_the_line(text, place, value, style)
        return
    yield _below(text, place, value, style)
    if isinstance(value, str):
        yield from _on_the_line(text, place, value, replace(style, has_literals=False))


def _within(text: str, node: Node, value: str, style: Style) -> Iterator[Splice]:
    """Yield splices inside a scalar that spans lines."""
    spans_lines = "\n" in text[node.start : node.end]
    if node.style == ALIAS or not spans_lines:
        return
    small = smallest(text, node, value, style)
    if small is not None:
        yield small
    if node.style in _BLOCK_SCALARS and value.strip():
        anew = block_scalar(text, node, value, style)
        if anew is not None:
            yield anew


def _on_the_line(text: str, place: Located, value: Value, style: Style) -> Iterator[Splice]:
    node = place.node
    word = _word(place, value, style)
    if node.style == BLOCK or node.style in _BLOCK_SCALARS:
        yield _over_block(text, place, word, style)
    elif _is_empty(text, node):
        yield _into_nothing(text, node, word)
    else:
        yield Splice(body_start(text, node), node.end, word)
        yield Splice(node.start, node.end, word)


def _word(place: Located, value: Value, style: Style) -> str:
    """Write a value for one line, in the quotes that stand there."""
    if style.is_json or isinstance(value, dict | list):
        return flow_text(value, style)
    old = place.node.style
    return scalar_word(
        value,
        quote=old if old in _QUOTES else style.quote,
        in_flow=place.is_in_flow,
        keep_quotes=old in _QUOTES,
    )


def _is_empty(text: str, node: Node) -> bool:
    return node.style == "" and node.value is None and body_start(text, node) == node.end


def _into_nothing(text: str, node: Node, word: str) -> Splice:
    """Write after a bare colon or dash; blanks at the line's end go."""
    before = text[: node.start].rstrip(" \t")[-1:]
    joint = " " if before in {":", "-"} or node.end > node.start else ": "
    blanks = len(text[node.end : line_end(text, node.end)]) if _is_line_blank(text, node.end) else 0
    return Splice(node.end, node.end + blanks, joint + word)


def _is_line_blank(text: str, at: int) -> bool:
    return not text[at : line_end(text, at)].strip()


def _over_block(text: str, place: Located, word: str, style: Style) -> Splice:
    """Write one line in place of a block; the comment on its first line stays, those inside it go."""
    node, parent = place.node, place.parent
    is_scalar = node.style in _BLOCK_SCALARS
    end = body_end(text, node) if is_scalar else line_end(text, body_end(text, node))
    if parent is None:
        return Splice(body_start(text, node), end, word)
    if parent.keys:
        start, gap = after_colon(text, parent.keys[place.at]), " "
        comment = _header_comment(text, node) if is_scalar else comment_after(text, start)
    else:
        start, gap = dash_of(text, parent, place.at) + 1, " " * style.gap
        comment = _header_comment(text, node) if is_scalar else ""
    return Splice(start, end, gap + word + comment)


def _header_comment(text: str, node: Node) -> str:
    header = _HEADER.match(text, body_start(text, node))
    return comment_after(text, header.end()) if header else ""


def _below(text: str, place: Located, value: Value, style: Style) -> Splice:
    """Write a block in place of a node; the comment on its first line stays there."""
    node, parent = place.node, place.parent
    is_block = node.style == BLOCK or node.style in _BLOCK_SCALARS
    end = line_end(text, body_end(text, node))
    if parent is None:
        return Splice(body_start(text, node), end, style.eol.join(block_lines(value, 0, style)))
    if parent.keys:
        key = parent.keys[place.at]
        start = after_colon(text, key)
        tail, lines = below_key(value, column(text, key.start), style)
        comment = _comment(text, node, start, is_block=is_block)
        return Splice(start, end, style.eol.join([tail + comment, *lines]))
    start = dash_of(text, parent, place.at)
    first, *others = item_lines(value, column(text, start), style)
    comment = _comment(text, node, start + 1, is_block=is_block)
    return Splice(start, end, style.eol.join([first.lstrip(" ") + comment, *others]))


def _comment(text: str, node: Node, after: int, *, is_block: bool) -> str:
    """Find the comment on the line where a node begins."""
    if node.style in _BLOCK_SCALARS:
        return _header_comment(text, node)
    return comment_after(text, after if is_block else node.end)
