"""Rewrite: change one place of one document, operation by operation, each proved before the next."""

from collections.abc import Iterator, Sequence

from core.errors import EditRefused, InputRefused
from core.fieldpath import ROOT, FieldPath
from core.krm.edit.operations import Drop, Operation, after, operations
from core.krm.edit.pieces import Piece, composed, with_last_break
from core.krm.edit.prove import first_difference, is_confined
from core.krm.edit.spans import NoSplice
from core.krm.edit.splice import splices
from core.krm.edit.style import Style, has_alias, style_of
from core.krm.edit.values import changed, resolved, value_at
from core.krm.read.limits import Limits
from core.krm.read.nodes import Node
from core.krm.values import Absent, Value

__all__ = ["refused", "rewritten"]


def rewritten(
    piece: Piece, edits: Sequence[tuple[FieldPath, Value | Absent]], otherwise: Style, limits: Limits
) -> Piece:
    """Give a piece whose document has some places changed, in order.

    Args:
        piece: a document.
        edits: places and what shall stand there; `ABSENT` removes what does, but not the whole document.
        otherwise: habits to write in where the document shows none.
        limits: how much is read.

    Raises:
        EditRefused: no way was found whose result, read again, is what was intended and nothing else.
    """
    if isinstance(piece.value, Absent):
        return piece
    text, value, path = piece.text, piece.value, ROOT
    try:
        node = composed(text, limits).node
        style = style_of(text, node, otherwise)
        for path, new in edits:
            for operation in _planned(value, path, new):
                value = after(value, operation)
                text, node = _done(text, node, operation, value, style, limits)
    except (NoSplice, InputRefused) as problem:
        raise refused(path, problem.why if isinstance(problem, InputRefused) else str(problem)) from None
    return Piece(text=text, value=value)


def _planned(value: Value, path: FieldPath, new: Value | Absent) -> Iterator[Operation]:
    target = changed(value, path, new)
    place = resolved(value, path)
    if isinstance(new, Absent):
        if len(place.steps) == len(path.steps):
            yield Drop(place)
        return
    old, wanted = value_at(value, place), value_at(target, place)
    if not isinstance(old, Absent) and not isinstance(wanted, Absent):
        yield from operations(old, wanted, place)


def _done(
    text: str, node: Node, operation: Operation, goal: Value, style: Style, limits: Limits
) -> tuple[str, Node]:
    """Carry an operation out; where the text lacks its last line break and that is in the way, with one."""
    try:
        return _carried_out(text, node, operation, goal, style, limits)
    except NoSplice:
        ended = with_last_break(text, node, style.eol)
        if ended == text:
            raise
        return _carried_out(ended, composed(ended, limits).node, operation, goal, style, limits)


def _carried_out(
    text: str, node: Node, operation: Operation, goal: Value, style: Style, limits: Limits
) -> tuple[str, Node]:
    """Take the first splice that is proved; a refusal gives the last one's reason."""
    problem = "no way to write it was found"
    for splice in splices(text, node, operation, goal, style):
        result = text[: splice.start] + splice.text + text[splice.end :]
        made = _read_again(result, goal, limits)
        if isinstance(made, str):
            problem = made
        elif is_confined(text, node, operation, splice):
            return result, made
        else:
            problem = "lines that have nothing to do with it would change"
    raise NoSplice(problem)


def _read_again(text: str, goal: Value, limits: Limits) -> Node | str:
    """Read a result; give its node where it is what was intended, else say in words what is wrong with it."""
    try:
        node = composed(text, limits).node
    except InputRefused as error:
        return f"the result would be refused: {error.why}"
    except NoSplice as error:
        return str(error)
    path = first_difference(goal, node.value)
    if path is None:
        return node
    return f"{path} would not be as intended" + (", since an alias is tied to it" if has_alias(node) else "")


def refused(path: FieldPath, why: str) -> EditRefused:
    """Word the refusal of an edit."""
    return EditRefused(
        f"Could not edit {path if path.steps else 'the document'}",
        why=why,
        next_step="make the change in the file by hand and run the command again",
    )
