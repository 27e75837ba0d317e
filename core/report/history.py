"""A unit's revisions as JSON."""

from collections.abc import Mapping, Sequence

from core.model.names import UnitName
from core.model.unit import Head, Revision

__all__ = ["json_diff", "json_history", "json_text"]


def json_history(head: Head, revisions: Sequence[Revision], digests: Sequence[str]) -> dict[str, object]:
    """Give a unit's revisions, oldest first, and which is Head and which was last applied.

    Args:
        head: which is Head.
        revisions: oldest first.
        digests: keyed ones of their data, in the same order; a plain hash would let a secret be guessed.
    """
    return {
        "unit": str(head.unit),
        "space": head.unit.space,
        "head": head.number,
        "applied": head.applied,
        "deleted": head.deleted,
        "revisions": [_revision(one, digest) for one, digest in zip(revisions, digests, strict=True)],
    }


def json_text(unit: UnitName, number: int, text: str) -> dict[str, object]:
    """Give one revision's text, as the desk masked it."""
    return {"unit": str(unit), "space": unit.space, "number": number, "text": text}


def json_diff(
    unit: UnitName,
    numbers: tuple[int, int],
    diff: Sequence[str],
    report: Sequence[Mapping[str, object]] | None,
) -> dict[str, object]:
    """Give the difference of two revisions, line by line and, where there is a report, field by field."""
    older, newer = numbers
    return {
        "unit": str(unit),
        "space": unit.space,
        "from": older,
        "to": newer,
        "diff": list(diff),
        "report": None if report is None else list(report),
    }


def _revision(revision: Revision, digest: str) -> dict[str, object]:
    change = revision.change
    return {
        "number": revision.number,
        "created": revision.created,
        "author": change.author,
        "source": change.source.value,
        "description": change.description,
        "incident": change.incident,
        "links": dict(change.links),
        "data_hash": digest,
        "deletes": revision.deletes,
    }
