"""Adding: the ways to put a new key into a map, or a new item into a list, that has others."""

from collections.abc import Iterator
from dataclasses import replace

from core.krm.edit.emit import entry_lines, flow_entry, flow_text, item_lines
from core.krm.edit.scalars import Splice
from core.krm.edit.spans import after_colon, body_end, column, dash_of, line_end, line_start
from core.krm.edit.style import Style
from core.krm.read.nodes import FLOW, Node
from core.krm.values import Value

__all__ = ["new_items", "new_keys"]


def new_keys(text: str, node: Node, key: str, value: Value, style: Style) -> Iterator[Splice]:
    """Yield splices that put a key at the end of a map that has keys.

    Raises:
        NoSplice: the last key is written with ``?``.
    """
    if node.style == FLOW:
        yield _at_flow_end(text, node, flow_entry(key, value, style), style)
        return
    after_colon(text, node.keys[-1])
    end = line_end(text, body_end(text, node))
    indent = column(text, node.keys[0].start)
    for variant in _variants(style):
        lines = entry_lines(key, value, indent, variant)
        yield Splice(end, end, style.eol + style.eol.join(lines))


def new_items(text: str, node: Node, at: int, value: Value, style: Style) -> Iterator[Splice]:
    """Yield splices that put an item before the ``at``-th one of a list that has items.

    Raises:
        NoSplice: the dashes cannot be found.
    """
    if node.style == FLOW:
        yield _into_flow(text, node, at, flow_text(value, style), style)
        return
    dash = dash_of(text, node, 0)
    indent = column(text, dash)
    for variant in _variants(style):
        lines = _like_its_siblings(node, value, indent, variant)
        if at == 0:
            yield Splice(dash, dash, style.eol.join([*lines, " " * indent])[indent:])
        else:
            end = line_end(text, body_end(text, node.parts[at - 1]))
            yield Splice(end, end, style.eol + style.eol.join(lines))


def _variants(style: Style) -> tuple[Style, Style]:
    """Try the document's style, then one without ``|``."""
    return style, replace(style, has_literals=False)


def _like_its_siblings(node: Node, value: Value, indent: int, style: Style) -> list[str]:
    """Write an item in braces where all others are."""
    if isinstance(value, dict | list) and all(part.style == FLOW for part in node.parts):
        return [f"{' ' * indent}-{' ' * style.gap}{flow_text(value, style)}"]
    return item_lines(value, indent, style)


def _at_flow_end(text: str, node: Node, entry: str, style: Style) -> Splice:
    end = max(part.end for part in (*node.keys[-1:], node.parts[-1]))
    rest = text[end : node.end - 1]
    has_comma = rest.lstrip().startswith(",")
    at = end + rest.index(",") + 1 if has_comma else end
    return Splice(at, at, ("" if has_comma else ",") + _joint(text, node, style) + entry)


def _into_flow(text: str, node: Node, at: int, entry: str, style: Style) -> Splice:
    if at == len(node.parts):
        return _at_flow_end(text, node, entry, style)
    start = node.parts[at].start
    return Splice(start, start, f"{entry},{_joint(text, node, style)}")


def _joint(text: str, node: Node, style: Style) -> str:
    """Give what stands after a comma: a line break where the parts stand on lines of their own."""
    first = node.keys[-1] if node.keys else node.parts[-1]
    start = line_start(text, first.start)
    if start > node.start and not text[start : first.start].strip():
        return style.eol + text[start : first.start]
    return style.comma.removeprefix(",")
