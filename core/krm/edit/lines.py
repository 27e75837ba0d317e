"""Which lines of a text a field stands on. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from core.errors import InputRefused
from core.fieldpath import ROOT, FieldPath, Index
from core.krm.edit.spans import body_end, line_end, locate
from core.krm.edit.values import resolved
from core.krm.read.documents import list_of
from core.krm.read.events import compose
from core.krm.read.limits import USUAL
from core.krm.read.nodes import ALIAS, Node, Root
from core.krm.resource import ResourceId, identify
from core.krm.values import Value

__all__ = ["Lines", "Standing", "lines_inside", "standing"]

_KEPT: Final = 64


class Lines(NamedTuple):
    """The first and the last line of something, from 1."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A resource as it is written in a text, and its nodes."""

    id: ResourceId
    value: Value
    text: str
    root: Node
    prefix: FieldPath

    def lines(self, path: FieldPath) -> Lines | None:
        """Find the lines of a field, of an alias those of its anchor; None where a merge key brings it in."""
        below = resolved(self.value, path)
        if len(below.steps) != len(path.steps):
            return None
        return _lines(self.text, self.root, FieldPath((*self.prefix.steps, *below.steps)))


@lru_cache(_KEPT)
def standing(text: str) -> tuple[Standing, ...]:
    """List the resources of a text, those of lists too; a text that cannot be read has none."""
    return tuple(
        Standing(id=found, value=value, text=text, root=root.node, prefix=prefix)
        for root in _roots(text)
        for value, prefix in _taken_apart(root.node.value, ROOT)
        if (found := identify(value)) is not None
    )


def lines_inside(text: str, inside: FieldPath | None, document: int, path: FieldPath) -> Lines | None:
    """Find the lines of a field of a document, or of a document that stands in a field of the text's first.

    Args:
        text: the file.
        inside: the field that holds the document as a text; None where the file is the document.
        document: which document, from 0.
        path: the field, as keys and places in lists.
    """
    roots = _roots(text)
    if inside is None:
        return _lines_at(text, roots, document, path)
    outer = locate(roots[0].node, inside) if roots else None
    if outer is None or outer.missing or not isinstance(outer.node.value, str):
        return None
    if outer.node.style != "|":
        return _lines(text, roots[0].node, inside)
    inner = _lines_at(outer.node.value, _roots(outer.node.value), document, path)
    shift = _line(text, outer.node.start)
    return Lines(shift + inner.first, shift + inner.last) if inner else None


def _lines_at(text: str, roots: tuple[Root, ...], document: int, path: FieldPath) -> Lines | None:
    if document >= len(roots):
        return None
    below = resolved(roots[document].node.value, path)
    return _lines(text, roots[document].node, below) if len(below.steps) == len(path.steps) else None


@lru_cache(_KEPT)
def _roots(text: str) -> tuple[Root, ...]:
    found: list[Root] = []
    try:
        compose(text, found.append, limits=USUAL)
    except InputRefused:
        return ()
    return tuple(found)


def _taken_apart(value: Value, prefix: FieldPath) -> Iterator[tuple[Value, FieldPath]]:
    found = list_of(value)
    if found is None:
        yield value, prefix
        return
    for at, item in enumerate(found[1]):
        yield from _taken_apart(item, FieldPath((*prefix.steps, *found[0].steps, Index(at))))


def _lines(text: str, root: Node, path: FieldPath) -> Lines | None:
    """Find the lines of a node, its key's line included; behind an alias those of what it stands for."""
    found = locate(root, path)
    if found.node.style == ALIAS and found.node.parts:
        return _lines(text, found.node.parts[0], FieldPath(path.steps[len(found.path.steps) :]))
    if found.missing:
        return None
    parent = found.parent
    start = parent.keys[found.at].start if parent is not None and parent.keys else found.node.start
    return Lines(_line(text, start), _line(text, line_end(text, max(start, body_end(text, found.node) - 1))))


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
