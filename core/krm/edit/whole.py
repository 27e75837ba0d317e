"""Whole documents: one is added to a text, or taken out of it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from core.errors import EditRefused, InputRefused
from core.fieldpath import ROOT, FieldPath, Index
from core.krm.edit.emit import block_lines
from core.krm.edit.pieces import (
    Opened,
    Piece,
    composed,
    cut_out,
    named_in,
    opened,
    pieces_of,
    with_last_break,
)
from core.krm.edit.rewrite import rewritten
from core.krm.edit.style import PLAIN, Style, style_of
from core.krm.edit.values import is_same
from core.krm.read.documents import list_of
from core.krm.read.limits import Limits
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value

__all__ = ["habits_of", "with_document", "without_document"]

_CLOSING: Final = re.compile(r"^\.\.\.[ \t]*(?:#[^\n]*)?\r?\n?\Z", re.MULTILINE)
_LINE_BREAK: Final = re.compile(r"\r?\n")


def habits_of(pieces: Sequence[Piece], limits: Limits) -> Style:
    """Find the habits of a text's first document, for documents that show none."""
    for piece in pieces:
        if not isinstance(piece.value, Absent):
            root = piece.root or composed(piece.text, limits)
            return style_of(piece.text, root.node)
    return PLAIN


def without_document(pieces: Sequence[Piece], at: int, limits: Limits) -> list[Piece]:
    """Take a document out; comments above its ``---`` and empty documents below it stay."""
    before, _, behind = cut_out(pieces[at], limits)
    return [*pieces[:at], Piece(text=before + behind, value=ABSENT), *pieces[at + 1 :]]


def with_document(
    pieces: Sequence[Piece],
    resource: ResourceId,
    value: Value,
    donors: Sequence[str | Opened],
    habits: Style,
    limits: Limits,
) -> list[Piece]:
    """Add a resource at the end: in its text from a donor that has it, comments and all, else written anew.

    A text that is one list of resources gets one more item.

    Raises:
        EditRefused: the list's text cannot take an item.
    """
    only = _only_list(pieces)
    if only is not None:
        at, path = only
        return [*pieces[:at], rewritten(pieces[at], [(path, value)], habits, limits), *pieces[at + 1 :]]
    body = _donated(donors, resource, value, habits, limits)
    if body is None:
        body = habits.eol.join([*block_lines(value, 0, habits), ""])
    return _appended(_ended(pieces, habits, limits), _LINE_BREAK.sub(habits.eol, body), value, habits)


def _ended(pieces: Sequence[Piece], habits: Style, limits: Limits) -> list[Piece]:
    """End the last document's text with a line break, so that another one can follow."""
    *before, last = pieces
    if isinstance(last.value, Absent):
        end = "" if not last.text.strip("\ufeff") or last.text.endswith("\n") else habits.eol
        return [*before, replace(last, text=last.text + end)]
    text = with_last_break(last.text, composed(last.text, limits).node, habits.eol)
    return [*before, Piece(text=text, value=last.value)]


def _only_list(pieces: Sequence[Piece]) -> tuple[int, FieldPath] | None:
    """Find the place just after the last item, where all a text holds is one list."""
    filled = [(at, piece.value) for at, piece in enumerate(pieces) if not isinstance(piece.value, Absent)]
    if len(filled) != 1:
        return None
    at, value = filled[0]
    found = list_of(value)
    return None if found is None else (at, found[0] / Index(len(found[1])))


def _donated(
    donors: Sequence[str | Opened], resource: ResourceId, value: Value, habits: Style, limits: Limits
) -> str | None:
    """Cut the resource out of the first donor that has it as a document; None where none does."""
    for donor in donors:
        try:
            source = opened(donor, limits=limits) if isinstance(donor, str) else donor
            for piece in pieces_of(source):
                if (resource.key, ROOT) in [(found.key, place) for found, place in named_in(piece.value)]:
                    return _like(piece, value, habits, limits)
        except InputRefused:
            continue
    return None


def _like(piece: Piece, value: Value, habits: Style, limits: Limits) -> str | None:
    """Give a donor's document its text, with what differs rewritten; None where it must be written anew."""
    _, text, _ = cut_out(piece, limits)
    body = _CLOSING.sub("", text)
    if body.startswith("%"):
        return None
    if isinstance(piece.value, Absent) or is_same(piece.value, value):
        return body
    try:
        return rewritten(Piece(text=body, value=piece.value), [(ROOT, value)], habits, limits).text
    except EditRefused:
        return None


def _appended(pieces: Sequence[Piece], body: str, value: Value, habits: Style) -> list[Piece]:
    has_documents = any(not isinstance(piece.value, Absent) for piece in pieces)
    head = f"---{habits.eol}" if has_documents and not body.startswith("---") else ""
    end = "" if body.endswith("\n") else habits.eol
    return [*pieces, Piece(text=head + body + end, value=value)]
