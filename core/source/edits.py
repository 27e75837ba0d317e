"""Source edits: from rendered fields back to the authoring files, each step proved by rendering again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from core.errors import EditRefused, InputRefused
from core.krm.edit.changes import FieldChange
from core.krm.read.documents import from_bytes, read_resources
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value
from core.model.names import UnitName
from core.model.source import Command, Files, Kustomize, SpaceSource
from core.ports.renderer import RenderedUnit
from core.ports.source_edits import Located
from core.ports.trees import Trees
from core.progress import never_stop
from core.safetext import safe_line
from core.source.in_files import file_candidates
from core.source.in_kustomize import kustomize_candidates
from core.source.proof import Proof, Wanted
from core.source.renderer import SourceRenderer

__all__ = ["SourceEditor"]

_MOST_REASONS: Final = 2


class SourceEditor:
    """Implements `core.ports.source_edits.SourceEdits` over the renderer of the same settings."""

    def __init__(self, renderer: SourceRenderer, trees: Trees) -> None:
        self._renderer = renderer
        self._trees = trees

    def edits(self, space: str, oid: str, wanted: Mapping[UnitName, Sequence[FieldChange]]) -> Located:
        """Find the files to change; see the port."""
        pairs = [(unit, change) for unit, changes in wanted.items() for change in changes]
        search = _Search(self._renderer, self._trees, self._renderer.source(space), oid)
        return search.at_once(pairs) or search.one_by_one(pairs)


class _Search:
    """One space at one commit, and the files as they are by now."""

    def __init__(self, renderer: SourceRenderer, trees: Trees, space: SpaceSource, oid: str) -> None:
        self._trees, self._oid, self._space = trees, oid, space
        self._units = {one.unit: one for one in renderer.render(space.space, oid, stop=never_stop())}
        self._proof = Proof(renderer, trees, oid)
        self._before: dict[str, str] = {}

    def at_once(self, wanted: Wanted) -> Located | None:
        """Take the first candidate of every change and prove them together; None where that fails."""
        texts: dict[str, str] = {}
        for unit, change in wanted:
            try:
                found = next(self._candidates(unit, change, texts), None)
            except EditRefused:
                return None
            if found is None:
                return None
            texts |= found
        files = self._moved(texts)
        return None if self._proof.objection(wanted, files) else Located(files=files, unrepresentable=())

    def one_by_one(self, wanted: Wanted) -> Located:
        """Prove candidate after candidate, change after change; what none brings about is said so."""
        texts: dict[str, str] = {}
        done: list[tuple[UnitName, FieldChange]] = []
        left: list[tuple[UnitName, FieldChange, str]] = []
        for unit, change in wanted:
            found, why = self._first_proved(unit, change, texts, done)
            if found is None:
                left.append((unit, change, why))
            else:
                texts |= found
                done.append((unit, change))
        return Located(files=self._moved(texts), unrepresentable=tuple(left))

    def _first_proved(
        self, unit: UnitName, change: FieldChange, texts: Mapping[str, str], done: Wanted
    ) -> tuple[Mapping[str, str] | None, str]:
        whys: dict[str, None] = {}
        try:
            for found in self._candidates(unit, change, texts):
                files = self._moved({**texts, **found})
                why = self._proof.objection([*done, (unit, change)], files)
                if not why:
                    return found, ""
                whys[f"an edit of {', '.join(map(safe_line, found))} is no way: {why}"] = None
        except EditRefused as error:
            return None, error.why
        return None, "; ".join(list(whys)[:_MOST_REASONS]) or self._nowhere(unit)

    def _candidates(
        self, unit: UnitName, change: FieldChange, texts: Mapping[str, str]
    ) -> Iterator[Mapping[str, str]]:
        rendered = self._units.get(unit)
        if rendered is None:
            return iter(())
        match self._space.source:
            case Files():
                return file_candidates(self._now(rendered, texts), rendered.paths, change)
            case Kustomize():
                now = self._now(rendered, texts)
                paths = [path for path in rendered.paths if path in now]
                return kustomize_candidates(now, paths, change, self._value(rendered, change.resource))
            case Command():
                return iter(())

    def _now(self, rendered: RenderedUnit, texts: Mapping[str, str]) -> Mapping[str, str]:
        """Read the files of a unit, as they are by now; what is no text is out."""
        unread = [path for path in rendered.paths if path not in self._before]
        for path, content in self._trees.contents(self._oid, unread).items():
            try:
                self._before[path] = from_bytes(content)
            except InputRefused:
                continue
        return {**self._before, **texts}

    def _value(self, rendered: RenderedUnit, resource: ResourceId | int) -> Value | Absent:
        documents = read_resources(rendered.text, namespace=self._space.namespace).documents
        keys = {document.id.key: document.value for document in documents if document.id is not None}
        return keys.get(resource.key, ABSENT) if isinstance(resource, ResourceId) else ABSENT

    def _moved(self, texts: Mapping[str, str]) -> dict[str, str]:
        return {path: text for path, text in texts.items() if text != self._before.get(path)}

    def _nowhere(self, unit: UnitName) -> str:
        if unit not in self._units:
            return "Git has no such unit; add it to the source by hand"
        match self._space.source:
            case Files():
                return "no file of the unit holds that resource"
            case Kustomize():
                return (
                    "no patch, and no file that the kustomization reads, sets it in a way that can be edited"
                )
            case Command():
                return "its source is a command, and nobody can tell which file of it this field comes from"
