"""Values by hand: read as somebody typed them, and written for somebody to edit. Pure."""

from typing import Final

from core.errors import InputRefused
from core.krm.edit.emit import block_lines, literal
from core.krm.edit.style import Style
from core.krm.read.documents import read
from core.krm.values import Absent, Unknown
from core.merge.places import Held
from core.merge.typed import Typed

__all__ = ["read_typed", "value_lines"]

_NULLS: Final = frozenset({"null", "Null", "NULL", "~"})


def read_typed(text: str) -> Typed:
    """Read a typed value as kubectl reads YAML; nothing typed removes the field, ``""`` is the empty text.

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


def value_lines(held: Held) -> list[str]:
    r"""Write a value as YAML that `read_typed` reads as the same; no lines for nothing.

    >>> value_lines("a\nb"), value_lines({"cpu": 1})
    (['|-', '  a', '  b'], ['cpu: 1'])
    """
    if isinstance(held, str) and "\n" in held:
        header, lines = literal(held, 2)
        return [header, *lines]
    return [] if isinstance(held, Absent | Unknown) else block_lines(held, 0, Style())
