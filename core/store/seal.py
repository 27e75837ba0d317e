"""Hashes over stored records, so that a changed bit is found when the record is read."""

import hashlib
import json
from collections.abc import Sequence

__all__ = ["canonical", "seal_of", "unsealed"]


def canonical(value: object) -> str:
    r"""Print plain values as JSON in the one way that equal values share.

    >>> canonical({"b": [1, None], "a": "é"})
    '{"a":"\\u00e9","b":[1,null]}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def seal_of(kind: str, values: Sequence[str | int]) -> str:
    """Hash a record: SHA-256 over its kind and values in canonical JSON.

    It shows accidents, not forgery: whoever can change the record can hash it anew.
    Source: reliability.md §2.5, bit rot.

    >>> seal_of("unit", ["shop", 1]) == seal_of("unit", ["shop", "1"])
    False
    """
    return hashlib.sha256(canonical([kind, *values]).encode()).hexdigest()


def unsealed(kind: str, row: Sequence[object]) -> tuple[str | int, ...] | None:
    """Check a record that ends with its seal, and give its values; None where the seal does not fit.

    >>> unsealed("unit", ["shop", 1, seal_of("unit", ["shop", 1])])
    ('shop', 1)
    >>> unsealed("unit", [b"shop", 1, seal_of("unit", ["shop", 1])])
    """
    values = tuple(value for value in row[:-1] if isinstance(value, (str, int)))
    return values if len(values) == len(row) - 1 and seal_of(kind, values) == row[-1] else None
