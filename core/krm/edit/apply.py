"""Apply: change fields of a text and leave every other byte alone."""

from collections.abc import Sequence
from itertools import groupby

from core.fieldpath import ROOT
from core.krm.edit.changes import FieldChange
from core.krm.edit.pieces import Opened
from core.krm.edit.prove import prove_pieces
from core.krm.edit.rewrite import refused
from core.krm.edit.sheet import Sheet
from core.krm.read.limits import USUAL, Limits
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value

__all__ = ["edit"]


def edit(
    text: str | Opened,
    changes: Sequence[FieldChange],
    *,
    donors: Sequence[str | Opened] = (),
    limits: Limits = USUAL,
) -> str:
    r"""Give the text with some places changed, in its own style, and prove that nothing else moved.

    Args:
        text: a YAML or JSON text, or one that was opened already; a resource may also be an item of a list
            in it.
        changes: in order; each sees what those before it made. The root path with a value sets a whole
            document, and adds one that is not there; with `ABSENT` it removes the document. Removing what is
            not there changes nothing.
        donors: texts from which documents that are added are copied, comments and all.
        limits: how much is read before it is refused.

    Returns:
        The edited text. Lines that no change is about are the same bytes.

    Raises:
        EditRefused: a change has no place here, would change another place too (an anchor that aliases
            use), or cannot be proved; nothing is written.
        InputRefused: the text cannot be read.

    >>> from core.fieldpath import FieldPath
    >>> change = FieldChange(resource=0, path=FieldPath.parse("spec.replicas"), value=5)
    >>> edit("spec:\n  replicas: 3  # the floor\n", [change])
    'spec:\n  replicas: 5  # the floor\n'
    """
    sheet = Sheet(text, limits)
    for resource, group in groupby(changes, key=lambda change: change.resource):
        _apply(sheet, resource, list(group), donors)
    before = text if isinstance(text, str) else text.documents.text
    result = sheet.text
    if result != before:
        prove_pieces(sheet.pieces, limits)
    return result


def _apply(
    sheet: Sheet, resource: ResourceId | int, changes: list[FieldChange], donors: Sequence[str | Opened]
) -> None:
    """Make all changes of one resource, those between two of the whole document at one go."""
    for is_whole, group in groupby(changes, key=lambda change: not change.path.steps):
        if is_whole:
            for change in group:
                _apply_whole(sheet, resource, change.value, donors)
            continue
        edits = [(change.path, change.value) for change in group]
        place = sheet.find(resource)
        if place is not None:
            sheet.rewrite(place, edits)
        elif any(value is not ABSENT for _, value in edits):
            raise refused(edits[0][0], f"the text has no document {resource}")


def _apply_whole(
    sheet: Sheet, resource: ResourceId | int, value: Value | Absent, donors: Sequence[str | Opened]
) -> None:
    place = sheet.find(resource)
    if place is None:
        if isinstance(value, Absent):
            return
        if isinstance(resource, int):
            raise refused(ROOT, f"the text has no document {resource}")
        sheet.add(resource, value, donors)
    elif value is ABSENT and not place[1].steps:
        sheet.remove(place[0])
    else:
        sheet.rewrite(place, [(ROOT, value)])
