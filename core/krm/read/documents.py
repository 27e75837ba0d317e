"""Documents: a text as values with their places, and as resources with their names."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from core.errors import InputRefused
from core.fieldpath import ROOT, FieldPath, Index
from core.krm.read.events import compose
from core.krm.read.jsontext import NotJson, json_value
from core.krm.read.limits import USUAL, Limits
from core.krm.read.mappings import key_name
from core.krm.read.nodes import ALIAS, BLOCK, Node, Outline, Root
from core.krm.read.refusal import place_of, refusal, refuse_size
from core.krm.read.scope import has_namespace
from core.krm.read.usual import usual_documents
from core.krm.resource import ResourceId, identify
from core.krm.values import Value

__all__ = [
    "Document",
    "Documents",
    "Flag",
    "from_bytes",
    "list_of",
    "read",
    "read_resources",
    "refuse_size",
    "resources",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of a text.

    Attributes:
        value: what it means, normally a map.
        start: offset in characters of its text, comments before it included. The documents of a text
            follow each other without a gap, from its first character to its last.
        end: where its text ends, exclusive.
        line: the line of its first content, from 1.
        id: its identity; None where it is no resource. Items of a list share the list's text.
    """

    value: Value
    start: int
    end: int
    line: int
    id: ResourceId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A word that tools read differently.

    Attributes:
        document: the document's place in `Documents.documents` as `read` counts, from 0.
        path: where the word stands; a key that is meant itself is the last step.
        line: from 1.
        column: from 1.
        words: who reads what.
    """

    document: int
    path: FieldPath
    line: int
    column: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """A text that was read; documents without content are left out."""

    text: str
    documents: tuple[Document, ...]
    flags: tuple[Flag, ...] = ()


def from_bytes(data: bytes, *, origin: str = "") -> str:
    """Decode a file; a byte-order mark stays, so that writing it back changes nothing.

    Raises:
        InputRefused: not UTF-8; names the place.
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        line, column = place_of(before, len(before))
        raise refusal(
            f"byte 0x{data[error.start]:02X} is not UTF-8",
            origin=origin,
            line=line,
            column=column,
            next_step="save the file as UTF-8",
        ) from None


def read(
    text: str, *, origin: str = "", limits: Limits = USUAL, keep: Callable[[Root], None] | None = None
) -> Documents:
    r"""Read any YAML or JSON text.

    Args:
        text: YAML or JSON.
        origin: the file, revision or side it is from.
        limits: how much is read before it is refused.
        keep: told the nodes of each document, for an edit; not of a text in JSON.

    Raises:
        InputRefused: malformed, nothing that JSON can hold, or over a limit; names line and column.

    >>> [document.value for document in read("a: 1\n---\n# nothing\n---\nb: on\n").documents]
    [{'a': 1}, {'b': True}]
    """
    refuse_size(text, origin, limits)
    try:
        value = json_value(text, limits)
    except NotJson:
        return _of_yaml(text, origin, limits, keep)
    line, _ = place_of(text, len(text) - len(text.lstrip()))
    whole = Document(value=value, start=0, end=len(text), line=line, id=identify(value))
    return Documents(text=text, documents=(whole,))


def _of_yaml(text: str, origin: str, limits: Limits, keep: Callable[[Root], None] | None) -> Documents:
    collected = _Collected(text)
    outlines = None if keep else usual_documents(text, limits)
    for outline in outlines or ():
        collected.add(outline)
    if outlines is None:

        def take(root: Root) -> None:
            collected.take(root)
            if keep:
                keep(root)

        compose(text, take, origin=origin, limits=limits)
    return collected.documents()


def read_resources(text: str, *, origin: str = "", limits: Limits = USUAL, namespace: str = "") -> Documents:
    """Read a text of resources; lists (``kind: List``, a JSON list) are taken apart.

    Args:
        text: YAML or JSON.
        origin: the file, revision or side it is from.
        limits: how much is read before it is refused.
        namespace: what a resource without one is in, where its kind has namespaces; goes into the id, not
            into the value. "" leaves it open.

    Raises:
        InputRefused: as `read`; a document that is no resource; a resource twice.
    """
    return resources(read(text, origin=origin, limits=limits), origin=origin, namespace=namespace)


