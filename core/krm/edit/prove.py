"""Prove: an edit is believed only when the text, read again, means what was intended and nothing moved."""

from collections.abc import Sequence

from core.errors import EditRefused, InputRefused
from core.fieldpath import ROOT, FieldPath, Index
from core.krm.edit.operations import Operation
from core.krm.edit.pieces import Piece
from core.krm.edit.scalars import Splice
from core.krm.edit.spans import Located, body_end, line_end, line_start, locate
from core.krm.edit.values import is_same
from core.krm.read.documents import read
from core.krm.read.jsontext import could_be_json
from core.krm.read.limits import Limits
from core.krm.read.nodes import FLOW, Node
from core.krm.read.refusal import refuse_size
from core.krm.values import Absent, Value, as_written

__all__ = ["first_difference", "is_confined", "prove", "prove_pieces"]


def is_confined(text: str, root: Node, operation: Operation, splice: Splice) -> bool:
    """Tell whether a splice takes away nothing but lines of the node that the operation is about.

    What stands alone in its map or list is one with it.
    """
    if splice.start == splice.end:
        return True
    place = locate(root, operation.path)
    while place.parent is not None and len(place.parent.parts) == 1:
        place = locate(root, place.path.parent)
    end = line_end(text, body_end(text, place.node))
    return _first_of(text, place) <= splice.start and not text[end : splice.end].strip()


def _first_of(text: str, place: Located) -> int:
    """Find the first character that goes with a place: its line's, or in braces its neighbour's end."""
    parent = place.parent
    if parent is None:
        return place.node.start
    if parent.style == FLOW and place.at:
        return parent.parts[place.at - 1].end
    return line_start(text, (parent.keys or parent.parts)[place.at].start)


def prove_pieces(pieces: Sequence[Piece], limits: Limits) -> None:
    """Prove an edited text: read as a whole, it means what its pieces were meant to.

    Where the whole text is one piece, and that was read again after the last change to it, this has been
    done: the same bytes under the same limits mean the same, so only the size is left to look at. A text that
    could be JSON is read by rules of its own, and so is read again in any case. Several pieces are read
    together: what stands in one could reach into the next.

    Raises:
        EditRefused: a document is missing, is too many, or differs from what was intended.
    """
    text = "".join(piece.text for piece in pieces)
    if len(pieces) == 1 and pieces[0].is_proved and not could_be_json(text):
        try:
            refuse_size(text, "", limits)
        except InputRefused as error:
            raise _refused_again(error) from None
        return
    prove(text, [piece.value for piece in pieces if not isinstance(piece.value, Absent)], limits)


def prove(text: str, intended: list[Value], limits: Limits) -> None:
    """Read an edited text again and compare every document, value by value and type by type.

    Raises:
        EditRefused: a document is missing, is too many, or differs from what was intended.
    """
    try:
        found = [document.value for document in read(text, limits=limits).documents]
    except InputRefused as error:
        raise _refused_again(error) from None
    if len(found) != len(intended):
        raise _unproved(f"read again it has {len(found)} documents, not {len(intended)}")
    for place, (wanted, value) in enumerate(zip(intended, found, strict=True)):
        if (path := first_difference(wanted, value)) is not None:
            raise _unproved(f"read again, {path} of document {place + 1} is not what was intended")


def first_difference(left: Value, right: Value, at: FieldPath = ROOT) -> FieldPath | None:
    """Find a place where two values differ; None where they are the same.

    >>> str(first_difference({"a": [1, 2]}, {"a": [1, "2"]}))
    'a[1]'
    """
    if as_written(left, right) or is_same(left, right):
        return None
    if isinstance(left, dict) and isinstance(right, dict):
        keys = [key for key in {**left, **right} if key not in left or key not in right]
        if keys:
            return at / keys[0]
        pairs = [(at / key, left[key], right[key]) for key in left]
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        pairs = [(at / Index(place), *both) for place, both in enumerate(zip(left, right, strict=True))]
    else:
        return at
    found = (first_difference(here, there, path) for path, here, there in pairs)
    return next((path for path in found if path is not None), at)


def _refused_again(error: InputRefused) -> EditRefused:
    return _unproved(f"read again it is refused: {error.why}")


def _unproved(why: str) -> EditRefused:
    return EditRefused(
        "Could not prove an edit", why=why, next_step="make the change in the file by hand and run again"
    )
