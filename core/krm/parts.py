"""Parts: a text of resources taken apart into one text for each, and put together again. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from core.krm.edit.emit import block_lines
from core.krm.edit.style import Style
from core.krm.read.documents import Document, Documents, read
from core.krm.resource import ResourceId
from core.krm.values import Value

__all__ = ["Part", "joined", "parts_of"]

_OPENS_ITSELF: Final = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*(?:%[^\n]*\n)*---(?:\s|$)")
"""Comments and blank lines, then the line that begins a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One resource of a text.

    Attributes:
        id: its name, its namespace filled in where the reader was told one.
        value: what it means, as written.
        text: its document.
        line: where it begins in the whole, from 1.
        is_verbatim: the text is a piece of the whole as it stands; an item of a list is not.
    """

    id: ResourceId
    value: Value
    text: str
    line: int
    is_verbatim: bool


def parts_of(documents: Documents) -> list[Part]:
    """Take a text of resources apart, in its order; each item of a list gets a text of its own.

    Args:
        documents: what `core.krm.read.documents.read_resources` read.
    """
    found: list[Part] = []
    for _, group in groupby(documents.documents, key=lambda document: document.start):
        items = list(group)
        own = documents.text[items[0].start : items[0].end]
        whole = len(items) == 1 and not _is_list(own, items[0])
        found += [_part(item, own if whole else _written(item), is_verbatim=whole) for item in items]
    return found


def joined(texts: Sequence[str]) -> str:
    r"""Put texts of documents behind each other; each stays as it is.

    >>> joined(["a: 1", "# b\n---\nb: 1\n", "c: 1\n"])
    'a: 1\n# b\n---\nb: 1\n---\nc: 1\n'
    """
    whole = ""
    for text in texts:
        if whole and not whole.endswith("\n"):
            whole += "\n"
        if whole and not _OPENS_ITSELF.match(text):
            whole += "---\n"
        whole += text
    return whole


def _is_list(text: str, document: Document) -> bool:
    """Tell whether a document is the one item of a list; the text is read again only where it may be."""
    if "List" not in text and not text.lstrip().startswith("["):
        return False
    return any(whole.value != document.value for whole in read(text).documents)


def _written(document: Document) -> str:
    return "\n".join(block_lines(document.value, 0, Style())) + "\n"


def _part(document: Document, text: str, *, is_verbatim: bool) -> Part:
    if document.id is None:
        raise ValueError("read_resources names every document")
    return Part(id=document.id, value=document.value, text=text, line=document.line, is_verbatim=is_verbatim)
