"""Documents of one source text: taken apart into resources, and put together into units. Pure."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from core.errors import InputRefused
from core.krm.read.documents import Document, Documents, read
from core.krm.resource import ResourceId
from core.safetext import safe_line

__all__ = ["Part", "joined", "parts_of", "refuse_twins"]

_OPENS_ITSELF: Final = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*(?:%[^\n]*\n)*---(?:\s|$)")
"""Comments and blank lines, then the line that begins a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One resource of a source.

    Attributes:
        id: its name.
        text: its document.
        origin: the file it is from; what made it, where it is generated.
        line: where it begins there, from 1.
        is_verbatim: the text is a piece of the origin as it stands.
    """

    id: ResourceId
    text: str
    origin: str
    line: int
    is_verbatim: bool

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        return f"{safe_line(self.origin)}, line {self.line}"


def parts_of(documents: Documents, *, origin: str) -> list[Part]:
    """Take a text of resources apart; each item of a list gets a text of its own."""
    found: list[Part] = []
    for _, group in groupby(documents.documents, key=lambda document: document.start):
        items = list(group)
        own = documents.text[items[0].start : items[0].end]
        whole = len(items) == 1 and not _is_list(own, items[0])
        for item in items:
            text = own if whole else json.dumps(item.value, indent=2, ensure_ascii=False) + "\n"
            found.append(_part(item, text, origin, is_verbatim=whole))
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


def refuse_twins(parts: Iterable[Part]) -> None:
    """Make sure that no resource is there twice.

    Raises:
        InputRefused: one is; names both places.
    """
    seen: dict[tuple[str, str, str, str], Part] = {}
    for part in parts:
        first = seen.setdefault(part.id.key, part)
        if first is not part:
            raise InputRefused(
                f"Could not tell which {safe_line(str(part.id))} is meant",
                why=f"it stands in {first.place}, and again in {part.place}",
                next_step="remove one of the two, or narrow the source in headgate.yaml",
            )


def _is_list(text: str, document: Document) -> bool:
    """Tell whether a document is the one item of a list; the text is read again only where it may be."""
    if "List" not in text and not text.lstrip().startswith("["):
        return False
    return any(whole.value != document.value for whole in read(text).documents)


def _part(document: Document, text: str, origin: str, *, is_verbatim: bool) -> Part:
    if document.id is None:
        raise ValueError("read_resources names every document")
    return Part(id=document.id, text=text, origin=origin, line=document.line, is_verbatim=is_verbatim)
