"""A Secret's two maps for one thing: ``data`` in base64, and ``stringData`` in plain text, which wins.

Source: k8s.io/api/core/v1 Secret; cases/merge/README.md, Drift.
"""

from collections.abc import Iterable

from core.krm.scalars import base64_bytes, base64_text
from core.krm.values import Value

__all__ = ["folded", "plain_text", "same_form"]

_Map = dict[str, Value]


def folded(value: _Map) -> _Map:
    """Read a Secret as the server stores it: ``stringData`` as base64 under ``data``.

    >>> folded({"kind": "Secret", "stringData": {"a": "x"}})
    {'kind': 'Secret', 'data': {'a': 'eA=='}}
    """
    if not isinstance(value.get("stringData"), dict):
        return value
    encoded = _part(value, "data")
    for key, part in _part(value, "stringData").items():
        if part is not None:
            encoded[key] = base64_text(part) if isinstance(part, str) else part
    return {**{key: part for key, part in value.items() if key != "stringData"}, "data": encoded}


def plain_text(encoded: Value) -> str | None:
    """Decode one value of ``data``; None where it is no text.

    >>> plain_text("eA=="), plain_text("/w==")
    ('x', None)
    """
    data = base64_bytes(encoded) if isinstance(encoded, str) else None
    try:
        return None if data is None else data.decode()
    except UnicodeDecodeError:
        return None


def same_form(sides: Iterable[Value]) -> list[Value]:
    """Bring keys that some sides hold in plain text and some in base64 into one form, where they are text.

    That form is plain text: it wins, so a value written there holds whatever the other map says.
    """
    listed = list(sides)
    maps = [side for side in listed if isinstance(side, dict)]
    plain = {key for side in maps for key in _part(side, "stringData")}
    mixed = {key for side in maps for key in _part(side, "data") if key in plain}
    turned = {
        key for key in mixed if all(plain_text(_part(side, "data").get(key, "")) is not None for side in maps)
    }
    return [_turned(side, turned) if turned and isinstance(side, dict) else side for side in listed]


def _turned(side: _Map, keys: set[str]) -> _Map:
    data, plain = _part(side, "data"), _part(side, "stringData")
    moved = {key: plain_text(part) for key, part in data.items() if key in keys}
    if not moved:
        return side
    kept: Value = {key: part for key, part in data.items() if key not in keys}
    return {**side, "data": kept, "stringData": {**moved, **plain}}


def _part(side: _Map, key: str) -> _Map:
    part = side.get(key)
    return dict(part) if isinstance(part, dict) else {}
