"""Trees that a test writes down."""

import hashlib
from collections.abc import Mapping, Sequence

from core.errors import NotFound
from core.ports.trees import TreeFile

__all__ = ["FakeTrees"]


class FakeTrees:
    """The same files at every commit; those named ``*.sh`` may be run."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = dict(files)

    def tree(self, oid: str) -> Mapping[str, TreeFile]:
        del oid
        return {
            path: TreeFile(blob=hashlib.sha256(content).hexdigest(), executable=path.endswith(".sh"))
            for path, content in self._files.items()
        }

    def contents(self, oid: str, paths: Sequence[str]) -> Mapping[str, bytes]:
        if gone := [path for path in paths if path not in self._files]:
            raise NotFound(f"Could not read {gone[0]}", why=f"{oid} has no such file", next_step="add it")
        return {path: self._files[path] for path in paths}
