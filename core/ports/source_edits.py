"""What sync needs of the authoring source: which files to change, and how, so that Git renders a value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.krm.edit.changes import FieldChange
from core.model.names import UnitName

__all__ = ["Located", "SourceEdits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Where wanted changes go.

    Attributes:
        files: path to whole new text, for every file that has to change; each was proved: rendered again,
            the units differ in the wanted fields and nowhere else, in every space that reads the file.
        unrepresentable: the changes that no edit of a source brings about, each with the reason in words.
    """

    files: Mapping[str, str]
    unrepresentable: tuple[tuple[UnitName, FieldChange, str], ...]


class SourceEdits(Protocol):
    """Finds the smallest edit of the authoring source behind rendered units."""

    def edits(self, space: str, oid: str, wanted: Mapping[UnitName, Sequence[FieldChange]]) -> Located:
        """Find the files to change at a commit. Nothing is written.

        Args:
            space: the space the units are of.
            oid: full object id of the commit that the edit stands on.
            wanted: per unit the fields that its rendered text shall have.

        Raises:
            NotFound: no such space or commit.
            SourceUnreadable: the source cannot be read or rendered.
        """