def resources(found: Documents, *, origin: str = "", namespace: str = "") -> Documents:
    """Take a text that was read for one of resources, as `read_resources` does.

    Raises:
        InputRefused: a document that is no resource; a resource twice.
    """
    named = [
        _named(part, namespace, origin) for document in found.documents for part in _taken_apart(document)
    ]
    seen: dict[tuple[str, str, str, str], Document] = {}
    for document, identity in named:
        if (first := seen.setdefault(identity.key, document)) is not document:
            raise refusal(
                f"{identity} stands here a second time, first in line {first.line}",
                origin=origin,
                line=document.line,
                column=1,
                next_step="remove one of the two",
            )
    return replace(found, documents=tuple(document for document, _ in named))


class _Collected:
    """Documents as they end; each one's text ends where the next one's begins."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[tuple[Value, int, int]] = []
        self._flags: list[Flag] = []
        self._line, self._at = 1, 0
        self._closed: int | None = None

    def take(self, root: Root) -> None:
        """Take the next document, with its nodes."""
        closed = root.end if root.closed else None
        self.add(Outline(root.start, root.node.start, closed, root.node.value))
        self._flags += _flags(self._text, len(self._found) - 1, root, self._line)

    def add(self, outline: Outline) -> None:
        """Take the next document."""
        start = self._boundary(outline) if self._found else 0
        first = outline.first
        self._line, self._at = self._line + self._text.count("\n", self._at, first), first
        self._closed = outline.closed
        self._found.append((outline.value, start, self._line))

    def documents(self) -> Documents:
        """Give what was taken."""
        ends = [*(start for _, start, _ in self._found[1:]), len(self._text)]
        documents = tuple(
            Document(value=value, start=start, end=end, line=line, id=identify(value))
            for (value, start, line), end in zip(self._found, ends, strict=False)
        )
        return Documents(text=self._text, documents=documents, flags=tuple(self._flags))

    def _boundary(self, outline: Outline) -> int:
        """Find where the last document ends and this one begins: at its ``---``, or after ``...``."""
        if self._closed is not None:
            line_end = self._text.find("\n", self._closed)
            return line_end + 1 if line_end >= 0 else outline.start
        return outline.start


def _flags(text: str, document: int, root: Root, line: int) -> Iterator[Flag]:
    """Name the places of a document's doubtful words; ``line`` is that of its first content."""
    if not root.unsure:
        return
    words = dict(root.unsure)
    at = root.node.start
    line_start = text.rfind("\n", 0, at) + 1
    for path, node in _walk(root.node, ROOT):
        why = words.get(node.start)
        if why is None or node.style == BLOCK:
            continue
        if breaks := text.count("\n", at, node.start):
            line, line_start = line + breaks, text.rfind("\n", at, node.start) + 1
        at = node.start
        yield Flag(document=document, path=path, line=line, column=at - line_start + 1, words=why)


def _walk(node: Node, path: FieldPath) -> Iterator[tuple[FieldPath, Node]]:
    """Yield keys and values in the order of the text; what an alias stands for stands elsewhere."""
    yield path, node
    if node.style == ALIAS:
        return
    for at, part in enumerate(node.parts):
        below = path / (key_name(node.keys[at]) if node.keys else Index(at))
        if node.keys:
            yield below, node.keys[at]
        yield from _walk(part, below)


def _taken_apart(document: Document) -> Iterator[Document]:
    found = list_of(document.value)
    if found is None:
        yield document
        return
    for item in found[1]:
        yield from _taken_apart(replace(document, value=item, id=identify(item)))


def list_of(value: Value) -> tuple[FieldPath, list[Value]] | None:
    """Find the resources of a list and where it keeps them; None where the value is no such list.

    >>> list_of({"kind": "ConfigMapList", "items": []})
    (FieldPath(steps=('items',)), [])
    """
    if isinstance(value, list):
        return ROOT, value
    if isinstance(value, dict) and str(value.get("kind")).endswith("List"):
        items = value.get("items")
        return (FieldPath(("items",)), items) if isinstance(items, list) else None
    return None


def _named(document: Document, namespace: str, origin: str) -> tuple[Document, ResourceId]:
    identity = document.id
    if identity is None:
        raise _unnamed(document, origin)
    if namespace and not identity.namespace and has_namespace(identity.group, identity.kind):
        identity = replace(identity, namespace=namespace)
        document = replace(document, id=identity)
    return document, identity


def _unnamed(document: Document, origin: str) -> InputRefused:
    return refusal(
        "the document is no resource: it needs apiVersion, kind and metadata.name, all text",
        origin=origin,
        line=document.line,
        column=1,
        next_step="complete it, or leave the file out of the unit",
    )
