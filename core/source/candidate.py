"""Candidate: one edit that may bring a rendered field about. Only a guess until it was rendered again."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from core.errors import EditRefused, InputRefused
from core.ports.source_edits import Confidence, NewTexts

__all__ = ["Candidate", "attempt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One edit.

    Attributes:
        files: what it makes of each file.
        how: what it edits, in words.
        confidence: how plainly that sets the field.
    """

    files: NewTexts
    how: str
    confidence: Confidence


def attempt(path: str, make: Callable[[], str], how: str, confidence: Confidence) -> Iterator[Candidate]:
    """Yield an edit of one file, or nothing where it cannot be made."""
    try:
        files: Mapping[str, str | None] = {path: make()}
    except (EditRefused, InputRefused):
        return
    yield Candidate(files=files, how=how, confidence=confidence)
