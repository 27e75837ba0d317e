"""The normal form: what a value means, written the one way that all its spellings share.

For comparing and for digests only, never for writing: documents keep their own spelling. Two values mean the
same at a place exactly if their canonical texts are equal.
Source: domain.md §3; cases/merge/README.md, What counts as equal.
"""

import json
from collections.abc import Callable
from typing import Final

from core.krm.listkeys import identities, list_keys
from core.krm.policydocument import policy_meaning
from core.krm.rules.defaults import computed_default
from core.krm.rules.lists import ListKind
from core.krm.rules.quantities import Form
from core.krm.scalars import (
    base64_bytes,
    base64_text,
    duration_nanoseconds,
    instant,
    json_document,
    port_number,
    quantity_milli,
    quantity_text,
)
from core.krm.schema.node import Node
from core.krm.secrets import folded
from core.krm.values import ABSENT, Absent, Value

__all__ = [
    "canonical",
    "default_here",
    "fixed_text",
    "normal",
    "same",
    "says_nothing",
]


def canonical(value: Value | Absent, node: Node) -> str:
    """Write what a value means as one text; "" for nothing: absent, null, a fixed default, an empty block."""
    if value is None or isinstance(value, Absent):
        return ""
    if node.noise is not None:
        return ""
    meant = normal(value, node)
    if isinstance(meant, Absent) or (not node.keeps_empty and _is_empty(meant)):
        return ""
    text = _text(meant)
    return "" if text == node.default_text else text


def same(left: Value | Absent, right: Value | Absent, node: Node) -> bool:
    """Tell whether two values mean the same at a place, each seen for itself."""
    if left is right or (type(left) is str and type(right) is str and left == right):
        return True
    return canonical(left, node) == canonical(right, node)


def says_nothing(value: Value, node: Node) -> bool:
    """Tell whether a value stands for a missing one: null, and an empty block where that says nothing."""
    return value is None or (not node.keeps_empty and _is_empty(value))


def fixed_text(value: Value, node: Node) -> str:
    """Write a default's own meaning, whatever it is the default of."""
    return _text(normal(value, node))


def _text(meant: Value | Absent) -> str:
    return _ENCODER.encode(meant)


_ENCODER: Final = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def normal(value: Value, node: Node) -> Value | Absent:
    """Bring a value into its normal form; idempotent.

    Nulls, noise, defaults and empty blocks that say nothing are left out; amounts, numbers, bytes and
    embedded JSON are spelled one way; lists whose order says nothing are sorted.
    """
    if isinstance(value, str):
        return _normal_text(value, node)
    if isinstance(value, dict):
        return _normal_map(folded(value) if node.folds else value, node)
    if isinstance(value, list):
        return _normal_list(value, node)
    return ABSENT if value is None else _normal_number(value, node)


def _is_empty(value: Value) -> bool:
    return not value and isinstance(value, dict | list)


def _normal_number(value: float, node: Node) -> Value:
    if isinstance(value, bool):
        return value
    if node.form is Form.QUANTITY and (milli := quantity_milli(value)) is not None:
        return quantity_text(milli)
    whole = int(value)
    return whole if whole == value else value


def _normal_text(value: str, node: Node) -> Value:
    read = _READERS.get(node.form)
    if read is not None and (found := read(value)) is not None:
        return found
    if value[:1] in _JSON_STARTS and (document := json_document(value)) is not None:
        return _text(_normal_document(document, node))
    return value


_JSON_STARTS: Final = frozenset("{[ \t\r\n")


def _normal_document(document: Value, node: Node) -> Value:
    if node.form is Form.PATTERN:
        return _unordered(document)
    plain = _numbers(document)
    policy = policy_meaning(plain) if node.foreign else None
    return plain if policy is None else policy


def _numbers(value: Value) -> Value:
    """Bring the numbers of a JSON document into one spelling; a null in it is a value."""
    if isinstance(value, dict):
        return {key: _numbers(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_numbers(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _unordered(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: _unordered(part) for key, part in value.items()}
    if isinstance(value, list):
        return sorted((_unordered(part) for part in value), key=_text)
    return _numbers(value)


def _amount(text: str) -> Value:
    milli = quantity_milli(text)
    return None if milli is None else quantity_text(milli)


def _bytes(text: str) -> Value:
    data = base64_bytes(text)
    return None if data is None else base64_text(data)


def _duration(text: str) -> Value:
    nanoseconds = duration_nanoseconds(text)
    return None if nanoseconds is None else f"{nanoseconds}ns"


_READERS: Final[dict[Form, Callable[[str], Value]]] = {
    Form.QUANTITY: _amount,
    Form.INT_OR_STRING: port_number,
    Form.BASE64: _bytes,
    Form.DURATION: _duration,
    Form.TIME: instant,
}


def _normal_map(value: dict[str, Value], node: Node) -> Value:
    found: dict[str, Value] = {}
    defaulted: list[str] = []
    for key, part in value.items():
        below = node.below(key)
        if part is None or below.noise is not None:
            continue
        meant = normal(part, below)
        if isinstance(meant, Absent) or (not below.keeps_empty and _is_empty(meant)):
            continue
        found[key] = meant
        if below.default is not None:
            defaulted.append(key)
    return _without_defaults(found, defaulted, node) if defaulted else found


def _without_defaults(found: dict[str, Value], defaulted: list[str], node: Node) -> dict[str, Value]:
    """Leave defaults out until none is left: one that is out may leave another alone with its own default."""
    while gone := [key for key in defaulted if _is_default(found[key], node.below(key), found)]:
        found = {key: part for key, part in found.items() if key not in gone}
        defaulted = [key for key in defaulted if key not in gone]
    return found


def _is_default(meant: Value, node: Node, parent: dict[str, Value]) -> bool:
    if node.default_text:
        return _text(meant) == node.default_text
    default = default_here(node, parent)
    return not isinstance(default, Absent) and _text(meant) == fixed_text(default, node)


def default_here(node: Node, parent: dict[str, Value]) -> Value | Absent:
    """Find what a missing field means in its block; `ABSENT` where it means nothing."""
    if node.default is None:
        return ABSENT
    rule = node.default.value
    return computed_default(rule, parent) if isinstance(rule, tuple) else rule


def _normal_list(value: list[Value], node: Node) -> Value:
    if node.unwraps and len(value) == 1 and isinstance(value[0], dict):
        return _normal_map(value[0], node.items)
    parts = [_normal_item(part, node.items) for part in value]
    match node.lists:
        case ListKind.KEYED | ListKind.INFERRED:
            return _by_key(value, parts, node)
        case ListKind.SET:
            texts = {_text(part) for part in parts}
            return sorted(parts, key=_text) if len(texts) == len(parts) else parts
        case ListKind.UNORDERED:
            return sorted(parts, key=_text)
        case ListKind.ATOMIC:
            pass
    return parts


def _by_key(value: list[Value], parts: list[Value], node: Node) -> list[Value]:
    keys = list_keys(node, [value])
    names = None if keys is None else identities(value, keys, node)
    if names is None:
        return parts
    texts = [json.dumps(name) for name in names]
    return [parts[at] for at in sorted(range(len(parts)), key=texts.__getitem__)]


def _normal_item(value: Value, node: Node) -> Value:
    """Bring an item into its normal form; a null in a list keeps its place."""
    meant = normal(value, node)
    return None if isinstance(meant, Absent) else meant
