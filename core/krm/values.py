"""Values as the documents hold them, and the two kinds of "nothing there".

A value is plain JSON data: ``dict`` with text keys, ``list``, ``str``, ``int``, ``float``, ``bool`` or
``None`` (YAML null). Three different nothings: ``None`` is a null that is written, `ABSENT` is a field that
is not written, `UNKNOWN` is a side that nobody could read.
"""

from enum import Enum
from typing import Final, TypeAlias

__all__ = ["ABSENT", "UNKNOWN", "Absent", "Unknown", "Value"]

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
