"""Proof of an edit: rendered again, the wanted fields are as wanted, and nothing else moved anywhere."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from core.errors import EditRefused, InputRefused, SettingsError, SourceUnreadable
from core.krm.edit.changes import FieldChange
from core.krm.edit.values import changed, resolved
from core.krm.read.documents import read_resources
from core.krm.resource import ResourceId, identify
from core.krm.values import Absent, Value
from core.model.names import UnitName
from core.model.source import Files, Kustomize, SpaceSource
from core.ports.renderer import RenderedUnit
from core.ports.source_edits import NewTexts
from core.ports.trees import Trees
from core.progress import never_stop
from core.source.differing import differing, shown
from core.source.edited import EditedTrees, OnlyFiles
from core.source.globs import matches
from core.source.renderer import SourceRenderer

__all__ = ["Judgement", "Proof", "Wanted"]

Wanted: TypeAlias = Sequence[tuple[UnitName, FieldChange]]

_Place: TypeAlias = tuple[UnitName, tuple[str, str, str, str]]
_Rendered: TypeAlias = dict[_Place, Value]

_MOST_NAMED: Final = 20
_NAMED_IN_A_LINE: Final = 2


class Judgement(NamedTuple):
    """What is said of an edit.

    Attributes:
        objection: what speaks against it; "" where it is proved.
        also: what else it would change, with old and new value; secrets are marks.
        spaces: the spaces that were rendered again.
    """

    objection: str
    also: tuple[str, ...] = ()
    spaces: tuple[str, ...] = ()


class Proof:
    """Judges edits of one commit, over all spaces of the settings."""

    def __init__(self, renderer: SourceRenderer, trees: Trees, oid: str) -> None:
        self._renderer = renderer
        self._trees = trees
        self._oid = oid

    def judge(self, wanted: Wanted, files: NewTexts) -> Judgement:
        """Render every space that an edit may reach again, and compare.

        Args:
            wanted: the fields that shall change, each with its unit.
            files: path to whole new text; None for a file that goes.
        """
        edited = EditedTrees(self._trees, files)
        failed: list[str] = []
        also: list[str] = []
        seen: list[str] = []
        for name in self._renderer.spaces():
            space = self._renderer.source(name)
            mine = [(unit, change) for unit, change in wanted if unit.space == name]
            if not mine and not self._reaches(space, files):
                continue
            seen.append(name)
            try:
                about = None if None in files.values() else {*files, *self._sources(name, mine)}
                intended = _with(self._values(space, self._trees, about), mine)
                found = self._values(space, edited, about)
            except (EditRefused, InputRefused, SourceUnreadable, SettingsError) as error:
                return Judgement(f"with it, {name} could not be checked: {error.why}")
            for is_wish, words in _differences(intended, found, mine):
                (failed if is_wish else also).append(words)
        return Judgement(_objection(failed, also), tuple(also[:_MOST_NAMED]), tuple(seen))

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

    def _sources(self, space: str, mine: Wanted) -> Iterator[str]:
        units = {unit for unit, _ in mine}
        for one in self._renderer.readable(space, self._oid, stop=never_stop()).units if units else ():
            if one.unit in units:
                yield from one.paths

    def _values(self, space: SpaceSource, trees: Trees, about: Collection[str] | None) -> _Rendered:
        """Render a space; of one whose source is files only those that the edit is about, None being all."""
        if isinstance(space.source, Files) and about is not None:
            trees = OnlyFiles(trees, about)
            if not trees.tree(self._oid):
                return {}
        units = self._renderer.render_over(space, self._oid, trees, stop=never_stop())
        return dict(_documents(units, space.namespace))


def _objection(failed: Sequence[str], also: Sequence[str]) -> str:
    if also:
        more = len(also) - _NAMED_IN_A_LINE
        rest = f", and {more} more" if more > 0 else ""
        return f"it also changes {', '.join(also[:_NAMED_IN_A_LINE])}{rest}"
    return f"with it, {failed[0]}" if failed else ""


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
            value = changed(intended.pop(place), change.path, change.value)
            intended[_renamed(place, value)] = value
    return intended


def _renamed(place: _Place, value: Value) -> _Place:
    """Give a document its place anew where the change was one of its name."""
    unit, key = place
    found = identify(value)
    if found is None:
        return place
    return unit, (found.group, found.kind, found.namespace or key[2], found.name)


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


def _differences(intended: _Rendered, found: _Rendered, wanted: Wanted) -> Iterator[tuple[bool, str]]:
    """Yield what came out unlike what was intended: whether it is a wanted field, and which in words."""
    for place in [*intended, *(place for place in found if place not in intended)]:
        unit, (_, kind, _, _) = place
        wishes = [change for owner, change in wanted if owner == unit]
        if place not in found or place not in intended:
            yield any(not change.path.steps for change in wishes), _of_whole(place, is_there=place in found)
            continue
        asked = [resolved(intended[place], change.path) for change in wishes]
        for path, old, new in differing(intended[place], found[place]):
            values = shown(kind, path, old), shown(kind, path, new)
            if any(wish.covers(path) for wish in asked):
                yield True, f"{path} of {unit} comes out as {values[1]}, not {values[0]}"
            else:
                yield False, f"{path} of {unit} ({values[0]} -> {values[1]})"


def _of_whole(place: _Place, *, is_there: bool) -> str:
    unit, (_, kind, _, name) = place
    return f"{kind} {name} of {unit} ({'it would be there' if is_there else 'it would be gone'})"
