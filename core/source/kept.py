"""Rendered texts kept on disk, by what they were rendered from; a text with a Secret in it is not kept."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from core.errors import StorageUnwritable
from core.ports.trees import TreeFile
from core.store.files import write_private

__all__ = ["Kept", "recipe"]

_SECRET: Final = re.compile(r"""["']?kind["']?\s*:\s*["']?Secret\b""")
_MOST: Final = 256


def recipe(argv: Sequence[str], paths: Sequence[str], tree: Mapping[str, TreeFile]) -> str:
    """Digest everything that a build depends on: the program as it is installed, its words, the files."""
    program = Path(argv[0]).stat()
    files = sorted((path, tree[path].blob) for path in paths)
    whole = [program.st_size, program.st_mtime_ns, *argv, files]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


class Kept:
    """A folder of rendered texts, each under its recipe with its own digest; ``most`` of them at a time."""

    def __init__(self, folder: Path, *, most: int = _MOST) -> None:
        self._folder = folder
        self._most = most

    def text(self, name: str) -> str | None:
        """Read a text; None where it is not kept, or is not as it was written."""
        try:
            digest, _, text = (self._folder / name).read_bytes().decode().partition("\n")
        except (OSError, UnicodeDecodeError):
            return None
        return text if digest == _digest(text) else None

    def keep(self, name: str, text: str) -> None:
        """Write a text; the oldest make room. Where nothing can be written, nothing is kept."""
        if _SECRET.search(text):
            return
        with suppress(StorageUnwritable, OSError):
            write_private(self._folder / name, f"{_digest(text)}\n{text}".encode())
            there = sorted(self._folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)
            for file in there[: -self._most]:
                file.unlink(missing_ok=True)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
