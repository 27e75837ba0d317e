"""The renderer: the units of each space at a commit, whatever their source is."""

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from core.errors import InputRefused, NotFound, SourceUnreadable
from core.krm.parts import parts_of
from core.krm.read.documents import from_bytes, read_resources
from core.krm.read.limits import Limits
from core.model.source import Command, Files, Kustomize, SpaceSource
from core.ports.processes import Run
from core.ports.renderer import Readable, RenderedUnit
from core.ports.trees import Trees
from core.progress import Stop
from core.safetext import safe_line
from core.source.edited import OnlyFiles
from core.source.files import broken_files, chosen_paths, render_files
from core.source.kept import Kept, recipe
from core.source.laid_out import laid_out
from core.source.needed import Needed, needed_files
from core.source.parts import Placed
from core.source.programs import kustomize_argv, printed
from core.source.units import units_of_parts

__all__ = ["SourceRenderer"]

_GENERATED: Final = Limits(bytes=1 << 26, nodes=4_000_000, documents=20_000)
"""A whole space in one text; each unit of it is read under the usual limits."""

_SEPARATORS: Final = re.compile(r"\A---[ \t]*\n|(?<=\n)---[ \t]*\n?\Z")
"""What stands between generated documents says nothing, and would change with their order."""

_REMEMBERED: Final = 32


class SourceRenderer:
    """Implements `core.ports.renderer.Renderer`. What was rendered at a commit is remembered."""

    def __init__(
        self,
        trees: Trees,
        spaces: Sequence[SpaceSource],
        *,
        run: Run,
        state: Path,
        environment: Mapping[str, str],
    ) -> None:
        self._trees = trees
        self._spaces = {space.space: space for space in spaces}
        self._run = run
        self._state = state
        self._environment = environment
        self._kept = Kept(state / "rendered")
        self._remembered: dict[tuple[SpaceSource, str], tuple[RenderedUnit, ...]] = {}

    def spaces(self) -> Sequence[str]:
        """List the spaces that have a source."""
        return tuple(self._spaces)

    def source(self, space: str) -> SpaceSource:
        """Read what the settings say of a space's source.

        Raises:
            NotFound: there is no such space, or it has no source.
        """
        if space not in self._spaces:
            raise NotFound(
                f"Could not render the space {safe_line(space)}",
                why=f"headgate.yaml names no source for it; it names {', '.join(self._spaces) or 'none'}",
                next_step="correct the name, or give the space a source in headgate.yaml",
            )
        return self._spaces[space]

    def render(self, space: str, oid: str, *, stop: Stop) -> Sequence[RenderedUnit]:
        """Render a space's units at a commit; see the port."""
        source = self.source(space)
        return self.render_over(source, oid, self._trees, stop=stop)

    def readable(self, space: str, oid: str, *, stop: Stop) -> Readable:
        """Render what can be read of a space; see the port."""
        source = self.source(space)
        try:
            return Readable(units=self.render(space, oid, stop=stop), broken={})
        except InputRefused:
            if not isinstance(source.source, Files):
                raise
            broken = broken_files(self._trees, oid, source.source, source)
            sound = set(chosen_paths(self._trees, oid, source.source)) - broken.keys()
            if not broken or not sound:
                raise
        left = OnlyFiles(self._trees, sound)
        return Readable(units=self.render_over(source, oid, left, stop=stop), broken=broken)

    def render_over(
        self, space: SpaceSource, oid: str, trees: Trees, *, stop: Stop
    ) -> tuple[RenderedUnit, ...]:
        """Render a space from other trees than the repository's, as when an edit is tried out.

        Raises as `render`.
        """
        key = (space, oid)
        if trees is self._trees and key in self._remembered:
            return self._remembered[key]
        if stop.is_set():
            raise SourceUnreadable(
                f"Did not render the space {space.space}",
                why="whoever asked for it ended it",
                next_step="start it again",
            )
        units = tuple(sorted(self._units(space, oid, trees), key=lambda one: one.unit))
        if trees is self._trees:
            self._remembered[key] = units
            while len(self._remembered) > _REMEMBERED:
                self._remembered.pop(next(iter(self._remembered)))
        return units

    def needed(self, source: Kustomize, oid: str, trees: Trees) -> Needed:
        """Find the files that a kustomization can reach; raises as `needed_files` does."""
        return needed_files(
            trees.tree(oid),
            source.path,
            lambda path: from_bytes(trees.contents(oid, [path])[path], origin=safe_line(path)),
        )

    def _units(self, space: SpaceSource, oid: str, trees: Trees) -> list[RenderedUnit]:
        match space.source:
            case Files() as files:
                return render_files(trees, oid, files, space)
            case Kustomize() as kustomize:
                needed = self.needed(kustomize, oid, trees)
                return self._split(space, self._built(kustomize, needed, oid, trees), needed.files)
            case Command(argv=argv):
                what = f"the output of {safe_line(' '.join(argv))}"
                with laid_out(trees, oid, list(trees.tree(oid)), state=self._state) as folder:
                    return self._split(space, printed(self._run, argv, folder=folder, what=what), ())

    def _built(self, source: Kustomize, needed: Needed, oid: str, trees: Trees) -> str:
        """Build a kustomization, or read what was built before from just these files."""
        where = posixpath.normpath(source.path)
        argv = (*kustomize_argv(self._environment), f"./{where}")
        name = recipe(argv, needed.files, trees.tree(oid))
        if needed.is_closed and (text := self._kept.text(name)) is not None:
            return text
        with laid_out(trees, oid, needed.files, state=self._state) as folder:
            text = printed(self._run, argv, folder=folder, what=f"kustomize {safe_line(where)}")
        if needed.is_closed:
            self._kept.keep(name, text)
        return text

    def _split(self, space: SpaceSource, text: str, paths: Sequence[str]) -> list[RenderedUnit]:
        origin = f"what {space.space} renders to"
        documents = read_resources(text, origin=origin, limits=_GENERATED, namespace=space.namespace)
        if not documents.documents:
            raise SourceUnreadable(
                f"Could not render the space {space.space}",
                why="its source gave no document at all; that is never taken for a deletion of everything",
                next_step="run it by hand to see why, or remove the space from headgate.yaml if it is gone",
            )
        parts = [
            Placed(part=replace(part, text=_SEPARATORS.sub("", part.text)), origin=origin)
            for part in parts_of(documents)
        ]
        return units_of_parts(parts, space, paths=paths)
