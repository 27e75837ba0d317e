"""Files and folders that are ours alone: 0600 in 0700, written whole or not at all.

Source: reliability.md T32.
"""

import hashlib
import os
import secrets
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.errors import SourceUnreadable
from core.store.trouble import Place, unreadable, unwritable

__all__ = ["Distrust", "distrusted", "load_or_create_key", "place_new", "private_folder", "write_private"]

_FOLDER_MODE: Final = 0o700
_OTHERS_WRITE: Final = 0o022
_OTHERS_ANY: Final = 0o077
_KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Distrust:
    """Why a file or folder does not count as ours.

    Attributes:
        why: in words.
        next_step: the way out.
    """

    why: str
    next_step: str


def distrusted(path: Path, *, forbidden: int = _OTHERS_WRITE) -> Distrust | None:
    """Tell why a file or folder does not count as ours; None where it does.

    A link is not followed. Others may read what is there, unless told otherwise, but never write.

    Args:
        path: of a file or folder that is there.
        forbidden: the mode bits it may not have.

    Raises:
        OSError: it is not there, or the rights to look are missing.
    """
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        return Distrust(why="it is a symbolic link", next_step=f"use what it points to: {path.resolve()}")
    if found.st_uid != os.geteuid():
        return Distrust(
            why=f"it belongs to uid {found.st_uid}, and we run as uid {os.geteuid()}",
            next_step="run headgate as its owner, or set XDG_STATE_HOME to a folder of your own",
        )
    if stat.S_IMODE(found.st_mode) & forbidden:
        return Distrust(
            why=f"its mode {stat.S_IMODE(found.st_mode):04o} lets others in",
            next_step=f"see that nobody changed it, then: chmod go= {path}",
        )
    return None


def private_folder(path: Path) -> None:
    """Make a folder, 0700, with what is missing above it; one that is there must be ours.

    Raises:
        StorageUnwritable: it cannot be made, or it is not ours, or others may write to it.
    """
    place = Place(path, "the folder for local state")
    try:
        for folder in reversed([path, *path.parents]):
            if not folder.exists():
                with suppress(FileExistsError):  # somebody else was quicker
                    folder.mkdir(mode=_FOLDER_MODE)
                _sync(folder.parent)
        distrust = distrusted(path)
        is_folder = path.is_dir()
    except OSError as error:
        raise unwritable(place, error) from error
    if not is_folder:
        raise unwritable(place, "it is not a folder")
    if distrust is not None:
        raise unwritable(place, distrust.why, distrust.next_step)


def write_private(path: Path, data: bytes) -> None:
    """Write a file of ours, 0600: whoever reads sees the old content or the new, even after a crash.

    Raises:
        StorageUnwritable: it cannot be written; what was there is still there.
    """
    private_folder(path.parent)
    try:
        fresh = _written_beside(path, data)
        try:
            fresh.replace(path)
        except OSError:
            fresh.unlink()
            raise
        _sync(path.parent)
    except OSError as error:
        raise unwritable(Place(path, path.name), error) from error


def place_new(fresh: Path, path: Path) -> bool:
    """Give a finished file its name for good, unless the name is taken; its own name goes in any case.

    Returns:
        Whether the name was free. Of several at once exactly one finds it so.

    Raises:
        OSError: it cannot be done.
    """
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        return False
    finally:
        fresh.unlink()
    _sync(path.parent)
    return True


def load_or_create_key(path: Path) -> tuple[str, bytes]:
    """Read the key for digests of secret values, or make one; of several at once all get the same.

    Returns:
        An id that tells keys apart and tells nothing of the key, and the key, 32 bytes.

    Raises:
        SourceUnreadable: it is damaged, unreadable, or others may read it.
        StorageUnwritable: there is none, and none can be written.
    """
    place = Place(path, "the digest key")
    try:
        if not path.exists():
            private_folder(path.parent)
            _make_key(place)
        key = _read_key(place)
    except OSError as error:
        raise unreadable(place, error) from error
    return hashlib.sha256(b"headgate digest key id\0" + key).hexdigest()[:16], key


def _make_key(place: Place) -> None:
    try:
        place_new(_written_beside(place.path, secrets.token_hex(_KEY_BYTES).encode() + b"\n"), place.path)
    except OSError as error:
        raise unwritable(place, error) from error


def _read_key(place: Place) -> bytes:
    distrust = distrusted(place.path, forbidden=_OTHERS_ANY)
    if distrust is not None:
        raise unreadable(place, distrust.why, distrust.next_step)
    try:
        key = bytes.fromhex(place.path.read_text("ascii"))
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise SourceUnreadable(
            f"Could not read {place.title}",
            why=f"{place.path} does not hold {_KEY_BYTES} bytes in hexadecimal",
            changed="nothing; the file is left as it is",
            next_step="put a good copy in its place; with a new key, settled secret values are asked again",
        )
    return key


def _written_beside(path: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:  # mkstemp made it 0600
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        fresh.unlink()
        raise
    return fresh


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
