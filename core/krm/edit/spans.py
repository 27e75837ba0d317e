"""Spans: where the parts of a document stand in its text, to the character.

libyaml gives the start and end of every node; lines, dashes, colons and comments around them are found here.
"""

import re
from typing import Final, NamedTuple

from core.fieldpath import FieldPath, Index
from core.krm.read.mappings import key_name
from core.krm.read.nodes import ALIAS, BLOCK, FLOW, Node, is_merge

__all__ = [
    "Located",
    "NoSplice",
    "after_colon",
    "body_end",
    "body_start",
    "column",
    "comment_after",
    "dash_of",
    "line_end",
    "line_start",
    "locate",
]

_BOM: Final = "\ufeff"
_PROPERTIES: Final = re.compile(r"(?:(?:!<[^>\s]*>|[&!][^\s,\[\]{}]*)\s*)+")
_COLON: Final = re.compile(r"[ \t]*:")
_COMMENT: Final = re.compile(r"[ \t]+#[^\r\n]*")
_BLANK_END: Final = re.compile(r"(?:\r?\n[ \t]*)+\Z")
_DASH_BELOW: Final = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*(-)")


class NoSplice(ValueError):
    """A place that cannot be edited by splicing; the text says why."""


class Located(NamedTuple):
    """The nodes on the way to a place.

    Attributes:
        chain: the document's node, then one node per step that is there.
        path: the steps that are there; an alias ends it, what is behind one is not.
        missing: the steps that are not.
    """

    chain: tuple[Node, ...]
    path: FieldPath
    missing: tuple[str | Index, ...]

    @property
    def node(self) -> Node:
        """The deepest node that is there."""
        return self.chain[-1]

    @property
    def parent(self) -> Node | None:
        """The map or list that holds it; None for the document's own node."""
        return self.chain[-2] if len(self.chain) > 1 else None

    @property
    def at(self) -> int:
        """Its place among its parent's parts."""
        parent = self.parent
        return next(at for at, part in enumerate(parent.parts) if part is self.node) if parent else 0

    @property
    def is_in_flow(self) -> bool:
        """It stands between braces or brackets."""
        return any(node.style == FLOW for node in self.chain[:-1])


def locate(root: Node, path: FieldPath) -> Located:
    """Follow keys and places in lists as far as they are written."""
    chain = [root]
    for depth, step in enumerate(path.steps):
        below = _below(chain[-1], step)
        if below is None:
            missing = tuple(step for step in path.steps[depth:] if isinstance(step, str | Index))
            return Located(tuple(chain), FieldPath(path.steps[:depth]), missing)
        chain.append(below)
    return Located(tuple(chain), path, ())


def _below(node: Node, step: object) -> Node | None:
    if node.style == ALIAS:
        return None
    if isinstance(step, Index):
        return node.parts[step.at] if not node.keys and step.at < len(node.parts) else None
    found = (at for at, key in enumerate(node.keys) if key_name(key) == step and not is_merge(key))
    at = next(found, None)
    return None if at is None else node.parts[at]


def line_start(text: str, at: int) -> int:
    """Find where a line begins; a byte-order mark stands before the first one."""
    start = text.rfind("\n", 0, at) + 1
    return 1 if start == 0 and text.startswith(_BOM) else start


def line_end(text: str, at: int) -> int:
    """Find where a line ends, before its line break."""
    end = text.find("\n", at)
    if end < 0:
        return len(text)
    return end - 1 if end > at and text[end - 1] == "\r" else end


def column(text: str, at: int) -> int:
    """Count the characters before a place on its line."""
    return at - line_start(text, at)


def body_start(text: str, node: Node) -> int:
    """Find where a node begins, after its anchor and tag."""
    if node.style == ALIAS or (node.anchor is None and node.tag is None):
        return node.start
    found = _PROPERTIES.match(text, node.start)
    return min(found.end(), node.end) if found else node.start


def body_end(text: str, node: Node) -> int:
    """Find where a node's last character stands, line breaks and blank lines after it left out.

    Blank lines that belong to a block scalar (``|+``) do count.
    """
    while node.style == BLOCK:
        node = node.parts[-1]
    if node.style not in {"|", ">"}:
        return node.end
    header = text[node.start : line_end(text, node.start)]
    if "+" in header.partition("#")[0]:
        return node.end - 1 if text.endswith("\n", node.start, node.end) else node.end
    blank = _BLANK_END.search(text, node.start, node.end)
    return blank.start() if blank else node.end


def after_colon(text: str, key: Node) -> int:
    """Find the place after a key's colon.

    Raises:
        NoSplice: the key is written with ``?`` on a line of its own.
    """
    found = _COLON.match(text, key.end)
    if found is None or text[line_start(text, key.start) : key.start].rstrip().endswith("?"):
        raise NoSplice("the key is written with ?")
    return found.end()


def comment_after(text: str, at: int) -> str:
    """Read the comment that follows on the same line, blanks before it included; "" where none does."""
    found = _COMMENT.match(text, at)
    return found.group() if found else ""


def dash_of(text: str, items: Node, at: int) -> int:
    """Find the dash of an item of a block list.

    Raises:
        NoSplice: no dash is found where one should be.
    """
    start = body_start(text, items) if at == 0 else line_end(text, body_end(text, items.parts[at - 1]))
    found = _DASH_BELOW.match(text, start)
    if found is None:
        raise NoSplice("no dash stands before the item")
    return found.start(1)
