"""Source edits: from rendered fields back to the authoring files, each step proved by rendering again."""

from collections.abc import Iterator, Mapping, Sequence
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
        return search.at_once(pairs) or search.one_by_one(pairs)

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
            return [judged for _, judged in search.judged(unit, change, {}, also=also)]
        except EditRefused:
            return ()

    def _search(self, space: str, oid: str) -> "_Search":
        nearest = Nearest(self._renderer, self._trees, self._renderer.source(space), oid)
        return _Search(nearest, Proof(self._renderer, self._trees, oid))


class _Search:
    """One space at one commit."""

    def __init__(self, nearest: Nearest, proof: Proof) -> None:
        self._nearest = nearest
        self._proof = proof

    def at_once(self, wanted: Wanted) -> Located | None:
        """Take the first candidate of every change and prove them together; None where that fails."""
        texts: dict[str, str | None] = {}
        chosen: list[Chosen] = []
        for unit, change in wanted:
            try:
                found = next(self._nearest.candidates(unit, change, texts), None)
            except EditRefused:
                return None
            if found is None:
                return None
            texts |= found.files
            chosen.append(_chosen(unit, change, found))
        files = self._nearest.moved(texts)
        judgement = self._proof.judge(wanted, files)
        if judgement.objection:
            return None
        return Located(files=files, chosen=tuple(chosen), proved_in=judgement.spaces)

    def one_by_one(self, wanted: Wanted) -> Located:
        """Prove candidate after candidate, change after change; what none brings about is said so."""
        texts: dict[str, str | None] = {}
        done: list[tuple[UnitName, FieldChange]] = []
        chosen: list[Chosen] = []
        left: list[Unrepresentable] = []
        for unit, change in wanted:
            tried: list[Tried] = []
            try:
                found = self._first_proved(unit, change, texts, done, tried)
            except EditRefused as error:
                left.append(Unrepresentable(unit=unit, change=change, why=error.why))
                continue
            if found is None:
                left.append(self._left(unit, change, tried))
            else:
                texts |= found.files
                done.append((unit, change))
                chosen.append(_chosen(unit, change, found))
        files = self._nearest.moved(texts)
        spaces = self._proof.judge(done, files).spaces if done else ()
        return Located(files=files, unrepresentable=tuple(left), chosen=tuple(chosen), proved_in=spaces)

    def judged(
        self,
        unit: UnitName,
        change: FieldChange,
        texts: NewTexts,
        *,
        done: Wanted = (),
        also: Wanted = (),
    ) -> Iterator[tuple[Candidate, Tried]]:
        """Yield candidate after candidate with what the proof says of it, alone or with others' changes."""
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
            )

    def _first_proved(
        self, unit: UnitName, change: FieldChange, texts: NewTexts, done: Wanted, tried: list[Tried]
    ) -> Candidate | None:
        for found, judged in self.judged(unit, change, texts, done=done):
            if not judged.objection:
                return found
            tried.append(judged)
        return None

    def _left(self, unit: UnitName, change: FieldChange, tried: Sequence[Tried]) -> Unrepresentable:
        whys = dict.fromkeys(f"{one.how} is no way: {one.objection}" for one in tried)
        why = "; ".join(list(whys)[:_MOST_REASONS]) or self._nearest.nowhere(unit)
        return Unrepresentable(
            unit=unit, change=change, why=why, tried=tuple(tried), options=options_of(unit, tried)
        )


def _chosen(unit: UnitName, change: FieldChange, found: Candidate) -> Chosen:
    return Chosen(unit=unit, change=change, how=safe_line(found.how), confidence=found.confidence)
