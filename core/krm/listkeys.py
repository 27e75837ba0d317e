"""How the items of a list are told apart: by the keys a rule names, or by one that is unique everywhere."""

from collections.abc import Iterable, Sequence

from core.krm.rules.lists import ListKind
from core.krm.schema.node import Node
from core.krm.values import Value

__all__ = ["Identity", "identities", "list_keys"]

Identity = tuple[str | int, ...]


def list_keys(node: Node, lists: Sequence[list[Value]]) -> tuple[str, ...] | None:
    """Find the keys that tell the items of these lists apart; None where nothing does on every side.

    Source: cases/merge/README.md, Lists.
    """
    if node.lists is ListKind.KEYED:
        return node.keys
    if node.lists is not ListKind.INFERRED:
        return None
    return next(((key,) for key in node.keys if all(_is_unique(key, items) for items in lists)), None)


def _is_unique(key: str, items: list[Value]) -> bool:
    seen: set[str] = set()
    for item in items:
        name = item.get(key) if isinstance(item, dict) else None
        if not isinstance(name, str) or name in seen:
            return False
        seen.add(name)
    return True


def identities(items: Iterable[Value], keys: tuple[str, ...], node: Node) -> list[Identity] | None:
    """Read every item's identity, missing keys by their default; None where one is missing or doubled.

    >>> identities([{"name": "a"}, {"name": "b"}], ("name",), Node())
    [('a',), ('b',)]
    >>> identities([{"name": "a"}, {"name": "a"}], ("name",), Node()) is None
    True
    """
    found: list[Identity] = []
    seen: set[Identity] = set()
    for item in items:
        identity = _identity(item, keys, node.key_defaults)
        if identity is None or identity in seen:
            return None
        seen.add(identity)
        found.append(identity)
    return found


def _identity(item: Value, keys: tuple[str, ...], defaults: dict[str, str]) -> Identity | None:
    if not isinstance(item, dict):
        return None
    found: list[str | int] = []
    for key in keys:
        value = item.get(key)
        if value is None:
            value = defaults.get(key)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, str | int):
            return None
        found.append(value)
    return tuple(found)
