"""Proof of an edit: rendered again, the wanted fields are as wanted, and nothing else moved anywhere."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from core.errors import EditRefused, InputRefused, SettingsError, SourceUnreadable
from core.krm.edit.changes import FieldChange
from core.krm.edit.prove import first_difference
from core.krm.edit.values import changed
from core.krm.read.documents import read_resources
from core.krm.resource import ResourceId
from core.krm.values import Absent, Value
from core.model.names import UnitName
from core.model.source import Files, Kustomize, SpaceSource
from core.ports.renderer import RenderedUnit
from core.ports.trees import Trees
from core.progress import never_stop
from core.source.edited import EditedTrees, OnlyFiles
from core.source.globs import matches
from core.source.renderer import SourceRenderer

__all__ = ["Proof", "Wanted"]

Wanted: TypeAlias = Sequence[tuple[UnitName, FieldChange]]

_Place: TypeAlias = tuple[UnitName, tuple[str, str, str, str]]
_Rendered: TypeAlias = dict[_Place, Value]


class Proof:
    """Judges edits of one commit, over all spaces of the settings."""

    def __init__(self, renderer: SourceRenderer, trees: Trees, oid: str) -> None:
        self._renderer = renderer
        self._trees = trees
        self._oid = oid

    def objection(self, wanted: Wanted, files: Mapping[str, str]) -> str:
        """Say what speaks against an edit; "" where it is proved.

        Args:
            wanted: the fields that shall change, each with its unit.
            files: path to whole new text.
        """
        edited = EditedTrees(self._trees, files)
        for name in self._renderer.spaces():
            space = self._renderer.source(name)
            mine = [(unit, change) for unit, change in wanted if unit.space == name]
            if not mine and not self._reaches(space, files):
                continue
            try:
                about = {*files, *self._sources(name, {unit for unit, _ in mine})}
                intended = _with(self._values(space, self._trees, about), mine)
                found = self._values(space, edited, about)
            except (EditRefused, InputRefused, SourceUnreadable, SettingsError) as error:
                return f"with it, {name} could not be checked: {error.why}"
            if why := _difference(intended, found, {(unit, str(change.path)) for unit, change in mine}):
                return why
        return ""

    def _reaches(self, space: SpaceSource, files: Iterable[str]) -> bool:
        """Tell whether a space may read one of the files."""
        match space.source:
            case Files(globs=globs):
                return any(matches(glob, path) for glob in globs for path in files)
            case Kustomize() as source:
                try:
                    needed = self._renderer.needed(source, self._oid, self._trees)
                except (InputRefused, SourceUnreadable):
                    return True
                return not set(needed.files).isdisjoint(files)
            case _:
                return True

    def _sources(self, space: str, units: Collection[UnitName]) -> Iterator[str]:
        for one in self._renderer.render(space, self._oid, stop=never_stop()) if units else ():
            if one.unit in units:
                yield from one.paths

    def _values(self, space: SpaceSource, trees: Trees, about: Collection[str]) -> _Rendered:
        """Render a space; of one whose source is files only the files that the edit is about."""
        if isinstance(space.source, Files):
            trees = OnlyFiles(trees, about)
        units = self._renderer.render_over(space, self._oid, trees, stop=never_stop())
        return dict(_documents(units, space.namespace))


def _documents(units: Iterable[RenderedUnit], namespace: str) -> Iterator[tuple[_Place, Value]]:
    for one in units:
        for document in read_resources(one.text, namespace=namespace).documents:
            if document.id is not None:
                yield (one.unit, document.id.key), document.value


def _with(rendered: _Rendered, wanted: Wanted) -> _Rendered:
    """Give what should be rendered afterwards."""
    intended = dict(rendered)
    for unit, change in wanted:
        place = _found(intended, unit, change.resource)
        if not change.path.steps and isinstance(change.value, Absent):
            intended.pop(place, None)
        elif not change.path.steps or place not in intended:
            intended[place] = changed({}, change.path, change.value)
        else:
            intended[place] = changed(intended[place], change.path, change.value)
    return intended


def _found(rendered: _Rendered, unit: UnitName, resource: ResourceId | int) -> _Place:
    """Find the document that is meant; one that leaves its namespace open is named with one elsewhere."""
    if isinstance(resource, int):
        raise TypeError("rendered fields are named by their resource")
    exact = (unit, resource.key)
    alike = [
        (owner, key)
        for owner, key in rendered
        if owner == unit
        and (key[0], key[1], key[3]) == (resource.group, resource.kind, resource.name)
        and "" in {key[2], resource.namespace}
    ]
    return exact if exact in rendered or len(alike) != 1 else alike[0]


def _difference(intended: _Rendered, found: _Rendered, wanted: set[tuple[UnitName, str]]) -> str:
    for place in [*intended, *(place for place in found if place not in intended)]:
        unit, (_, kind, _, name) = place
        if place not in found or place not in intended:
            verb = "add" if place in found else "remove"
            return f"it would {verb} {kind} {name} of {unit}"
        path = first_difference(intended[place], found[place])
        if path is not None:
            if any(unit == owner and str(path).startswith(wish) for owner, wish in wanted):
                return f"with it, {path} of {unit} does not come out as wanted"
            return f"it also changes {path} of {unit}"
    return ""
