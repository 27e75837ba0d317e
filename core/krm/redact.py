"""Redaction: is this place a secret, and texts and values without their secrets.

Never leaks on doubt: a text that cannot be read is not shown at all.
Source: domain.md §3.9.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from core.errors import InputRefused
from core.fieldpath import FieldPath, Step
from core.krm.credentials import credentials_in
from core.krm.read.documents import read
from core.krm.read.events import compose
from core.krm.read.limits import USUAL
from core.krm.read.mappings import key_name
from core.krm.read.nodes import ALIAS, Node, Root, is_merge
from core.krm.resource import ResourceId
from core.krm.sensitive import any_hidden, is_hidden, kind_of, marked, named_parts, rooted
from core.krm.values import ABSENT, Absent, Unknown, Value

__all__ = ["any_sensitive", "is_sensitive", "redact_text", "redacted"]

_MARK: Final = "***"
_COMMENT: Final = re.compile(r"(?:^|(?<=[ \t]))#[ \t]*(.*)$", re.MULTILINE)
_TELLING: Final = 3
"""A shorter secret is too likely to stand somewhere by chance."""
_UNREADABLE: Final = "(not shown: this text could not be read, so nobody can tell whether it holds secrets)\n"

_WORDS: Final = (str, int, float)
_BLOCKS: Final = (dict, list)

_Span = tuple[int, int]


def is_sensitive(resource: ResourceId, path: FieldPath, value: Value | Absent | Unknown) -> bool:
    """Tell whether a place, or anything in the value that stands there, must not be shown.

    >>> secret = ResourceId("v1", "Secret", "shop", "db")
    >>> is_sensitive(secret, FieldPath(("data", "user")), "eA==")
    True
    >>> is_sensitive(secret, FieldPath(("type",)), "Opaque")
    False
    """
    return any_hidden(resource.kind, path.steps, value)


def any_sensitive(resource: ResourceId, path: FieldPath, values: Sequence[Value | Absent | Unknown]) -> bool:
    """Tell it of several values of one place; whether the place hides words is asked for one of them."""
    kind, steps = resource.kind, path.steps
    word: Value | Absent = ABSENT
    for at, value in enumerate(values):
        if isinstance(value, _WORDS):
            if isinstance(value, str) and credentials_in(value):
                return True
            word = word if isinstance(value, bool) else value
        elif isinstance(value, _BLOCKS) and value not in values[:at] and any_hidden(kind, steps, value):
            return True
    return is_hidden(kind, steps, word)


def redacted(resource: ResourceId, path: FieldPath, value: Value, mark: Callable[[Value], Value]) -> Value:
    """Give a value with ``mark`` of everything in it that must not be shown."""
    return marked(resource.kind, path.steps, value, mark)


def redact_text(text: str) -> str:
    r"""Give the same text with its sensitive scalars replaced by ``***``; everything else stays as it is.

    >>> redact_text("kind: Secret\ndata:\n  a: eA== # x\n")
    'kind: Secret\ndata:\n  a: *** # x\n'
    """
    spans: list[_Span] = []

    def take(root: Root) -> None:
        spans.extend(_hidden_spans(kind_of(root.node.value), (), root.node, text))

    try:
        compose(text, take, limits=USUAL)
    except InputRefused:
        return _UNREADABLE
    spans.extend(_in_comments(text))
    return _replaced(text, sorted(spans))


def _in_comments(text: str) -> Iterator[_Span]:
    for comment in _COMMENT.finditer(text) if "#" in text else ():
        yield from _shifted(credentials_in(comment[1]), comment.start(1))


def _shifted(spans: Iterable[_Span], by: int) -> Iterator[_Span]:
    return ((start + by, end + by) for start, end in spans)


def _hidden_spans(kind: str, at: tuple[Step, ...], node: Node, text: str) -> Iterator[_Span]:
    value = node.value
    if is_hidden(kind, at, value) or _patches_secrets(at, value):
        yield from _texts_of(node)
    elif node.style == ALIAS:
        if any_hidden(kind, at, value):
            yield from _texts_of(node)
    elif isinstance(value, str):
        yield from _credential_spans(value, node, text)
    elif isinstance(value, dict):
        kind, at = rooted(kind, at, value)
        yield from _map_spans(kind, at, dict(zip(value, named_parts(value), strict=True)), node, text)
    else:
        for (step, _), part in zip(named_parts(value), node.parts, strict=False):
            yield from _hidden_spans(kind, (*at, step), part, text)


def _credential_spans(value: str, node: Node, text: str) -> Iterator[_Span]:
    """Find the credentials of a value where they are written; where that is not certain, all of it is one."""
    secrets = {line.strip() for start, end in credentials_in(value) for line in value[start:end].split("\n")}
    if not secrets:
        return
    written = text[node.start : node.end]
    spans = credentials_in(written)
    left = _replaced(written, spans)
    if spans and not any(len(secret) >= _TELLING and secret in left for secret in secrets):
        yield from _shifted(spans, node.start)
    else:
        yield node.start, node.end


def _map_spans(
    kind: str, at: tuple[Step, ...], named: dict[str, tuple[Step, Value]], node: Node, text: str
) -> Iterator[_Span]:
    """Go through a map as it is written: what it merges in stands in the map itself."""
    for key, part in zip(node.keys, node.parts, strict=True):
        if is_merge(key):
            yield from _hidden_spans(kind, at, part, text)
        else:
            written = key_name(key)
            step = named[written][0] if written in named else written
            yield from _hidden_spans(kind, (*at, step), part, text)


def _patches_secrets(at: tuple[Step, ...], value: Value) -> bool:
    """Tell whether a text is itself a document, a kustomize patch, that holds something sensitive."""
    if not at or at[-1] != "patch" or not isinstance(value, str):
        return False
    try:
        documents = read(value).documents
    except InputRefused:
        return True
    return any(any_hidden(kind_of(document.value), (), document.value) for document in documents)


def _texts_of(node: Node) -> Iterator[_Span]:
    """Name where a value is written: here, and where an alias gets it from."""
    if node.style == ALIAS:
        for part in node.parts:
            yield from _texts_of(part)
    yield node.start, node.end


def _replaced(text: str, spans: Sequence[_Span]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in spans:
        if start >= at:
            hidden = text[start:end]
            parts += [text[at:start], _MARK, hidden[len(hidden.rstrip("\r\n")) :]]
            at = end
    return "".join([*parts, text[at:]])
