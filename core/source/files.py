"""Units from manifests as they are in the tree."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from core.errors import InputRefused, SourceUnreadable
from core.krm.parts import parts_of
from core.krm.read.documents import from_bytes, read_resources
from core.model.source import Files, SpaceSource, Splitting
from core.ports.renderer import RenderedUnit
from core.ports.trees import Trees
from core.safetext import safe_line
from core.source.globs import matches
from core.source.parts import Placed, refuse_twins
from core.source.units import units_of_files, units_of_parts

__all__ = ["KUSTOMIZATIONS", "broken_files", "chosen_paths", "render_files", "resources_in"]

KUSTOMIZATIONS: Final = frozenset({"kustomization.yaml", "kustomization.yml", "Kustomization"})
"""The names kustomize looks for; such a file is no resource."""

_MANIFESTS: Final = frozenset({".yaml", ".yml", ".json"})
_LFS: Final = "version https://git-lfs.github.com/spec/"


def render_files(trees: Trees, oid: str, source: Files, space: SpaceSource) -> list[RenderedUnit]:
    """Read the units of a space whose source is files.

    Raises:
        SourceUnreadable: no file is meant, or none holds a resource.
        InputRefused: a file is no text of resources, or units cannot be told apart.
    """
    contents = chosen_files(trees, oid, source)
    parts = {path: resources_in(text, path, space) for path, text in contents.items()}
    refuse_twins(part for found in parts.values() for part in found)
    full = {path: contents[path] for path, found in parts.items() if found}
    if not full:
        raise _nothing(source, oid, contents)
    if space.units is Splitting.ONE_PER_RESOURCE:
        return units_of_parts([part for found in parts.values() for part in found], space, paths=None)
    return units_of_files(full, source.globs, space)


def broken_files(trees: Trees, oid: str, source: Files, space: SpaceSource) -> dict[str, str]:
    """Find the files of a space that hold no text of resources, each with why."""
    broken: dict[str, str] = {}
    for path, content in trees.contents(oid, chosen_paths(trees, oid, source)).items():
        try:
            resources_in(_text(path, content), path, space)
        except InputRefused as error:
            broken[path] = error.why
    return broken


def chosen_paths(trees: Trees, oid: str, source: Files) -> list[str]:
    """Name the manifests that the globs mean."""
    return [
        path
        for path in sorted(trees.tree(oid))
        if _is_manifest(path) and any(matches(glob, path) for glob in source.globs)
    ]


def chosen_files(trees: Trees, oid: str, source: Files) -> dict[str, str]:
    """Read the manifests that the globs mean, by path.

    Raises:
        InputRefused: one is not UTF-8, or a pointer to a file that Git does not hold.
        NotFound: no such commit.
    """
    contents = trees.contents(oid, chosen_paths(trees, oid, source))
    return {path: _text(path, content) for path, content in contents.items()}


def resources_in(text: str, path: str, space: SpaceSource) -> list[Placed]:
    """Read the resources of one file.

    Raises:
        InputRefused: it holds something else; names the line.
    """
    found = read_resources(text, origin=safe_line(path), namespace=space.namespace)
    return [Placed(part=part, origin=path) for part in parts_of(found)]


def _is_manifest(path: str) -> bool:
    name = PurePosixPath(path)
    return name.suffix in _MANIFESTS and name.name not in KUSTOMIZATIONS


def _text(path: str, content: bytes) -> str:
    text = from_bytes(content, origin=safe_line(path))
    if text.startswith(_LFS):
        raise InputRefused(
            f"Could not read {safe_line(path)}",
            why="it is a Git LFS pointer, and the file it points to is not in Git",
            next_step="keep manifests in Git itself, or leave the file out of the source in headgate.yaml",
        )
    return text


def _nothing(source: Files, oid: str, contents: Mapping[str, str]) -> SourceUnreadable:
    globs = ", ".join(map(safe_line, source.globs))
    what = "the files it means hold no resource" if contents else "it means no file"
    return SourceUnreadable(
        f"Could not render files: {globs} at commit {oid[:10]}",
        why=f"{what}; that is never taken for a deletion of everything",
        next_step="correct source: files in headgate.yaml, or remove the space there if it is gone",
    )
