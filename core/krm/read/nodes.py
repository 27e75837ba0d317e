"""Node: a value together with where it stands in its text."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from core.krm.values import Value

__all__ = ["ALIAS", "BLOCK", "FLOW", "Node", "Outline", "Root", "is_merge"]

FLOW: Final = "flow"
BLOCK: Final = "block"
ALIAS: Final = "*"


class Node(NamedTuple):
    """One scalar, list, map or alias; offsets are characters of the whole text.

    Attributes:
        start: where it begins, its anchor and tag included.
        end: where it ends, exclusive; of a block list or map where its last part ends. Block scalars end
            after their last line break.
        style: of a scalar ``""`` (plain), ``"'"``, ``'"'``, ``"|"`` or ``">"``; of a list or map `FLOW` or
            `BLOCK`; else `ALIAS`.
        value: what it means; an alias has the value it stands for, a map includes what it merges in.
        anchor: the name after ``&``, of an alias the one after ``*``; None for none.
        tag: the tag as libyaml gives it; None for none.
        keys: of a map its keys as written, merge keys included.
        parts: the values of a map, in the order of ``keys``; the items of a list; what an alias stands for.
    """

    start: int
    end: int
    style: str
    value: Value
    anchor: str | None
    tag: str | None
    keys: Sequence["Node"]
    parts: Sequence["Node"]


class Root(NamedTuple):
    """One document of a stream.

    Attributes:
        start: where its ``---`` or its directives stand, else its first content.
        end: where its ``...`` ends, else where its content ends.
        closed: it ends with ``...``.
        node: its content.
        unsure: where something stands that other tools read differently, and why.
    """

    start: int
    end: int
    closed: bool
    node: Node
    unsure: list[tuple[int, str]]


class Outline(NamedTuple):
    """One document of a stream, without its nodes.

    Attributes:
        start: as of a `Root`.
        first: where its content begins.
        closed: where its ``...`` ends; None where it has none.
        value: what it means.
    """

    start: int
    first: int
    closed: int | None
    value: Value


def is_merge(key: Node) -> bool:
    """Tell whether a key is ``<<`` with its special meaning."""
    return key.value == "<<" and key.style == "" and key.tag in {None, "tag:yaml.org,2002:merge"}
