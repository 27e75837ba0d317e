"""Hashes over stored records, so that a changed bit is found when the record is read."""

import hashlib
import json
from collections.abc import Sequence

__all__ = ["canonical", "seal_of"]


def canonical(value: object) -> str:
    r"""Print plain values as JSON in the one way that equal values share.

    >>> canonical({"b": [1, None], "a": "é"})
    '{"a":"\\u00e9","b":[1,null]}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def seal_of(kind: str, values: Sequence[object]) -> str:
    """Hash a record: SHA-256 over its kind and values in canonical JSON; "" where it has no JSON form.

    It shows accidents, not forgery: whoever can change the record can hash it anew.
    Source: reliability.md §2.5, bit rot.

    >>> seal_of("unit", ["shop", 1]) == seal_of("unit", ["shop", "1"])
    False
    """
    try:
        return hashlib.sha256(canonical([kind, *values]).encode()).hexdigest()
    except TypeError:  # a flipped bit can turn a text into bytes
        return ""
