"""The bare repository of our own in the state folder; its configuration is written by us, file by file.

It borrows the objects of the user's repository through ``objects/info/alternates``, so nothing is fetched or
copied, and no setting of that repository is in force while we read.
"""

from pathlib import Path
from typing import Final

from core.errors import SourceUnreadable, StorageUnwritable
from core.store.files import private_folder, write_private

__all__ = ["SHA1", "SHA256", "prepare_mirror"]

SHA1: Final = "sha1"
SHA256: Final = "sha256"

_CONFIG: Final = """\
# Written by Headgate, and written again when it differs.
[core]
\trepositoryformatversion = {version}
\tbare = true
\tsharedRepository = 0600
\tfsync = committed,reference
\thooksPath = /dev/null
\tlogAllRefUpdates = false
\talternateRefsCommand = :
\tprotectHFS = true
\tprotectNTFS = true
[gc]
\tauto = 0
[maintenance]
\tauto = false
[transfer]
\tfsckObjects = true
{extensions}"""
_SHA256_EXTENSION: Final = "[extensions]\n\tobjectFormat = sha256\n"


def prepare_mirror(folder: Path, *, objects: Path, object_format: str) -> None:
    """Make the mirror, or set right what differs; cheap when nothing does.

    Args:
        folder: where it stands or shall stand.
        objects: the ``objects`` folder of the user's repository.
        object_format: ``sha1`` or ``sha256``.

    Raises:
        SourceUnreadable: the object format is none we know, or the path of ``objects`` fits no line.
        StorageUnwritable: the state folder cannot be written, or others may write to it.
    """
    if object_format not in {SHA1, SHA256}:
        raise SourceUnreadable(
            "Could not read the Git repository",
            why=f"it keeps its objects in the format {object_format}",
            next_step="use a repository with SHA-1 or SHA-256 objects",
        )
    lines = _one_line(objects)
    for inner in ("objects/info", "objects/pack", "refs/heads"):
        private_folder(folder / inner)
    _write(folder / "HEAD", "ref: refs/heads/none\n")
    _write(folder / "config", _config(object_format))
    _write(folder / "objects" / "info" / "alternates", lines)


def _config(object_format: str) -> str:
    if object_format == SHA256:
        return _CONFIG.format(version=1, extensions=_SHA256_EXTENSION)
    return _CONFIG.format(version=0, extensions="")


def _one_line(objects: Path) -> str:
    text = str(objects)
    if "\n" in text or text.startswith(("#", '"')):
        raise SourceUnreadable(
            "Could not read the Git repository",
            why="its path holds a line break",
            next_step="move the repository to a folder with a plain name",
        )
    return f"{text}\n"


def _write(path: Path, text: str) -> None:
    """Write a small file as a whole; one that holds the text already is left alone."""
    try:
        if path.read_bytes() == text.encode():
            return
    except FileNotFoundError:
        pass
    except OSError as error:
        raise StorageUnwritable(
            f"Could not prepare the Git mirror {path.parent}",
            why=error.strerror or str(error),
            next_step="make the state folder readable, or set XDG_STATE_HOME to another",
        ) from error
    write_private(path, text.encode())
