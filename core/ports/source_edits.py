"""What sync needs of the authoring source: which files to change, and how, so that Git renders a value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from core.krm.edit.changes import FieldChange
from core.model.names import UnitName

__all__ = ["Chosen", "Confidence", "Located", "NewTexts", "SourceEdits", "Tried", "Unrepresentable"]

NewTexts: TypeAlias = Mapping[str, str | None]
"""Path to whole new text; None for a file that goes."""


class Confidence(StrEnum):
    """How plainly a place in the source sets a rendered field; the proof decides, this only ranks."""

    SETS = "sets it"
    EXTENDS = "adds to the overlay"
    SHARED = "is shared"
    GUESSED = "is guessed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One candidate, and what became of it.

    Attributes:
        how: what it edits, in words.
        confidence: how plainly that sets the field.
        files: the files it would change.
        objection: what speaks against it; "" where it was proved.
        also: what else it would change, each with unit, path, old and new value; secrets are marks.
    """

    how: str
    confidence: Confidence
    files: tuple[str, ...]
    objection: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A wanted change that an edit brings about, and the edit.

    Attributes:
        unit: whose.
        change: what was wanted.
        how: what is edited, in words.
        confidence: how plainly that sets the field.
        shared: the one edit brings about others' changes too, and only all of them together.
    """

    unit: UnitName
    change: FieldChange
    how: str
    confidence: Confidence
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrepresentable:
    """A wanted change that no edit of the source brings about: an outcome, not a failure.

    Attributes:
        unit: whose.
        change: what was wanted.
        why: the reason in words.
        tried: the candidates, the nearest first.
        options: what a person can do, in words, the shared edits with their consequences first.
    """

    unit: UnitName
    change: FieldChange
    why: str
    tried: tuple[Tried, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Where wanted changes go.

    Attributes:
        files: every file that has to change; each was proved: rendered again, the units differ in the wanted
            fields and nowhere else, in every space that reads the file.
        unrepresentable: the changes that no edit of a source brings about.
        chosen: how each of the others is brought about.
        proved_in: the spaces that were rendered again for the proof; others read none of the files.
    """

    files: NewTexts
    unrepresentable: tuple[Unrepresentable, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    proved_in: tuple[str, ...] = ()


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

    def tried(
        self,
        oid: str,
        unit: UnitName,
        change: FieldChange,
        *,
        also: Sequence[tuple[UnitName, FieldChange]] = (),
    ) -> Sequence[Tried]:
        """Judge every candidate of one change, the nearest first.

        ``also`` are changes of other units that are wanted too: an edit of what they share is then a way,
        if it brings about all of them. Raises as `edits`.
        """
