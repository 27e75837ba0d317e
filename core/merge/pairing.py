"""Pairing: what of the applied, the live and the agreed state belongs together, and by which step."""

from typing import NamedTuple

from core.fieldpath import Index, Item, Member, Step
from core.krm.listkeys import identities, list_keys
from core.krm.rules.lists import ListKind
from core.krm.schema.node import Node
from core.krm.values import Value

__all__ = ["Three", "paired", "parts_of"]


class Three(NamedTuple):
    """What the three sides hold at one place; None is a null or nothing."""

    applied: Value
    live: Value
    base: Value


def parts_of(value: Value, node: Node) -> list[tuple[Step, Value, Node]]:
    """Take a block apart into what stands directly below it; empty where nothing tells its parts apart."""
    if isinstance(value, dict):
        parts = ((key, part, node.below(key)) for key, part in value.items() if part is not None)
        return [(key, part, below) for key, part, below in parts if below.noise is None]
    if not isinstance(value, list) or node.lists is ListKind.SET:
        return []
    steps = _steps(value, [value], node)
    return [(step, part, node.items) for step, part in steps.items()] if steps else []


def paired(
    applied: list[Value], live: list[Value], base: list[Value], node: Node
) -> list[tuple[Step, Three]] | None:
    """Pair the items that belong together; the base helps only where its items can be told apart too."""
    mine, theirs = _steps(applied, [applied, live], node), _steps(live, [applied, live], node)
    if mine is None or theirs is None:
        return None
    old = mine if base is applied else _steps(base, [applied, live], node) or {}
    return [(step, Three(mine.get(step), theirs.get(step), old.get(step))) for step in {**mine, **theirs}]


def _steps(items: list[Value], sides: list[list[Value]], node: Node) -> dict[Step, Value] | None:
    """Name the items of one list by the step that leads to each."""
    if node.lists is ListKind.SET:
        found: dict[Step, Value] = {
            Member(item): item for item in items if not isinstance(item, dict | list | None)
        }
        return found if len(found) == len(items) else None
    keys = list_keys(node, sides)
    if keys is not None:
        names = identities(items, keys, node)
        if names is None:
            return None
        steps = (Item(tuple(zip(keys, name, strict=True))) for name in names)
        return dict(zip(steps, items, strict=True))
    alone = node.lists is ListKind.INFERRED and all(len(s) == 1 and isinstance(s[0], dict) for s in sides)
    return {Index(0): items[0]} if alone and items else None
