"""Choices: fields of which one may be set, and two sides that chose differently.

Source: cases/merge/README.md, What becomes of it.
"""

from core.krm.normalize import same
from core.krm.rules.oneof import OneOf
from core.krm.schema.node import Node
from core.krm.values import Value

__all__ = ["clash"]

_Map = dict[str, Value]


def clash(node: Node, base: _Map, git: _Map, hub: _Map) -> str:
    """Say why this block is one decision: both sides changed a choice and ended on different members.

    A side that only changed what its member holds has changed the choice too: else its value and the other
    side's new member would both land. "" where nothing clashes.
    """
    return next((row.why for row in node.choices if _clashes(row, node, base, git, hub)), "")


def _clashes(row: OneOf, node: Node, base: _Map, git: _Map, hub: _Map) -> bool:
    new, ours = row.chosen(git), row.chosen(hub)
    if new == ours or not new or not ours:
        return False
    return _changed(row, node, base, git) and _changed(row, node, base, hub)


def _changed(row: OneOf, node: Node, base: _Map, side: _Map) -> bool:
    members = row.chosen(base) | row.chosen(side)
    return any(not same(base.get(name), side.get(name), node.below(name)) for name in members)
