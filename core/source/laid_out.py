"""Files of a commit laid out in a private folder for a program to read; gone again when it has."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from core.errors import InputRefused, StorageUnwritable
from core.ports.trees import TreeFile, Trees
from core.safetext import safe_line
from core.store.files import private_folder

__all__ = ["laid_out"]

_BYTES: Final = 1 << 28
"""More than any configuration; less than what fills a disk."""


@contextmanager
def laid_out(trees: Trees, oid: str, paths: Sequence[str], *, state: Path) -> Iterator[Path]:
    """Lay files out below ``state``; the folder they are in is given, and removed afterwards.

    Only regular files are written, so nothing there leads out of the folder.

    Raises:
        InputRefused: a path leaves the tree, or there is too much.
        StorageUnwritable: the state folder cannot be written.
    """
    for path in paths:
        if path.startswith("/") or {"", ".", ".."} & set(path.split("/")):
            raise _refused(f"its path {safe_line(path)} leaves the tree")
    contents = trees.contents(oid, paths)
    if sum(map(len, contents.values())) > _BYTES:
        raise _refused(f"its files have more than {_BYTES} bytes")
    private_folder(state)
    folder = Path(tempfile.mkdtemp(dir=state, prefix="build-"))
    try:
        _write(folder / "tree", contents, trees.tree(oid))
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(top: Path, contents: Mapping[str, bytes], tree: Mapping[str, TreeFile]) -> None:
    try:
        top.mkdir()
        for path, content in contents.items():
            file = top / path
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("xb") as fresh:
                fresh.write(content)
            file.chmod(0o700 if tree[path].executable else 0o600)
    except OSError as error:
        raise StorageUnwritable(
            "Could not lay out the files of a commit",
            why=f"{safe_line(str(error.filename))}: {error.strerror}",
            next_step="see that there is room for it, or set XDG_STATE_HOME to another place",
        ) from error


def _refused(why: str) -> InputRefused:
    return InputRefused(
        "Could not lay out the files of a commit",
        why=why,
        next_step="look at that commit with git ls-tree -r",
    )
