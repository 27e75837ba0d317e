"""What an operator types as a value: YAML as kubectl reads it."""

from typing import Final, NamedTuple

from core.errors import InputRefused
from core.krm.read.documents import read
from core.krm.values import ABSENT, Absent, Value

__all__ = ["Typed", "read_typed"]

_NULLS: Final = frozenset({"null", "Null", "NULL", "~"})


class Typed(NamedTuple):
    """A typed value.

    Attributes:
        value: what it reads as; `ABSENT` removes the field.
        trouble: why it is no value, with its place; "" where it is one.
        warning: where other tools read the same words differently; "" for none.
    """

    value: Value | Absent = ABSENT
    trouble: str = ""
    warning: str = ""


def read_typed(text: str) -> Typed:
    """Read a typed value; nothing typed removes the field, ``""`` is the empty text.

    >>> read_typed("3").value, read_typed('"3"').value, read_typed("v1.2.3").value, read_typed("").value
    (3, '3', 'v1.2.3', ABSENT)
    >>> read_typed("{a: ").trouble != ""
    True
    """
    if not text.strip():
        return Typed()
    if text.strip() in _NULLS:
        return Typed(value=None)
    try:
        found = read(text)
    except InputRefused as error:
        return Typed(trouble=error.why)
    if len(found.documents) != 1:
        return Typed(trouble="it holds several documents" if found.documents else "it holds a comment only")
    return Typed(value=found.documents[0].value, warning="; ".join(flag.words for flag in found.flags))
