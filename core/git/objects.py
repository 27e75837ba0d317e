"""What plumbing prints, as values: trees, blobs, commits. Pure."""

import codecs
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from core.errors import SourceUnreadable
from core.model.proposal import Commit

__all__ = ["Entry", "blobs", "commit_in", "is_oid", "listed"]

_OID: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_AUTHOR: Final = re.compile(rb"^author (?P<who>[^\n]*?) ?(?P<seconds>-?\d+) [+-]\d+$", re.MULTILINE)
_COMMITTER: Final = re.compile(rb"^committer (?P<who>[^\n]*?) ?-?\d+ [+-]\d+$", re.MULTILINE)
_SIGNATURE: Final = re.compile(rb"^gpgsig(?:-sha256)? ", re.MULTILINE)
_ENCODING: Final = re.compile(
    rb"^encoding (iso-?8859-\d{1,2}|latin-?1|windows-125\d|cp125\d|koi8-[ru]|euc-jp|shift_jis|gbk|gb18030)$",
    re.MULTILINE | re.IGNORECASE,
)
"""The text encodings that commits are found in, beside UTF-8; any other name is read as UTF-8."""


class Entry(NamedTuple):
    """One entry of a tree: its mode as git writes it (``100644``) and its object id."""

    mode: str
    oid: str

    @property
    def is_file(self) -> bool:
        """It is a regular file: no link, no submodule."""
        return self.mode in {"100644", "100755", "100664"}

    @property
    def is_executable(self) -> bool:
        """It is a regular file that may be run."""
        return self.mode == "100755"


def is_oid(text: str) -> bool:
    """Tell whether a text is a full object id, SHA-1 or SHA-256."""
    return _OID.fullmatch(text) is not None


def listed(output: bytes) -> dict[str, Entry]:
    """Read ``ls-tree -r -z``: path to entry. Names that are not UTF-8 are left out."""
    entries: dict[str, Entry] = {}
    for line in output.split(b"\0")[:-1]:
        head, _, name = line.partition(b"\t")
        mode, _, oid = head.split(b" ")
        try:
            entries[name.decode()] = Entry(mode.decode(), oid.decode())
        except UnicodeDecodeError:
            continue
    return entries


def blobs(output: bytes) -> Iterator[tuple[str, bytes]]:
    """Read ``cat-file --batch``: object id and content, in the order they were asked for.

    Raises:
        SourceUnreadable: an object is missing, as in a partial clone.
    """
    at = 0
    while at < len(output):
        end = output.index(b"\n", at)
        words = output[at:end].decode("ascii", "replace").split()
        if words[-1] == "missing":
            raise SourceUnreadable(
                f"Could not read the object {words[0]}",
                why="the repository does not have it; it may be a partial clone",
                next_step="git fetch --refetch brings all objects",
            )
        size = int(words[2])
        yield words[0], output[end + 1 : end + 1 + size]
        at = end + size + 2


def commit_in(oid: str, content: bytes) -> Commit:
    """Read a commit object; text that is not in its declared encoding is read with marks in it."""
    header, _, message = content.partition(b"\n\n")
    encoding = _encoding(header)
    author, committer = _AUTHOR.search(header), _COMMITTER.search(header)
    return Commit(
        oid=oid,
        author=author["who"].decode(encoding, "replace") if author else "",
        authored=_time(int(author["seconds"]) if author else 0),
        subject=message.lstrip(b"\n").partition(b"\n")[0].decode(encoding, "replace").strip(),
        committer=committer["who"].decode(encoding, "replace") if committer else "",
        signed=_SIGNATURE.search(header) is not None,
    )


def _encoding(header: bytes) -> str:
    declared = _ENCODING.search(header)
    try:
        return codecs.lookup(declared[1].decode()).name if declared else "utf-8"
    except LookupError:
        return "utf-8"


def _time(seconds: int) -> str:
    """Print seconds since the epoch; a commit may claim a time that no calendar has."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return "1970-01-01T00:00:00Z"
