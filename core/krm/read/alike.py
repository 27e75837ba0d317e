"""Alike: the reading of a text that differs from one already read in a few plain words.

The sides of a merge are such texts more often than not: a tag, a number. What stands around the words is the
same bytes, so it means the same, and parts of the values that no word is in are shared.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from core.krm.read.dialect import NotInDialect, doubt, plain
from core.krm.read.documents import Document, Documents
from core.krm.read.limits import Limits
from core.krm.read.mappings import key_name
from core.krm.read.nodes import BLOCK, Node, Root
from core.krm.resource import identify
from core.krm.values import Value

__all__ = ["read_alike"]

_WORD: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]|:(?=[A-Za-z0-9/])){0,200}")
"""A plain scalar of one line that no rule of YAML takes for anything else, wherever a block may hold one."""

_SPREADING: Final = ("&", "<<")
"""What may make one place of a text stand in others too: anchors and merge keys."""

_MOST_WORDS: Final = 8


class _NotAlike(Exception):
    """The texts differ in something else."""


class _Swap(NamedTuple):
    """A word of the known text, by its offsets, and what stands in its place."""

    start: int
    end: int
    word: str


def read_alike(text: str, known: Documents, root: Root, limits: Limits) -> Documents | None:
    r"""Read a text by what is known of another one; None where they differ in more than plain words.

    Both have the same lines, but for words that are values in block style, each on one line. A word of
    letters, digits and ``._/-:`` starts no other token, takes part in no other one and ends where it ended,
    so every other node is the same. A word that tools read differently is left to `read`.

    Args:
        text: the text.
        known: the other text, read; it has one document and no doubtful word.
        root: the nodes of its document.
        limits: how much is read; a text over the limit is left to `read`, to be refused there.

    Law: what it gives is what `read` gives.
    """
    if known.flags or len(known.documents) != 1 or 4 * len(text) > limits.bytes:
        return None
    if root.node.style != BLOCK or any(mark in text for mark in _SPREADING):
        return None
    document = known.documents[0]
    value = document.value
    try:
        for swap in _swaps(known.text, text):
            value = _swapped(value, root.node, swap)
    except (_NotAlike, NotInDialect):
        return None
    return Documents(text=text, documents=(_as_read(document, value, len(text)),))


def _as_read(document: Document, value: Value, end: int) -> Document:
    return replace(document, value=value, end=end, id=identify(value))


def _swaps(known: str, text: str) -> Iterator[_Swap]:
    old_lines, new_lines = known.split("\n"), text.split("\n")
    if len(old_lines) != len(new_lines):
        raise _NotAlike
    at, left = 0, _MOST_WORDS
    for old, new in zip(old_lines, new_lines, strict=True):
        if old != new:
            left -= 1
            if left < 0:
                raise _NotAlike
            yield _swap(old, new, at)
        at += len(old) + 1


def _swap(old: str, new: str, at: int) -> _Swap:
    """Find the one word in which two lines differ."""
    agree = next((n for n, (left, right) in enumerate(zip(old, new, strict=False)) if left != right), None)
    start = old.rfind(" ", 0, min(len(old), len(new)) if agree is None else agree) + 1
    was, now = _WORD.match(old, start), _WORD.match(new, start)
    if was is None or now is None or old[was.end() :] != new[now.end() :]:
        raise _NotAlike
    if old[was.end() : was.end() + 1].strip():
        raise _NotAlike
    return _Swap(at + start, at + was.end(), now.group())


def _swapped(value: Value, node: Node, swap: _Swap) -> Value:
    """Give the value with the word swapped; what lies beside the way to it is shared."""
    if node.style != BLOCK:
        return _scalar(node, swap)
    for at, part in enumerate(node.parts):
        if part.start <= swap.start < part.end:
            if isinstance(value, dict):
                key = key_name(node.keys[at])
                return {**value, key: _swapped(value[key], part, swap)}
            if isinstance(value, list):
                return [*value[:at], _swapped(value[at], part, swap), *value[at + 1 :]]
    raise _NotAlike


def _scalar(node: Node, swap: _Swap) -> Value:
    """Read the word in the place of the one that is a whole plain scalar."""
    if (node.start, node.end, node.style, node.tag) != (swap.start, swap.end, "", None):
        raise _NotAlike
    value = plain(swap.word)
    if doubt(swap.word, value):
        raise _NotAlike
    return value
