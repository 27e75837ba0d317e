"""Values as the documents hold them, and the two kinds of "nothing there".

A value is plain JSON data: ``dict`` with text keys, ``list``, ``str``, ``int``, ``float``, ``bool`` or
``None`` (YAML null). Three different nothings: ``None`` is a null that is written, `ABSENT` is a field that
is not written, `UNKNOWN` is a side that nobody could read.
"""

import marshal
from enum import Enum
from typing import Final, TypeAlias

__all__ = ["ABSENT", "UNKNOWN", "Absent", "Unknown", "Value", "all_as_written", "as_written"]

Value: TypeAlias = dict[str, "Value"] | list["Value"] | str | int | float | bool | None


class Absent(Enum):
    """The type of `ABSENT`, so that ``match`` and mypy can tell it from any value."""

    ABSENT = "(absent)"

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


class Unknown(Enum):
    """The type of `UNKNOWN`."""

    UNKNOWN = "(unknown)"

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = Absent.ABSENT
UNKNOWN: Final = Unknown.UNKNOWN


def as_written(left: Value, right: Value) -> bool:
    """Tell whether two values are written alike, types and all: a quick yes, never a wrong one.

    Python holds 1 and True for equal, at any depth; their serial forms differ.
    """
    if left is right:
        return True
    kind = left.__class__
    if kind is not right.__class__ or left != right:
        return False
    return kind not in _NESTED or marshal.dumps(left, 0) == marshal.dumps(right, 0)


def all_as_written(one: Value, other: Value, third: Value) -> bool:
    """Tell it of three values, with each written out once."""
    if one is other is third:
        return True
    if not one == other == third:
        return False
    kind = one.__class__
    if kind in _NESTED:
        serial = marshal.dumps(one, 0)
        return serial == marshal.dumps(other, 0) == marshal.dumps(third, 0)
    return kind is other.__class__ is third.__class__


_NESTED: Final = (dict, list)
