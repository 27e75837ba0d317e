"""Checking what was written against its shape: every problem is collected, each with its place. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from core.krm.read.nodes import ALIAS, Node, is_merge
from core.krm.values import Value
from core.settings.shapes import Either, Fixed, ListOf, MapOf, Row, Shape, Table, Text, Word

__all__ = ["Problem", "entries", "problems"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong at an offset of the text, in words."""

    offset: int
    words: str


def problems(node: Node, shape: Shape, at: str = "headgate.yaml") -> Iterator[Problem]:
    """Find everything that does not fit.

    Args:
        node: what was written.
        shape: what may be.
        at: what people call the place.
    """
    if node.style == ALIAS:
        node = node.parts[0]
    match shape:
        case Either():
            yield from _either(node, shape, at)
        case Table():
            yield from _table(node, shape, at)
        case MapOf():
            yield from _map(node, shape, at)
        case ListOf():
            yield from _list(node, shape, at)
        case Text() | Word() | Fixed():
            yield from _scalar(node, shape, at)


def _either(node: Node, shape: Either, at: str) -> Iterator[Problem]:
    chosen: Shape | None = shape.text
    if isinstance(node.value, dict):
        chosen = shape.map
    elif isinstance(node.value, list):
        chosen = shape.list
    if chosen is None:
        wanted = [one for one in (shape.text, shape.list, shape.map) if one is not None]
        yield Problem(
            node.start, f"{at} should be {' or '.join(map(_wanted, wanted))}, not {_kind(node.value)}"
        )
    else:
        yield from problems(node, chosen, at)


def _table(node: Node, table: Table, at: str) -> Iterator[Problem]:
    if not isinstance(node.value, dict):
        yield Problem(node.start, f"{at} should be {_wanted(table)}, not {_kind(node.value)}")
        return
    rows = {row.key: row for row in table.rows}
    for key, part in entries(node):
        row = rows.get(str(key.value))
        if row is not None:
            yield from problems(part, row.shape, row.key)
        else:
            yield Problem(
                key.start, f"unknown key {str(key.value)!r} in {at}; {_nearest(str(key.value), rows)}"
            )
    yield from _missing(node, table, at)


def entries(node: Node) -> Iterator[tuple[Node, Node]]:
    """List the keys of a map with their values; what it merges in belongs to it."""
    if node.style == ALIAS:
        node = node.parts[0]
    for key, part in zip(node.keys, node.parts, strict=bool(node.keys)):
        if not is_merge(key):
            yield key, part
            continue
        for merged in part.parts if isinstance(part.value, list) else [part]:
            yield from entries(merged)


def _missing(node: Node, table: Table, at: str) -> Iterator[Problem]:
    written = node.value if isinstance(node.value, dict) else {}
    for row in table.rows:
        if row.required and row.key not in written:
            yield Problem(node.start, f"{at} needs the key {row.key!r}")
    if table.one_of and len([key for key in table.one_of if key in written]) != 1:
        yield Problem(node.start, f"{at} needs exactly one of {', '.join(table.one_of)}")


def _nearest(key: str, rows: dict[str, Row]) -> str:
    near = get_close_matches(key, rows, n=1, cutoff=0.5)
    return f"the nearest known key is {near[0]!r}" if near else f"known keys are {', '.join(rows)}"


def _map(node: Node, shape: MapOf, at: str) -> Iterator[Problem]:
    if not isinstance(node.value, dict):
        yield Problem(node.start, f"{at} should be {_wanted(shape)}, not {_kind(node.value)}")
        return
    for key, part in entries(node):
        yield from _scalar(key, shape.name, f"a name in {at}")
        yield from problems(part, shape.of, str(key.value))


def _list(node: Node, shape: ListOf, at: str) -> Iterator[Problem]:
    if not isinstance(node.value, list) or not node.value:
        wanted = "a list with at least one entry"
        yield Problem(node.start, f"{at} should be {wanted}, not {_kind(node.value)}")
        return
    for part in node.parts:
        yield from _scalar(part, shape.of, f"an entry of {at}")


def _scalar(node: Node, shape: Text | Word | Fixed, at: str) -> Iterator[Problem]:
    if not _fits(node.value, shape):
        unquoted = isinstance(shape, Text) and isinstance(node.value, bool | int | float)
        hint = "; write it in quotes" if unquoted else ""
        yield Problem(node.start, f"{at} should be {_wanted(shape)}, not {_shown(node.value)}{hint}")


def _fits(value: Value, shape: Text | Word | Fixed) -> bool:
    match shape:
        case Text(pattern=pattern):
            return isinstance(value, str) and re.fullmatch(pattern, value) is not None
        case Word(words=words):
            return value in words
        case Fixed(value=number):
            return type(value) is int and value == number


def _wanted(shape: Shape) -> str:
    match shape:
        case Text(what=what):
            return what
        case Word(words=words):
            return " or ".join(words)
        case Fixed(value=value):
            return str(value)
        case ListOf():
            return "a list"
        case MapOf() | Table() | Either():
            return "a map"


def _shown(value: Value) -> str:
    """Show what was written; a login in a URL is nobody's business."""
    return re.sub(r"//[^/@\s]*@", "//***@", repr(value)) if isinstance(value, str) else _kind(value)


def _kind(value: Value) -> str:
    match value:
        case dict():
            return "a map"
        case list():
            return "an empty list" if not value else "a list"
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return "a text"
        case _:
            return f"the number {value}"
