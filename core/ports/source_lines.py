"""Where in the authoring source a rendered field is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from core.fieldpath import FieldPath
from core.krm.resource import ResourceId
from core.model.names import UnitName

__all__ = ["RenderedPlace", "SourceLines", "Untraced", "Written"]

RenderedPlace: TypeAlias = tuple[ResourceId, FieldPath]
"""A field of a rendered unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Where a field's value is written.

    Attributes:
        path: the file, relative to the repository's top.
        first: its first line, from 1.
        last: its last line.
    """

    path: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Untraced:
    """A field of which nobody can tell where its value is written.

    Attributes:
        why: in words.
        path: the one file it can only be from; "" where there are several.
    """

    why: str
    path: str = ""


class SourceLines(Protocol):
    """Finds the lines behind rendered fields."""

    def written(
        self, unit: UnitName, oid: str, places: Sequence[RenderedPlace]
    ) -> Sequence[Written | Untraced]:
        """Find each place's lines at a commit, in the order asked.

        Raises:
            NotFound: no such space or commit.
            SourceUnreadable: the source cannot be read or rendered.
        """
