"""Where a rendered field is written: the file and the lines behind it, found without rendering anything anew.

Only a place that holds the very value that is rendered counts, so that a guess is never told as a finding.
"""

import posixpath
from collections.abc import Mapping, Sequence
from typing import Final

from core.errors import InputRefused
from core.fieldpath import FieldPath
from core.krm.edit.changes import FieldChange
from core.krm.edit.lines import Lines, lines_inside, standing
from core.krm.edit.values import is_same, resolved, value_at
from core.krm.read.documents import Document, from_bytes, read_resources
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value
from core.model.names import UnitName
from core.model.source import Command, Files, Kustomize, SpaceSource
from core.ports.renderer import RenderedUnit
from core.ports.source_lines import RenderedPlace, Untraced, Written
from core.ports.trees import Trees
from core.progress import never_stop
from core.source.files import KUSTOMIZATIONS
from core.source.patches import Patch, patches_in, settings_in
from core.source.renderer import SourceRenderer
from core.source.transformed import transformer_lines

__all__ = ["SourceReader"]

_NO_UNIT: Final = "Git has no such unit"
_NO_FIELD: Final = "Git does not have this field"
_COMMAND: Final = "its source is a command, and nobody can tell which file this field comes from"


class SourceReader:
    """Implements `core.ports.source_lines.SourceLines` over the renderer of the same settings."""

    def __init__(self, renderer: SourceRenderer, trees: Trees) -> None:
        self._renderer = renderer
        self._trees = trees

    def written(
        self, unit: UnitName, oid: str, places: Sequence[RenderedPlace]
    ) -> Sequence[Written | Untraced]:
        """Find each place's lines; see the port."""
        source = self._renderer.source(unit.space)
        units = self._renderer.render(unit.space, oid, stop=never_stop())
        rendered = next((one for one in units if one.unit == unit), None)
        if rendered is None:
            return [Untraced(why=_NO_UNIT)] * len(places)
        texts = self._texts(rendered.paths, oid)
        trace = _Trace(source, rendered, texts)
        return [trace.place(resource, path) for resource, path in places]

    def _texts(self, paths: Sequence[str], oid: str) -> Mapping[str, str]:
        """Read the files of a unit; what is no text is out."""
        found: dict[str, str] = {}
        for path, content in self._trees.contents(oid, paths).items():
            try:
                found[path] = from_bytes(content)
            except InputRefused:
                continue
        return found


class _Trace:
    """One rendered unit and the files it may be from."""

    def __init__(self, space: SpaceSource, rendered: RenderedUnit, texts: Mapping[str, str]) -> None:
        self._source = space.source
        self._paths = [path for path in rendered.paths if path in texts]
        self._texts = texts
        documents = read_resources(rendered.text, namespace=space.namespace).documents
        self._documents = {document.id.key: document for document in documents if document.id is not None}

    def place(self, resource: ResourceId, path: FieldPath) -> Written | Untraced:
        document = self._documents.get(resource.key)
        value = ABSENT if document is None else value_at(document.value, path)
        only = self._paths[0] if len(self._paths) == 1 else ""
        if document is None or document.id is None or isinstance(value, Absent):
            return Untraced(why=_NO_FIELD, path=only)
        match self._source:
            case Files():
                return self._in_files(document.id, path) or Untraced(
                    why="a merge key brings it in", path=only
                )
            case Kustomize():
                return self._in_kustomize(document, document.id, path, value)
            case Command():
                return Untraced(why=_COMMAND)

    def _in_files(self, resource: ResourceId, path: FieldPath) -> Written | None:
        for file in self._paths:
            for one in standing(self._texts[file]):
                if _is_it(one.id, resource) and (lines := one.lines(path)):
                    return _written(file, lines)
        return None

    def _in_kustomize(
        self, document: Document, resource: ResourceId, path: FieldPath, value: Value
    ) -> Written | Untraced:
        """Look where kustomize takes a value from last: from the top, then in the resources."""
        bases = [file for file in self._paths if posixpath.basename(file) in KUSTOMIZATIONS]
        known = resolved(document.value, path)
        for file in bases:
            if lines := transformer_lines(self._texts[file], resource, known, value):
                return _written(file, lines)
            for patch in reversed(list(patches_in(file, self._texts))):
                if patch.kind in {"", resource.kind} and (
                    found := self._in_patch(patch, resource, path, known, value)
                ):
                    return found
        return self._only_one(self._in_resources(set(bases), resource, path, value))

    def _only_one(self, found: Sequence[Written]) -> Written | Untraced:
        if len(found) == 1:
            return found[0]
        which = f"{len(found)} places write" if found else "no file of the kustomization writes"
        return Untraced(why=f"{which} this value")

    def _in_patch(
        self, patch: Patch, resource: ResourceId, path: FieldPath, place: FieldPath, value: Value
    ) -> Written | None:
        probe = FieldChange(resource=resource, path=path, value=value)
        for inner in settings_in(patch, probe, place):
            at = inner.resource if isinstance(inner.resource, int) else 0
            document = patch.documents[at]
            if not is_same(value_at(document, inner.path), value) or not _names(document, resource):
                continue
            where = resolved(document, inner.path)
            if lines := lines_inside(self._texts[patch.path], patch.inside, at, where):
                return _written(patch.path, lines)
        return None

    def _in_resources(
        self, bases: set[str], resource: ResourceId, path: FieldPath, value: Value
    ) -> list[Written]:
        """Find the resources that hold the value; one with the very name counts before one it was made of."""
        found: dict[bool, dict[Written, None]] = {True: {}, False: {}}
        for file in self._paths:
            for one in () if file in bases else standing(self._texts[file]):
                alike = (one.id.group, one.id.kind) == (resource.group, resource.kind)
                if not alike or one.id.name not in resource.name:
                    continue
                lines = one.lines(path) if is_same(value_at(one.value, path), value) else None
                if lines:
                    found[one.id.name == resource.name][_written(file, lines)] = None
        return list(found[True] or found[False])


def _names(document: Value, resource: ResourceId) -> bool:
    """Tell whether a patch is for a resource: its name may be one that kustomize lengthens."""
    name = value_at(document, FieldPath(("metadata", "name")))
    return not isinstance(name, str) or name in resource.name


def _is_it(found: ResourceId, wanted: ResourceId) -> bool:
    alike = (found.group, found.kind, found.name) == (wanted.group, wanted.kind, wanted.name)
    return alike and (found.namespace == wanted.namespace or "" in {found.namespace, wanted.namespace})


def _written(file: str, lines: Lines) -> Written:
    return Written(path=file, first=lines.first, last=lines.last)
