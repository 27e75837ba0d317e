"""The candidates of one change, whatever the space's source is, over the files as they are by now."""

from collections.abc import Iterator, Mapping, Sequence

from core.errors import InputRefused
from core.krm.edit.changes import FieldChange
from core.krm.read.documents import from_bytes, read_resources
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value
from core.model.names import UnitName
from core.model.source import Command, Files, Kustomize, SpaceSource
from core.ports.source_edits import NewTexts
from core.ports.trees import Trees
from core.progress import never_stop
from core.source.candidate import Candidate
from core.source.files import chosen_paths
from core.source.in_command import command_candidates, is_asked
from core.source.in_files import file_candidates, new_files
from core.source.in_kustomize import kustomize_candidates
from core.source.renderer import SourceRenderer
from core.source.whole import whole_candidates

__all__ = ["Nearest"]


class Nearest:
    """One space at one commit."""

    def __init__(self, renderer: SourceRenderer, trees: Trees, space: SpaceSource, oid: str) -> None:
        self._trees, self._oid, self._space = trees, oid, space
        self._renderer = renderer
        readable = renderer.readable(space.space, oid, stop=never_stop())
        self._units = {one.unit: one for one in readable.units}
        self._before: dict[str, str] = {}

    def candidates(self, unit: UnitName, change: FieldChange, texts: NewTexts) -> Iterator[Candidate]:
        """Yield what may bring a change about, the nearest first.

        Args:
            unit: whose.
            change: the field, or the whole resource.
            texts: files that were edited by now.

        Raises:
            EditRefused: the one file that could be edited cannot be.
        """
        match self._space.source:
            case Files() as source:
                return self._in_files(source, unit, change, texts)
            case Kustomize() as source:
                return self._in_kustomize(source, unit, change, texts)
            case Command():
                now = self._now([path for path in self._trees.tree(self._oid) if is_asked(path)], texts)
                return command_candidates(now, change, self._value(unit, change.resource))

    def moved(self, texts: NewTexts) -> dict[str, str | None]:
        """Leave out what is as it was."""
        return {path: text for path, text in texts.items() if text != self._before.get(path)}

    def nowhere(self, unit: UnitName) -> str:
        """Say why there is no candidate at all."""
        match self._space.source:
            case Files() if unit in self._units:
                return "no file of the unit holds that resource"
            case Kustomize() if unit in self._units:
                return (
                    "no patch, and no file that the kustomization reads, sets it in a way that can be edited"
                )
            case Command() if unit in self._units:
                return (
                    "its source is a command, and no template, variable or value of the tree gives it plainly"
                )
            case _:
                return "Git has no such unit; add it to the source by hand"

    def _in_files(
        self, source: Files, unit: UnitName, change: FieldChange, texts: NewTexts
    ) -> Iterator[Candidate]:
        rendered = self._units.get(unit)
        if rendered is not None:
            now = self._now(rendered.paths, texts)
            yield from file_candidates(now, [path for path in rendered.paths if path in now], change)
            if self._has(unit, change.resource):
                return
        taken = chosen_paths(self._trees, self._oid, source)
        added = {path: text for path, text in texts.items() if text is not None}
        yield from new_files(source, taken, unit.unit, added, change)

    def _in_kustomize(
        self, source: Kustomize, unit: UnitName, change: FieldChange, texts: NewTexts
    ) -> Iterator[Candidate]:
        needed = self._renderer.needed(source, self._oid, self._trees).files
        now = self._now(needed, texts)
        paths = [path for path in needed if path in now]
        if change.path.steps:
            return kustomize_candidates(now, paths, change, self._value(unit, change.resource))
        return whole_candidates(now, paths, change, is_rendered=self._has(unit, change.resource))

    def _now(self, paths: Sequence[str], texts: NewTexts) -> Mapping[str, str]:
        """Read files as they are by now; what is no text, and what is gone, is out."""
        tree = self._trees.tree(self._oid)
        unread = [path for path in paths if path not in self._before and path in tree]
        for path, content in self._trees.contents(self._oid, unread).items():
            try:
                self._before[path] = from_bytes(content)
            except InputRefused:
                continue
        now = {path: texts.get(path, self._before.get(path)) for path in (*paths, *texts)}
        return {path: text for path, text in now.items() if text is not None}

    def _has(self, unit: UnitName, resource: ResourceId | int) -> bool:
        return self._value(unit, resource) is not ABSENT

    def _value(self, unit: UnitName, resource: ResourceId | int) -> Value | Absent:
        rendered = self._units.get(unit)
        if rendered is None or isinstance(resource, int):
            return ABSENT
        documents = read_resources(rendered.text, namespace=self._space.namespace).documents
        keys = {document.id.key: document.value for document in documents if document.id is not None}
        return keys.get(resource.key, ABSENT)
