"""JSON texts, as the cache and the hub store them: read without YAML's detour, under the same limits."""

import json
from collections.abc import Iterable
from typing import Final

from core.krm.read.limits import Limits
from core.krm.values import Value

__all__ = ["NotJson", "could_be_json", "json_value"]

_OPENINGS: Final = ("{", "[")


class NotJson(ValueError):
    """The text is no JSON, or JSON that only a careful reader should judge; read it as YAML."""


def could_be_json(text: str) -> bool:
    """Tell whether a text starts a list or a map of JSON."""
    return text.lstrip(" \t\r\n\ufeff").startswith(_OPENINGS)


def json_value(text: str, limits: Limits) -> Value:
    """Read a JSON text that starts a list or a map.

    Raises:
        NotJson: anything else, a key twice, a number without a value, or over a limit: YAML's reader, to
            which JSON is YAML, then says what is wrong and where.

    >>> json_value('[{"a": 1}]', Limits())
    [{'a': 1}]
    """
    if not could_be_json(text):
        raise NotJson
    try:
        text.encode()
        value: Value = json.loads(
            text.removeprefix("\ufeff"), object_pairs_hook=_map, parse_constant=_refuse, parse_float=_float
        )
    except (ValueError, RecursionError):
        raise NotJson from None
    if "\\ud" in text or "\\uD" in text:
        _refuse_half_pairs(value)
    _refuse_large(value, limits)
    return value


def _map(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise NotJson
    return value


def _refuse(_word: str) -> Value:
    raise NotJson


def _float(word: str) -> float:
    value = float(word)
    if abs(value) == float("inf"):
        raise NotJson
    return value


def _refuse_half_pairs(value: Value) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise NotJson from None


def _refuse_large(value: Value, limits: Limits) -> None:
    level, nodes = [value], 0
    for _ in range(limits.depth):
        parts = [part for whole in level for part in _parts(whole)]
        nodes += len(parts)
        level = [part for part in parts if isinstance(part, dict | list)]
        if nodes > limits.nodes or not level:
            break
    if level or nodes > limits.nodes:
        raise NotJson


def _parts(whole: Value) -> Iterable[Value]:
    """List the keys and values of a map, as YAML's reader counts them, or the items of a list."""
    if isinstance(whole, dict):
        return [*whole, *whole.values()]
    return whole if isinstance(whole, list) else ()
