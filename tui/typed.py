"""What an operator types as a value: JSON where it reads as JSON, else plain text."""

import json

from core.krm.values import ABSENT, Absent, Value

__all__ = ["read_value"]


def read_value(typed: str) -> Value | Absent:
    """Read a typed value; nothing typed removes the field, ``""`` is the empty text.

    >>> read_value("3"), read_value('"3"'), read_value("v1.2.3"), read_value("")
    (3, '3', 'v1.2.3', ABSENT)
    """
    text = typed.strip()
    if not text:
        return ABSENT
    try:
        value: Value = json.loads(text, parse_constant=str)
    except (ValueError, RecursionError):
        return text
    return value
