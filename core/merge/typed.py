"""A value that somebody typed."""

from typing import NamedTuple

from core.krm.values import ABSENT, Absent, Value

__all__ = ["Typed"]


class Typed(NamedTuple):
    """What a typed text reads as.

    Attributes:
        value: the value; `ABSENT` removes the field.
        trouble: why it is no value, with its place; "" where it is one.
        warning: where other tools read the same words differently; "" for none.
    """

    value: Value | Absent = ABSENT
    trouble: str = ""
    warning: str = ""
