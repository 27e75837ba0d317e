"""Trees with some files replaced or gone, or only some there: what a commit would be. Pure."""

import hashlib
from collections.abc import Collection, Mapping, Sequence

from core.ports.source_edits import NewTexts
from core.ports.trees import TreeFile, Trees

__all__ = ["EditedTrees", "OnlyFiles"]


class EditedTrees:
    """Implements `core.ports.trees.Trees` over others, with some files' texts replaced or added, or gone."""

    def __init__(self, trees: Trees, files: NewTexts) -> None:
        self._trees = trees
        self._files = {path: text.encode() for path, text in files.items() if text is not None}
        self._gone = frozenset(path for path, text in files.items() if text is None)

    def tree(self, oid: str) -> Mapping[str, TreeFile]:
        """Map the files; a replaced one has an id that no blob has."""
        tree = {path: file for path, file in self._trees.tree(oid).items() if path not in self._gone}
        for path, content in self._files.items():
            known = tree.get(path)
            name = f"edited-{hashlib.sha256(content).hexdigest()}"
            tree[path] = TreeFile(blob=name, executable=known is not None and known.executable)
        return tree

    def contents(self, oid: str, paths: Sequence[str]) -> Mapping[str, bytes]:
        """Read files."""
        others = [path for path in paths if path not in self._files]
        found = self._trees.contents(oid, others)
        return {path: self._files[path] if path in self._files else found[path] for path in paths}


class OnlyFiles:
    """Implements `core.ports.trees.Trees` over others, with all files but some left out."""

    def __init__(self, trees: Trees, paths: Collection[str]) -> None:
        self._trees = trees
        self._paths = frozenset(paths)

    def tree(self, oid: str) -> Mapping[str, TreeFile]:
        """Map the files that are left."""
        return {path: file for path, file in self._trees.tree(oid).items() if path in self._paths}

    def contents(self, oid: str, paths: Sequence[str]) -> Mapping[str, bytes]:
        """Read files."""
        return self._trees.contents(oid, paths)
