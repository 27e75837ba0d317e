"""Files of a live folder written whole or not at all, with the mode they had."""

import os
import re
import tempfile
from pathlib import Path

from core.errors import SideMoved, StorageUnwritable
from core.krm.resource import ResourceId
from core.safetext import safe_line

__all__ = ["add_file", "free_name", "remove_file", "replace_file"]


def replace_file(file: Path, text: str, *, seen: str) -> None:
    """Put a new text in a file's place.

    Raises:
        SideMoved: the file no longer holds what was seen; nothing was written.
        StorageUnwritable: it is a link, or cannot be written; it holds what it held.
    """
    try:
        _check(file, seen)
        _put(file, text, mode=file.stat().st_mode)
    except OSError as error:
        raise _unwritable(file, error.strerror or str(error)) from error


def remove_file(file: Path, *, seen: str) -> None:
    """Remove a file; raises as `replace_file` does."""
    try:
        _check(file, seen)
        file.unlink()
    except OSError as error:
        raise _unwritable(file, error.strerror or str(error)) from error


def add_file(file: Path, text: str) -> None:
    """Write a file that is not there yet.

    Raises:
        StorageUnwritable: it cannot be written.
    """
    try:
        _put(file, text, mode=0o644)
    except OSError as error:
        raise _unwritable(file, error.strerror or str(error)) from error


def free_name(folder: Path, resource: ResourceId) -> Path:
    """Find a name for a resource's file that no other file has."""
    stem = re.sub(r"[^a-z0-9.-]+", "-", f"{resource.kind}-{resource.name}".lower()).strip("-.")
    number, file = 1, folder / f"{stem}.yaml"
    while file.exists():
        number += 1
        file = folder / f"{stem}-{number}.yaml"
    return file


def _check(file: Path, seen: str) -> None:
    if file.is_symlink():
        raise _unwritable(file, "it is a link; what it points to may be somebody else's")
    if file.read_bytes() != seen.encode():
        raise SideMoved(
            f"Did not write {safe_line(str(file))}",
            why="somebody changed it since it was read",
            next_step="headgate drift shows what is there now",
        )


def _put(file: Path, text: str, *, mode: int) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".headgate-")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(text.encode())
            os.fchmod(out.fileno(), mode & 0o777)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def _unwritable(file: Path, why: str) -> StorageUnwritable:
    return StorageUnwritable(
        f"Could not write {safe_line(str(file))}",
        why=why,
        next_step="check who may write there, then run headgate resume",
    )
