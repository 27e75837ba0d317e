"""Emit: new text for new values, in a document's own style. Knows no existing text."""

import re
from typing import Final

from core.krm.edit.quoting import UNPRINTED, key_word, quoted, scalar_word
from core.krm.edit.style import Style
from core.krm.values import Value

__all__ = [
    "block_lines",
    "entry_lines",
    "flow_entry",
    "flow_text",
    "inline_text",
    "is_inline",
    "item_lines",
    "literal",
]

_UNLITERAL: Final = re.compile(rf"\A[ \t\n]|(?![\n\t]){UNPRINTED}")


def is_inline(value: Value, style: Style) -> bool:
    """Tell whether a value stands on its key's line: a scalar of one line, ``{}`` or ``[]``."""
    if isinstance(value, dict | list):
        return not value
    return not (style.has_literals and isinstance(value, str) and _is_literal(value))


def _is_literal(value: str) -> bool:
    """Tell whether a text is one for ``|``: several lines, and nothing that needs escapes or an indicator."""
    return "\n" in value and not _UNLITERAL.search(value)


def flow_text(value: Value, style: Style) -> str:
    """Write a value on one line.

    >>> flow_text({"a": ["x", "no"]}, Style())
    '{a: [x, "no"]}'
    """
    match value:
        case dict():
            if not value:
                return "{}"
            inner = style.comma.join(flow_entry(key, part, style) for key, part in value.items())
            return f"{{{style.pad}{inner}{style.pad}}}"
        case list():
            return "[" + style.comma.join(flow_text(part, style) for part in value) + "]"
        case _:
            return scalar_word(value, quote=style.quote, in_flow=True, keep_quotes=style.is_json)


def flow_entry(key: str, value: Value, style: Style) -> str:
    """Write a key and its value as part of a flow map."""
    word = quoted(key, '"') if style.is_json else key_word(key, in_flow=True)
    return f"{word}{style.colon}{flow_text(value, style)}"


def block_lines(value: Value, indent: int, style: Style) -> list[str]:
    """Write a map or list that is not empty as lines, the first one indented too.

    >>> block_lines({"a": 1, "b": [{"c": "x", "d": []}]}, 2, Style())
    ['  a: 1', '  b:', '  - c: x', '    d: []']
    """
    if isinstance(value, dict):
        return [line for key, part in value.items() for line in entry_lines(key, part, indent, style)]
    if isinstance(value, list):
        return [line for part in value for line in item_lines(part, indent, style)]
    return [" " * indent + flow_text(value, style)]


def entry_lines(key: str, value: Value, indent: int, style: Style) -> list[str]:
    """Write a key and its value as lines."""
    head = f"{' ' * indent}{key_word(key, in_flow=False)}:"
    tail, lines = below_key(value, indent, style)
    return [head + tail, *lines]


def below_key(value: Value, indent: int, style: Style) -> tuple[str, list[str]]:
    """Write what follows a key's colon, its line's rest and the lines below; ``indent`` is the key's."""
    if is_inline(value, style):
        return f" {inline_text(value, style)}", []
    if isinstance(value, str):
        header, lines = literal(value, indent + style.indent)
        return f" {header}", lines
    below = style.dash if isinstance(value, list) else style.indent
    return "", block_lines(value, indent + below, style)


def item_lines(value: Value, indent: int, style: Style) -> list[str]:
    """Write an item of a list as lines; ``indent`` is where its dash stands."""
    dash = f"{' ' * indent}-{' ' * style.gap}"
    if is_inline(value, style):
        return [dash + inline_text(value, style)]
    if isinstance(value, str):
        header, lines = literal(value, len(dash))
        return [dash + header, *lines]
    first, *others = block_lines(value, len(dash), style)
    return [dash + first[len(dash) :], *others]


def inline_text(value: Value, style: Style) -> str:
    """Write what stands on its key's line outside braces and brackets."""
    if isinstance(value, dict | list):
        return flow_text(value, style)
    return scalar_word(value, quote=style.quote, in_flow=False)


def literal(value: str, indent: int) -> tuple[str, list[str]]:
    r"""Write a text of several lines for ``|``: its header and its lines.

    >>> literal("a\n\nb", 2)
    ('|-', ['  a', '', '  b'])
    """
    end = "-" if not value.endswith("\n") else "+" if value.endswith("\n\n") else ""
    lines = value.removesuffix("\n").split("\n")
    return f"|{end}", [f"{' ' * indent}{line}" if line else "" for line in lines]
