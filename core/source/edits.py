"""Source edits: from rendered fields back to the authoring files, each step proved by rendering again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from core.errors import EditRefused
from core.krm.edit.changes import FieldChange
from core.model.names import UnitName
from core.ports.source_edits import Chosen, Located, NewTexts, Tried, Unrepresentable
from core.ports.trees import Trees
from core.safetext import safe_line
from core.source.candidate import Candidate
from core.source.nearest import Nearest
from core.source.options import options_of
from core.source.proof import Proof, Wanted
from core.source.renderer import SourceRenderer

__all__ = ["SourceEditor"]

_MOST_REASONS: Final = 2
_MOST_TRIED: Final = 24


class SourceEditor:
    """Implements `core.ports.source_edits.SourceEdits` over the renderer of the same settings."""

    def __init__(self, renderer: SourceRenderer, trees: Trees) -> None:
        self._renderer = renderer
        self._trees = trees

    def edits(self, space: str, oid: str, wanted: Mapping[UnitName, Sequence[FieldChange]]) -> Located:
        """Find the files to change; see the port."""
        pairs = [(unit, change) for unit, changes in wanted.items() for change in changes]
        search = self._search(space, oid)
        return search.edits(pairs)

    def tried(
        self,
        oid: str,
        unit: UnitName,
        change: FieldChange,
        *,
        also: Sequence[tuple[UnitName, FieldChange]] = (),
    ) -> Sequence[Tried]:
        """Judge every candidate of one change; see the port."""
        search = self._search(unit.space, oid)
        try:
            return [judged for _, judged, _ in search.judged(unit, change, {}, also=also)]
        except EditRefused:
            return ()

    def _search(self, space: str, oid: str) -> "_Search":
        nearest = Nearest(self._renderer, self._trees, self._renderer.source(space), oid)
        return _Search(nearest, Proof(self._renderer, self._trees, oid))


@dataclass(slots=True)
class _Found:
    """What a search has brought about so far; filled by it and by nobody else."""

    texts: dict[str, str | None] = field(default_factory=dict)
    chosen: list[Chosen] = field(default_factory=list)
    left: list[Unrepresentable] = field(default_factory=list)
    spaces: tuple[str, ...] = ()

    @property
    def done(self) -> Wanted:
        """The changes that the texts bring about."""
        return [(one.unit, one.change) for one in self.chosen]

    def take(self, texts: NewTexts, chosen: Sequence[Chosen], spaces: tuple[str, ...]) -> None:
        """Go on from here."""
        self.texts = dict(texts)
        self.chosen += chosen
        self.spaces = spaces


class _Search:
    """One space at one commit."""

    def __init__(self, nearest: Nearest, proof: Proof) -> None:
        self._nearest = nearest
        self._proof = proof

    def edits(self, wanted: Wanted) -> Located:
        """Bring about what can be; what no candidate brings about is said so.

        All go together where their first candidates are proved together; else each half is tried by itself,
        down to the changes that stand in the way, so a few of those among many cost little. Changes that one
        edit brings about only together are looked at once more then.
        """
        found = _Found()
        self._bring_about(wanted, found)
        self._shared(found)
        return Located(
            files=self._nearest.moved(found.texts),
            unrepresentable=tuple(found.left),
            chosen=tuple(found.chosen),
            proved_in=found.spaces,
        )

    def _bring_about(self, wanted: Wanted, found: "_Found") -> None:
        if len(wanted) == 1:
            self._alone(*wanted[0], found)
        elif wanted and not self._together(wanted, found):
            middle = len(wanted) // 2
            self._bring_about(wanted[:middle], found)
            self._bring_about(wanted[middle:], found)

    def _shared(self, found: "_Found") -> None:
        """Take one edit for all that it changes, where each of that was wanted and left."""
        by_edit: dict[str, list[Unrepresentable]] = {}
        for one in found.left:
            if one.tried and one.tried[0].also:
                by_edit.setdefault(one.tried[0].how, []).append(one)
        for group in by_edit.values():
            if len(group) > 1 and self._together([(one.unit, one.change) for one in group], found):
                found.left = [one for one in found.left if one not in group]

    def _together(self, wanted: Wanted, found: "_Found") -> bool:
        """Take the first candidate of every change and prove them together; False where that fails."""
        texts = dict(found.texts)
        chosen: list[Chosen] = []
        twice: set[str] = set()
        for unit, change in wanted:
            try:
                first = next(self._nearest.candidates(unit, change, texts), None)
                shared = first or next(self._nearest.candidates(unit, change, found.texts), None)
            except EditRefused:
                return False
            if shared is None:
                return False
            chosen.append(_chosen(unit, change, shared))
            if first is None:  # another's edit may bring it about: the proof tells
                twice.add(chosen[-1].how)
            else:
                texts |= first.files
        judgement = self._proof.judge([*found.done, *wanted], self._nearest.moved(texts))
        if judgement.objection:
            return False
        found.take(texts, [replace(one, shared=one.how in twice) for one in chosen], judgement.spaces)
        return True

    def _alone(self, unit: UnitName, change: FieldChange, found: "_Found") -> None:
        """Prove candidate after candidate of one change."""
        tried: list[Tried] = []
        try:
            for candidate, judged, spaces in self.judged(unit, change, found.texts, done=found.done):
                if not judged.objection:
                    chosen = [_chosen(unit, change, candidate)]
                    found.take({**found.texts, **candidate.files}, chosen, spaces)
                    return
                tried.append(judged)
        except EditRefused as error:
            found.left.append(Unrepresentable(unit=unit, change=change, why=error.why))
            return
        found.left.append(self._left(unit, change, tried))

    def judged(
        self,
        unit: UnitName,
        change: FieldChange,
        texts: NewTexts,
        *,
        done: Wanted = (),
        also: Wanted = (),
    ) -> Iterator[tuple[Candidate, Tried, tuple[str, ...]]]:
        """Yield candidate after candidate with what the proof says of it, alone or with others' changes.

        The last part names the spaces that were rendered for it.
        """
        for number, found in enumerate(self._nearest.candidates(unit, change, texts)):
            if number == _MOST_TRIED:
                return
            files = self._nearest.moved({**texts, **found.files})
            judgement = self._proof.judge([*done, (unit, change)], files)
            if judgement.objection and also:
                together = self._proof.judge([*done, *also, (unit, change)], files)
                judgement = judgement if together.objection else together
            yield (
                found,
                Tried(
                    how=safe_line(found.how),
                    confidence=found.confidence,
                    files=tuple(sorted(found.files)),
                    objection=judgement.objection,
                    also=judgement.also,
                ),
                judgement.spaces,
            )

    def _left(self, unit: UnitName, change: FieldChange, tried: Sequence[Tried]) -> Unrepresentable:
        whys = dict.fromkeys(f"{one.how} is no way: {one.objection}" for one in tried)
        why = "; ".join(list(whys)[:_MOST_REASONS]) or self._nearest.nowhere(unit)
        return Unrepresentable(
            unit=unit, change=change, why=why, tried=tuple(tried), options=options_of(unit, tried)
        )


def _chosen(unit: UnitName, change: FieldChange, found: Candidate) -> Chosen:
    return Chosen(unit=unit, change=change, how=safe_line(found.how), confidence=found.confidence)
