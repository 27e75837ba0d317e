"""Pieces: a text cut into its documents, so that each is edited by itself and the others stay as they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from core.fieldpath import ROOT, FieldPath, Index
from core.krm.edit.spans import NoSplice, body_start, line_end
from core.krm.read.documents import Documents, list_of, read
from core.krm.read.events import compose
from core.krm.read.limits import USUAL, Limits
from core.krm.read.nodes import BLOCK, Node, Root
from core.krm.read.usual import usual_documents
from core.krm.resource import ResourceId, identify
from core.krm.values import ABSENT, Absent, Value

__all__ = [
    "Opened",
    "Piece",
    "composed",
    "cut_out",
    "meaning",
    "named_in",
    "opened",
    "pieces_of",
    "with_last_break",
]

_MARKER: Final = re.compile(r"^---(?=\s|$)", re.MULTILINE)
_SEVERAL: Final = "\n---"
_BOM: Final = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text; the pieces of a text follow each other without a gap.

    Attributes:
        text: its characters.
        value: what its one document means; `ABSENT` where it holds none.
        root: the nodes of that document, where they are known.
        is_proved: read by itself after it was written, its text meant just that value.
    """

    text: str
    value: Value | Absent
    root: Root | None = None
    is_proved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A text that was read, so that whoever compares it and edits it reads it once.

    Attributes:
        documents: as `read` gives them.
        root: the nodes of its only document; None where it has several, or they were not kept.
    """

    documents: Documents
    root: Root | None = None


def opened(text: str, *, origin: str = "", limits: Limits = USUAL) -> Opened:
    """Read a text for an edit. Nodes are kept where one document seems to be all there is.

    Raises:
        InputRefused: it cannot be read.
    """
    kept: list[Root] = []
    keep = None if _SEVERAL in text else kept.append
    documents = read(text, origin=origin, limits=limits, keep=keep)
    return Opened(documents=documents, root=kept[0] if len(kept) == 1 else None)


def pieces_of(source: Opened) -> list[Piece]:
    """Cut a text into its documents; one without any is a single piece."""
    text, documents = source.documents.text, source.documents.documents
    if not documents:
        return [Piece(text=text, value=ABSENT)]
    root = source.root if len(documents) == 1 else None
    return [Piece(text=text[one.start : one.end], value=one.value, root=root) for one in documents]


def composed(text: str, limits: Limits) -> Root:
    """Read the one document of a piece with its places.

    Raises:
        InputRefused: it cannot be read.
        NoSplice: it holds more or less than one document.
    """
    roots: list[Root] = []
    compose(text, roots.append, limits=limits)
    if len(roots) != 1:
        raise NoSplice(f"the text would hold {len(roots)} documents where one was")
    return roots[0]


def meaning(text: str, limits: Limits) -> Value:
    """Read what the one document of a piece means, without its places.

    Raises:
        InputRefused: it cannot be read.
        NoSplice: it holds more or less than one document.
    """
    found = usual_documents(text, limits)
    return found[0].value if found and len(found) == 1 else composed(text, limits).node.value


def named_in(value: Value | Absent) -> Iterator[tuple[ResourceId, FieldPath]]:
    """Yield the resources of a document and where they stand in it; a list holds several."""
    if isinstance(value, Absent):
        return
    found = list_of(value)
    if found is None:
        if (identity := identify(value)) is not None:
            yield identity, ROOT
        return
    path, items = found
    for at, item in enumerate(items):
        for identity, below in named_in(item):
            yield identity, FieldPath((*path.steps, Index(at), *below.steps))


def cut_out(piece: Piece, limits: Limits) -> tuple[str, str, str]:
    """Cut a piece into what stands before its document, the document, and what stands after.

    Before a document with ``---`` stand the comments above that line, after it the empty documents that
    follow. A document without one owns the comments above it.

    Raises:
        InputRefused: it cannot be read.
    """
    root = piece.root or composed(piece.text, limits)
    start = root.start if _has_head(piece.text, root) else int(piece.text.startswith(_BOM))
    following = _MARKER.search(piece.text, root.end)
    end = following.start() if following else len(piece.text)
    return piece.text[:start], piece.text[start:end], piece.text[end:]


def with_last_break(text: str, root: Node, eol: str) -> str:
    """End a text with a line break; a block scalar that would take it in is told not to (``|-``)."""
    if text.endswith("\n"):
        return text
    last = root
    while last.style == BLOCK:
        last = last.parts[-1]
    if last.style in {"|", ">"} and not str(last.value).endswith("\n"):
        at = body_start(text, last) + 1
        if "-" not in text[at : line_end(text, at)].partition("#")[0]:
            text = f"{text[:at]}-{text[at:]}"
    return text + eol


def _has_head(text: str, root: Root) -> bool:
    return text.startswith(("---", "%"), root.start)
