"""Apply: change fields of a text and leave every other byte alone."""

from collections.abc import Sequence

from core.fieldpath import FieldPath
from core.krm.edit.changes import FieldChange
from core.krm.edit.pieces import Piece, find, pieces_of
from core.krm.edit.prove import prove
from core.krm.edit.rewrite import refused, rewritten
from core.krm.edit.style import Style
from core.krm.edit.whole import habits_of, with_document, without_document
from core.krm.read.limits import USUAL, Limits
from core.krm.values import ABSENT, Absent

__all__ = ["edit"]


def edit(
    text: str, changes: Sequence[FieldChange], *, donors: Sequence[str] = (), limits: Limits = USUAL
) -> str:
    r"""Give the text with some places changed, in its own style, and prove that nothing else moved.

    Args:
        text: a YAML or JSON text; a resource may also be an item of a list in it.
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

    >>> change = FieldChange(resource=0, path=FieldPath.parse("spec.replicas"), value=5)
    >>> edit("spec:\n  replicas: 3  # the floor\n", [change])
    'spec:\n  replicas: 5  # the floor\n'
    """
    pieces = pieces_of(text, limits)
    habits = habits_of(pieces, limits)
    for change in changes:
        pieces = _applied(pieces, change, donors, habits, limits)
    result = "".join(piece.text for piece in pieces)
    if result != text:
        prove(result, [piece.value for piece in pieces if not isinstance(piece.value, Absent)], limits)
    return result


def _applied(
    pieces: list[Piece], change: FieldChange, donors: Sequence[str], habits: Style, limits: Limits
) -> list[Piece]:
    found = find(pieces, change.resource)
    if found is None:
        return _where_nothing_is(pieces, change, donors, habits, limits)
    at, prefix = found
    if change.value is ABSENT and not prefix.steps and not change.path.steps:
        return without_document(pieces, at, limits)
    path = FieldPath(prefix.steps + change.path.steps)
    piece = rewritten(pieces[at], path, change.value, habits, limits)
    return [*pieces[:at], piece, *pieces[at + 1 :]]


def _where_nothing_is(
    pieces: list[Piece], change: FieldChange, donors: Sequence[str], habits: Style, limits: Limits
) -> list[Piece]:
    if isinstance(change.value, Absent):
        return pieces
    if change.path.steps or isinstance(change.resource, int):
        raise refused(change.path, f"the text has no document {change.resource}")
    return with_document(pieces, change.resource, change.value, donors, habits, limits)
