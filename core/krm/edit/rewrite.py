"""Rewrite: change one place of one document, operation by operation, each proved before the next."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from core.errors import EditRefused, InputRefused
from core.fieldpath import ROOT, FieldPath
from core.krm.edit.operations import Drop, Operation, Put, after, operations
from core.krm.edit.pieces import Piece, composed, meaning, with_last_break
from core.krm.edit.prove import first_difference, is_confined
from core.krm.edit.scalars import Splice
from core.krm.edit.spans import NoSplice, locate
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
    value, path = piece.value, ROOT
    try:
        draft = _Draft(piece, otherwise, limits)
        for path, new in edits:
            for operation in _planned(value, path, new):
                value = after(value, operation)
                draft.take(operation, value)
        draft.carry_out()
    except (NoSplice, InputRefused) as problem:
        raise refused(path, problem.why if isinstance(problem, InputRefused) else str(problem)) from None
    return Piece(text=draft.text, value=value, root=draft.root, is_proved=draft.text != piece.text)


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


class _Draft:
    """A document's text on its way; operations that leave each other's places alone wait for each other."""

    def __init__(self, piece: Piece, otherwise: Style, limits: Limits) -> None:
        self.text = piece.text
        self.root = piece.root
        self._limits = limits
        self._origin = (self.text, self._node, otherwise)
        self._waiting: list[tuple[Operation, Value]] = []

    @property
    def _node(self) -> Node:
        """The document's node; read where nobody needed it before."""
        if self.root is None:
            self.root = composed(self.text, self._limits)
        return self.root.node

    @cached_property
    def _style(self) -> Style:
        """How the document was written to begin with."""
        return style_of(*self._origin)

    def take(self, operation: Operation, goal: Value) -> None:
        """Take the next operation, and what the document shall mean after it."""
        if isinstance(operation, Put) and not locate(self._node, operation.path).missing:
            self._waiting.append((operation, goal))
        else:
            self.carry_out(is_last=False)
            self._do(operation, goal, is_last=False)

    def carry_out(self, *, is_last: bool = True) -> None:
        """Carry out what waits: at one go, which is read once, or else one by one."""
        waiting, self._waiting = self._waiting, []
        if len(waiting) > 1 and self._do_at_once(waiting, is_last=is_last):
            return
        for at, (operation, goal) in enumerate(waiting, 1):
            self._do(operation, goal, is_last=is_last and at == len(waiting))

    def _do_at_once(self, waiting: Sequence[tuple[Operation, Value]], *, is_last: bool) -> bool:
        """Try the first splice of each; False where they do not fit together, or one needs another way."""
        chosen: list[Splice] = []
        for operation, goal in waiting:
            splice = next(self._splices(operation, goal), None)
            if splice is None:
                return False
            chosen.append(splice)
        chosen.sort()
        if any(left.end > right.start or left.start == right.start for left, right in pairwise(chosen)):
            return False
        return self._take_over(chosen, waiting[-1][1], is_last=is_last) == ""

    def _do(self, operation: Operation, goal: Value, *, is_last: bool) -> None:
        """Take the first splice that is proved, if need be after the text got its last line break.

        Raises:
            NoSplice: none is; gives the last one's reason.
        """
        problem = self._tried(operation, goal, is_last=is_last)
        if problem and not self.text.endswith("\n"):
            ended = with_last_break(self.text, self._node, self._style.eol)
            self.text, self.root = ended, composed(ended, self._limits)
            problem = self._tried(operation, goal, is_last=is_last)
        if problem:
            raise NoSplice(problem)

    def _tried(self, operation: Operation, goal: Value, *, is_last: bool) -> str:
        problem = "no way to write it was found"
        try:
            for splice in self._splices(operation, goal):
                problem = self._take_over([splice], goal, is_last=is_last)
                if not problem:
                    return ""
        except NoSplice as error:
            return str(error)
        return problem

    def _splices(self, operation: Operation, goal: Value) -> Iterator[Splice]:
        for splice in splices(self.text, self._node, operation, goal, lambda: self._style):
            if is_confined(self.text, self._node, operation, splice):
                yield splice

    def _take_over(self, chosen: Sequence[Splice], goal: Value, *, is_last: bool) -> str:
        """Splice, and read the result; keep it where it is what was intended, else say what is wrong.

        After the last operation nobody needs to know where things stand, so only the meaning is read.
        """
        parts: list[str] = []
        at = 0
        for splice in chosen:
            parts += [self.text[at : splice.start], splice.text]
            at = splice.end
        result = "".join([*parts, self.text[at:]])
        try:
            root = None if is_last else composed(result, self._limits)
            found = meaning(result, self._limits) if root is None else root.node.value
        except InputRefused as error:
            return f"the result would be refused: {error.why}"
        except NoSplice as error:
            return str(error)
        if (path := first_difference(goal, found)) is not None:
            return f"{path} would not be as intended" + _tie(result, self._limits)
        self.text, self.root = result, root
        return ""


def _tie(text: str, limits: Limits) -> str:
    """Say what may be to blame for an unintended change."""
    return ", since an alias is tied to it" if has_alias(composed(text, limits).node) else ""


def refused(path: FieldPath, why: str) -> EditRefused:
    """Word the refusal of an edit."""
    return EditRefused(
        f"Could not edit {path if path.steps else 'the document'}",
        why=why,
        next_step="make the change in the file by hand and run the command again",
    )
