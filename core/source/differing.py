"""Where two rendered resources differ to the letter, and how a value is told to people. Pure."""

import json
from collections.abc import Iterator
from typing import Final

from core.fieldpath import ROOT, FieldPath, Index
from core.krm.edit.values import is_same
from core.krm.redact import is_sensitive
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value
from core.safetext import safe_line

__all__ = ["differing", "shown"]

_LONGEST: Final = 60


def differing(
    left: Value | Absent, right: Value | Absent, at: FieldPath = ROOT
) -> Iterator[tuple[FieldPath, Value | Absent, Value | Absent]]:
    """Yield the places where two values differ, with what each holds there.

    >>> [(str(path), old, new) for path, old, new in differing({"a": 1, "b": [2]}, {"a": 1, "b": [3]})]
    [('b[0]', 2, 3)]
    """
    if is_same(left, right):
        return
    if isinstance(left, dict) and isinstance(right, dict):
        for key in {**left, **right}:
            yield from differing(left.get(key, ABSENT), right.get(key, ABSENT), at / key)
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for place, both in enumerate(zip(left, right, strict=True)):
            yield from differing(*both, at / Index(place))
    else:
        yield at, left, right


def shown(kind: str, path: FieldPath, value: Value | Absent) -> str:
    """Write a value in a few characters; of what must not be shown a mark."""
    if isinstance(value, Absent):
        return "nothing"
    if is_sensitive(ResourceId("", kind, "", ""), path, value):
        return "***"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    line = safe_line(text)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
