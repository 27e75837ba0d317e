"""The manifests of a folder, as they are on disk now; a file that did not change is not read twice."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from core.errors import InputRefused, SourceUnreadable
from core.krm.parts import Part, parts_of
from core.krm.read.documents import from_bytes, read_resources
from core.safetext import safe_line

__all__ = ["Manifest", "Manifests"]

_SUFFIXES: Final = frozenset({".yaml", ".yml", ".json"})

_Key: TypeAlias = tuple[str, str, str, str]
_Stamp: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One resource and the file that holds it.

    Attributes:
        file: where it is.
        part: the resource and its text.
        text: the whole file.
    """

    file: Path
    part: Part
    text: str


class Manifests:
    """The resources of a folder and the folders below it; hidden files and folders are passed over."""

    def __init__(self, folder: Path, namespace: str) -> None:
        self._folder = folder
        self._namespace = namespace
        self._read: dict[Path, tuple[_Stamp, tuple[Manifest, ...]]] = {}

    def by_key(self) -> dict[_Key, Manifest]:
        """Read what is there, by what makes a resource the same (`ResourceId.key`).

        Raises:
            SourceUnreadable: the folder is not there, a file cannot be read or holds something else, or a
                resource is there twice: unknown, never "deleted".
        """
        found: dict[_Key, Manifest] = {}
        try:
            for file in sorted(self._files(self._folder)):
                for manifest in self._in_file(file):
                    first = found.setdefault(manifest.part.id.key, manifest)
                    if first is not manifest:
                        raise self._unreadable(f"{manifest.part.id} is in {first.file} and in {file}")
        except OSError as error:
            raise self._unreadable(f"{error.filename}: {error.strerror}") from error
        except InputRefused as error:
            raise self._unreadable(error.why) from error
        return found

    def _files(self, folder: Path) -> Iterator[Path]:
        for entry in folder.iterdir():
            if entry.name.startswith("."):
                continue
            if entry.is_dir() and not entry.is_symlink():
                yield from self._files(entry)
            elif entry.suffix in _SUFFIXES:
                yield entry

    def _in_file(self, file: Path) -> tuple[Manifest, ...]:
        found = file.stat()
        stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
        known = self._read.get(file)
        if known is not None and known[0] == stamp:
            return known[1]
        if not stat.S_ISREG(found.st_mode):
            raise self._unreadable(f"{file} is no file")
        origin = safe_line(str(file))
        text = from_bytes(file.read_bytes(), origin=origin)
        documents = read_resources(text, origin=origin, namespace=self._namespace)
        manifests = tuple(Manifest(file=file, part=part, text=text) for part in parts_of(documents))
        self._read[file] = (stamp, manifests)
        return manifests

    def _unreadable(self, why: str) -> SourceUnreadable:
        return SourceUnreadable(
            f"Could not read what is live in {safe_line(str(self._folder))}",
            why=safe_line(why),
            next_step="mend that file, or correct live: {folder: ...} in headgate.yaml",
        )
