"""Which files of a tree a kustomization can reach: what it names, and what those kustomizations name."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from core.errors import SourceUnreadable
from core.krm.read.documents import read
from core.krm.values import Value
from core.safetext import safe_line
from core.source.files import KUSTOMIZATIONS

__all__ = ["Needed", "needed_files"]

_FAR: Final = re.compile(r"[a-z][a-z0-9+.-]*://|git@|(?:www\.)?github\.com/|.*[?&]ref=", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """What one build needs.

    Attributes:
        files: paths from the top, the kustomization itself first.
        is_closed: nothing is fetched from elsewhere, so that equal files give an equal build.
    """

    files: tuple[str, ...]
    is_closed: bool


def needed_files(paths: Iterable[str], folder: str, read_text: Callable[[str], str]) -> Needed:
    """Follow a kustomization through a tree.

    Every text in it that names a file or folder of the tree counts, so more may be found than is needed,
    never less.

    Args:
        paths: all files of the tree.
        folder: where the build starts.
        read_text: reads one of the files.

    Raises:
        SourceUnreadable: the folder has no kustomization.
        InputRefused: a kustomization is no YAML.
    """
    tree = _Tree(paths)
    start = tree.kustomization(_plain(folder))
    if start is None:
        raise SourceUnreadable(
            f"Could not build {safe_line(folder)}",
            why="the commit has no kustomization.yaml there",
            next_step="correct source: kustomize in headgate.yaml",
        )
    found: dict[str, None] = {}
    waiting, is_closed = [start], True
    while waiting:
        path = waiting.pop(0)
        if path in found:
            continue
        found[path] = None
        if posixpath.basename(path) in KUSTOMIZATIONS:
            named = list(_texts_in(read_text(path), path))
            is_closed = is_closed and not any(_FAR.match(text) for text in named)
            waiting += [file for text in named for file in tree.meant(text, posixpath.dirname(path))]
    return Needed(files=tuple(found), is_closed=is_closed)


class _Tree:
    """The files of a tree, and its folders."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._files = frozenset(paths)
        self._folders: dict[str, list[str]] = {}
        for path in sorted(self._files):
            parts = path.split("/")
            for depth in range(len(parts)):
                self._folders.setdefault("/".join(parts[:depth]), []).append(path)

    def kustomization(self, folder: str) -> str | None:
        """Find the kustomization of a folder."""
        known = (posixpath.join(folder, name) for name in sorted(KUSTOMIZATIONS))
        return next((path for path in known if path in self._files), None)

    def meant(self, text: str, folder: str) -> Sequence[str]:
        """Find the files that a text in a folder's kustomization names: one, or what a folder needs."""
        for word in dict.fromkeys((text, text.partition("=")[2])):
            path = _plain(posixpath.join(folder, word)) if word else folder
            if path in self._files:
                return [path]
            if path != folder and path in self._folders:
                inner = self.kustomization(path)
                return self._folders[path] if inner is None else [inner]
        return ()


def _plain(path: str) -> str:
    """Write a path without dots and doubled slashes; the top is ""."""
    plain = posixpath.normpath(path)
    return "" if plain == "." else plain


def _texts_in(text: str, path: str) -> Iterator[str]:
    for document in read(text, origin=safe_line(path)).documents:
        yield from _texts(document.value)


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
