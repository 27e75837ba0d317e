"""Why two values that are written unlike mean the same: the rule for every difference between them."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from core.fieldpath import Index, Item, Step
from core.krm.listkeys import identities, list_keys
from core.krm.policydocument import policy_meaning
from core.krm.rules.embedded import JSON, POLICY, STRING_DATA
from core.krm.rules.example import Rule
from core.krm.rules.lists import INFERRED, SINGLETON, ListKind
from core.krm.rules.presence import EMPTY, NULL
from core.krm.rules.quantities import NUMBER, Form
from core.krm.scalars import json_document
from core.krm.schema.node import Node
from core.krm.secrets import folded
from core.krm.values import Value

__all__ = ["Reason", "reasons"]

Reason = tuple[tuple[Step, ...], Rule]


def reasons(left: Value, right: Value, node: Node, at: tuple[Step, ...] = ()) -> Iterator[Reason]:
    """Name the rule behind each difference of two values that mean the same; None is nothing there.

    >>> from core.krm.schema.builtin import scope_node
    >>> [(at, rule.id) for at, rule in reasons({"protocol": "TCP"}, {}, scope_node("ContainerPort"))]
    [(('protocol',), 'D-PORTPROTOCOL')]
    """
    if type(left) is type(right) and not isinstance(left, dict | list) and left == right:
        return
    if node.noise is not None:
        yield at, node.noise
    elif left is None or right is None:
        yield from _absence(right if left is None else left, node, at)
    elif isinstance(left, dict) and isinstance(right, dict):
        yield from _maps(left, right, node, at)
    elif isinstance(left, list) and isinstance(right, list):
        yield from _lists(left, right, node, at)
    else:
        yield at, _spelling(left, right, node)


def _absence(value: Value, node: Node, at: tuple[Step, ...]) -> Iterator[Reason]:
    """Say why a value is the same as nothing: by itself, or because everything in it is."""
    if node.default is not None:
        yield at, node.default
    elif isinstance(value, dict) and value:
        yield from _maps(value, {}, node, at)
    elif value is None:
        yield at, NULL
    else:
        yield at, node.map_rule or EMPTY


def _spelling(left: Value, right: Value, node: Node) -> Rule:
    if isinstance(left, dict | list) or isinstance(right, dict | list):
        return SINGLETON
    if isinstance(left, str) and isinstance(right, str) and node.form in {Form.EXACT, Form.PATTERN}:
        if node.form_rule is not None:
            return node.form_rule
        is_policy = node.foreign and policy_meaning(json_document(left)) is not None
        return POLICY if is_policy else JSON
    return NUMBER if node.form_rule is None else node.form_rule


def _maps(
    left: dict[str, Value], right: dict[str, Value], node: Node, at: tuple[Step, ...]
) -> Iterator[Reason]:
    if node.folds and ("stringData" in left) != ("stringData" in right):
        yield (*at, "stringData"), STRING_DATA
        left, right = folded(left), folded(right)
    for key in {**left, **right}:
        was, now = left.get(key), right.get(key)
        if was is None and now is None and (key in left) != (key in right):
            yield (*at, key), NULL
        else:
            yield from reasons(was, now, node.below(key), (*at, key))


def _lists(
    left: Sequence[Value], right: Sequence[Value], node: Node, at: tuple[Step, ...]
) -> Iterator[Reason]:
    if node.lists in {ListKind.SET, ListKind.UNORDERED}:
        yield at, node.list_rule or INFERRED
        return
    both = list(left), list(right)
    keys = list_keys(node, both)
    names, others = (None if keys is None else identities(side, keys, node) for side in both)
    if keys is None or names is None or others is None:
        for place, (was, now) in enumerate(zip_longest(left, right)):
            yield from reasons(was, now, node.items, (*at, Index(place)))
        return
    if names != others:
        yield at, node.list_rule or INFERRED
    mine, theirs = dict(zip(names, left, strict=True)), dict(zip(others, right, strict=True))
    for name, item in mine.items():
        step = Item(tuple(zip(keys, name, strict=True)))
        yield from reasons(item, theirs.get(name), node.items, (*at, step))
