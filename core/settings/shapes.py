"""Shapes: what may stand at a place of the settings, as data.

One table of them is what the reader checks, what the JSON Schema says and what the template explains.
"""

from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Either", "Fixed", "ListOf", "MapOf", "Row", "Shape", "Table", "Text", "Word"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text.

    Attributes:
        what: what it should be, with its article, for people: ``a branch name``.
        pattern: a regular expression that the whole text matches.
    """

    what: str
    pattern: str = r".+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One of a few words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """One number and no other."""

    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf:
    """A list with at least one entry."""

    of: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOf:
    """A map with names of the author's choice."""

    name: Text
    of: "Shape"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One known key.

    Attributes:
        key: as it is written.
        shape: what may stand there.
        why: what it is for, one sentence for people without a full stop.
        usual: what holds where it is not written; None for nothing.
        required: it must be written.
    """

    key: str
    shape: "Shape"
    why: str
    usual: str | None = None
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A map with known keys.

    Attributes:
        rows: the keys.
        one_of: keys of which exactly one is written; empty for no such rule.
    """

    rows: tuple[Row, ...]
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Either:
    """One of several shapes, told apart by what is written: a text, a list or a map."""

    text: Text | Word | None = None
    list: ListOf | None = None
    map: MapOf | Table | None = None


Shape: TypeAlias = Text | Word | Fixed | ListOf | MapOf | Table | Either
