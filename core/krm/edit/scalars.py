"""Scalars of several lines: change only the characters that differ, so the other lines stay as they are.

A scalar's text is cut into units that each stand for a piece of its value: a character, an escape, a fold.
Where the pieces do not add up to the value that libyaml read, nothing is claimed.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from core.krm.edit.emit import literal
from core.krm.edit.quoting import quoted
from core.krm.edit.spans import body_end, body_start, comment_after, line_end
from core.krm.edit.style import Style
from core.krm.read.nodes import Node

__all__ = ["Splice", "block_scalar", "smallest"]

_FOLD: Final = re.compile(r"[ \t]*\r?\n((?:[ \t]*\r?\n)*)[ \t]*")
_ESCAPE: Final = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n[ \t]*|.)")
_HEADER: Final = re.compile(r"[|>]([-+0-9]*)")
_SIMPLE_ESCAPES: Final = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028",
    "P": "\u2029",
}  # fmt: skip


class Splice(NamedTuple):
    """Characters from ``start`` to ``end`` become ``text``."""

    start: int
    end: int
    text: str


class _Unit(NamedTuple):
    """A piece of a scalar: its value and where its text stands."""

    value: str
    start: int
    end: int


def smallest(text: str, node: Node, new: str, style: Style) -> Splice | None:
    """Find the splice within a scalar's text that gives it a new value; None where there is none.

    The caller proves it: next to folds a value may still come out different.
    """
    units = _units(text, node)
    if not units or "".join(unit.value for unit in units) != node.value:
        return None
    # From the end first: a line that comes or goes then takes the line break before it along.
    last, rest = _agreeing_from_end(units, new)
    first, offset = _agreeing(units[: len(units) - last], new[: len(new) - rest])
    start = units[first].start if first < len(units) else units[-1].end
    end = units[-1 - last].end if first + last < len(units) else start
    written = _written(text, node, new[offset : len(new) - rest], style)
    return None if written is None else Splice(start, end, written)


def _agreeing(units: list[_Unit], new: str) -> tuple[int, int]:
    """Count the units, and their characters, with which the new value begins."""
    offset = 0
    for at, unit in enumerate(units):
        if not new.startswith(unit.value, offset):
            return at, offset
        offset += len(unit.value)
    return len(units), offset


def _agreeing_from_end(units: list[_Unit], new: str) -> tuple[int, int]:
    rest = 0
    for at, unit in enumerate(reversed(units)):
        if not new.endswith(unit.value, 0, len(new) - rest) or rest + len(unit.value) > len(new):
            return at, rest
        rest += len(unit.value)
    return len(units), rest


def _written(text: str, node: Node, piece: str, style: Style) -> str | None:
    """Write a piece of a value in the scalar's style; None where it cannot stand there."""
    if node.style == "|":
        indent = _content_indent(text, node)
        return None if indent is None else piece.replace("\n", style.eol + " " * indent)
    if node.style == '"':
        return quoted(piece, '"')[1:-1]
    if "\n" in piece:
        return None
    return piece.replace("'", "''") if node.style == "'" else piece


def _units(text: str, node: Node) -> list[_Unit]:
    if node.style in {"|", ">"}:
        return list(_block_units(text, node))
    start, end = body_start(text, node), node.end
    if node.style:
        start, end = start + 1, end - 1
    units = []
    while start < end:
        units.append(_unit_at(text, start, end, node.style))
        start = units[-1].end
    return units


def _unit_at(text: str, at: int, end: int, quote: str) -> _Unit:
    """Cut one unit off a plain or quoted scalar."""
    if fold := _FOLD.match(text, at, end):
        return _Unit("\n" * fold[1].count("\n") or " ", at, fold.end())
    if quote == '"' and (escape := _ESCAPE.match(text, at, end)):
        return _Unit(_unescaped(escape[0]), at, escape.end())
    if quote == "'" and text.startswith("''", at):
        return _Unit("'", at, at + 2)
    return _Unit(text[at], at, at + 1)


def _unescaped(escape: str) -> str:
    if escape[1] in "xuU":
        return chr(int(f"0x{escape[2:]}", 0))
    return _SIMPLE_ESCAPES.get(escape[1], "")


class _Line(NamedTuple):
    """A line of a block scalar's content, its indentation left out."""

    start: int
    end: int
    is_blank: bool
    is_deeper: bool


def _block_units(text: str, node: Node) -> Iterator[_Unit]:
    lines = _block_lines(text, node)
    here = 0
    while here < len(lines):
        line = lines[here]
        yield from (_Unit(text[at], at, at + 1) for at in range(line.start, line.end))
        there = here + 1
        if node.style == ">":
            there = next((at for at in range(there, len(lines)) if not lines[at].is_blank), len(lines))
        if there < len(lines):
            yield _Unit(_break(node, line, lines[there], there - here), line.end, lines[there].start)
        here = there
    value = str(node.value)
    ends = len(value) - len(value.rstrip("\n")) if node.style == ">" or not lines else value.endswith("\n")
    if lines and ends:
        yield _Unit("\n" * ends, lines[-1].end, lines[-1].end)


def _break(node: Node, line: _Line, following: _Line, count: int) -> str:
    """Say what the ``count`` line breaks between two lines come to."""
    if node.style == "|" or line.is_deeper or following.is_deeper:
        return "\n" * count
    return "\n" * (count - 1) or " "


def _block_lines(text: str, node: Node) -> list[_Line]:
    indent = _content_indent(text, node)
    end = body_end(text, node)
    lines: list[_Line] = []
    at = line_end(text, body_start(text, node))
    while indent is not None and at < end:
        at = text.index("\n", at) + 1
        stop = min(line_end(text, at), end)
        start = at + min(indent, _leading_blanks(text[at:stop]))
        lines.append(_Line(start, stop, start == stop, text.startswith((" ", "\t"), start)))
        at = stop
    return lines


def _content_indent(text: str, node: Node) -> int | None:
    """Find the column at which a block scalar's content begins; None where it has none."""
    wanted = next((line for line in str(node.value).split("\n") if line.strip()), None)
    if wanted is None:
        return None
    start = line_end(text, body_start(text, node))
    written = next((line for line in text[start : node.end].split("\n") if line.strip()), "")
    indent = _leading_blanks(written) - _leading_blanks(wanted)
    return indent if indent >= 0 else None


def _leading_blanks(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def block_scalar(text: str, node: Node, new: str, style: Style) -> Splice | None:
    """Write a block scalar anew with ``|``, its comment and its indentation kept; None where it cannot be."""
    indent = _content_indent(text, node)
    if indent is None:
        return None
    start = body_start(text, node)
    header, lines = literal(new, indent)
    old = _HEADER.match(text, start)
    comment = comment_after(text, old.end()) if old else ""
    return Splice(start, body_end(text, node), style.eol.join([header + comment, *lines]))
