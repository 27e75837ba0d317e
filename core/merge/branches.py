"""Branches: base, current branch and merged branch of one text, merged for Git with nothing of it lost. Pure.

The engine decides what the fields mean. Comments, order and layout are merged line by line, once each of the
three texts has been brought to the merged meaning in its own words: what still differs between them then is
either such wording, or a conflict.
Source: design §6; gitattributes(5), "Defining a custom merge driver".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.read.limits import USUAL, Limits
from core.krm.values import Unknown
from core.merge.mergetext import MergeResult, merge_texts
from core.merge.places import Held, Place, Side
from core.merge.wording import (
    Clash,
    LineMerge,
    Part,
    Said,
    Worded,
    between,
    chosen,
    clashes,
    comments,
    is_same,
    settled,
)

__all__ = ["BranchMerge", "merge_branches"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchMerge:
    """What came of a merge.

    Attributes:
        parts: the text, in pieces; a clash is what somebody must decide.
        conflicts: the fields that both branches changed unlike; ``git`` of a place is the current branch,
            ``hub`` the merged one.
        wordings: the clashes in which every field means the same and only comments collide.
        lost: comments of a branch that found no place in the text.
    """

    parts: tuple[Part, ...]
    conflicts: tuple[Place, ...] = ()
    wordings: tuple[Clash, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Nothing is left to decide."""
        return not (self.conflicts or self.wordings or self.lost)

    @property
    def current(self) -> str:
        """The text with the current branch's lines at every clash."""
        return chosen(self.parts, lambda clash: clash.current)

    def decided(self, sides: Sequence[Side], *, limits: Limits = USUAL) -> str:
        """Write the text with each conflict decided.

        Args:
            sides: for each conflict, in order: git for the current branch's value, hub for the merged
                branch's, base for the one before both.
            limits: how much is read.

        Raises:
            EditRefused: a value cannot be written without touching more.
        """
        picks = [
            (place, place.held(side))
            for place, side in zip(self.conflicts, sides, strict=True)
            if side is not Side.GIT
        ]
        return edit(self.current, _changes(picks), limits=limits)


def merge_branches(
    base: str, current: str, merged: str, *, lines: LineMerge, limits: Limits = USUAL
) -> BranchMerge:
    """Merge the texts of two branches; "" is a side that has none.

    Where Git's own merge of the lines is clean and means what the engine decided, it is taken.

    Args:
        base: the text of their common ancestor.
        current: the text of the branch that is checked out.
        merged: the text of the branch that is merged into it.
        lines: merges wording.
        limits: how much is read.

    Raises:
        InputRefused: a text cannot be read as resources; names side, line and column.
        EditRefused: the merge cannot be written without touching more.
    """
    texts = _Texts(base, current, merged)
    taken = merge_texts(base, current, merged, limits=limits)
    kept = merge_texts(base, merged, current, limits=limits)
    plain = lines(current, base, merged)
    if taken.clean and not clashes(plain) and is_same(chosen(plain, str), kept.merged, limits):
        worded = Worded(tuple(plain))
    else:
        said = _said(texts, taken, kept, limits)
        worded = settled(lines(*said), said, limits) or Worded(_engines_own(said, limits))
        worded = _with_every_comment(texts, worded, plain, is_open=not taken.clean)
    return BranchMerge(
        parts=worded.parts,
        conflicts=taken.conflicts,
        wordings=worded.wordings,
        lost=worded.lost,
    )


class _Texts(NamedTuple):
    """What went in."""

    base: str
    current: str
    merged: str


def _said(texts: _Texts, taken: MergeResult, kept: MergeResult, limits: Limits) -> Said:
    """Bring each text to the merged meaning; at a conflict it keeps its own value."""
    before = edit(kept.merged, _changes([(place, place.base) for place in taken.conflicts]), limits=limits)
    return Said(
        current=_brought(texts.current, kept.merged, limits),
        base=_brought(texts.base, before, limits),
        merged=_brought(texts.merged, taken.merged, limits),
    )


def _changes(values: Sequence[tuple[Place, Held]]) -> list[FieldChange]:
    return [
        FieldChange(resource=place.resource, path=place.path, value=value)
        for place, value in values
        if not isinstance(value, Unknown)
    ]


def _brought(text: str, meaning: str, limits: Limits) -> str:
    """Write the meaning of one text in the words of another."""
    return merge_texts(text, text, meaning, limits=limits).merged


def _engines_own(said: Said, limits: Limits) -> tuple[Part, ...]:
    """Give the engine's text over the current branch, without help from lines."""
    if is_same(said.current, said.merged, limits):
        return (said.current,)
    return between(said.current, _brought(said.current, said.merged, limits))


def _with_every_comment(texts: _Texts, worded: Worded, plain: Sequence[Part], *, is_open: bool) -> Worded:
    """Say which comments of a branch are lost; where only Git's own clashes keep them, give those."""
    text = "".join("".join(part) for part in worded.parts)
    new = (comments(texts.current) | comments(texts.merged)) - comments(texts.base)
    lost = tuple(sorted(comment for comment in new if comment not in text))
    if lost and clashes(plain) and not is_open:
        return Worded(tuple(plain), clashes(plain))
    return worded._replace(lost=lost)
