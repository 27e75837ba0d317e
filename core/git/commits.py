"""A commit as a stream for ``git fast-import``: one process, no index; same words, same id. Pure."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from core.errors import InputRefused, UsageError
from core.git.objects import Entry
from core.safetext import safe_line

__all__ = ["COMMITTER", "commit_stream", "seconds_of"]

COMMITTER: Final = "Headgate <headgate@headgate.invalid>"
"""Who puts what others changed into Git: never a person, so that whoever runs it makes the same commit."""

_AUTHOR: Final = re.compile(r"[^<>\n\0]* ?<[^<>\n\0]*>")


def commit_stream(
    *,
    parent: str,
    files: Mapping[str, str | None],
    modes: Mapping[str, Entry],
    message: str,
    author: str,
    when: str,
) -> bytes:
    """Write the stream that makes one commit below ``refs/headgate/`` and prints its object id.

    Args:
        parent: full object id.
        files: path to new text; None for a file that goes.
        modes: the parent's tree; a file that may be run stays so.
        message: as it shall stand.
        author: ``Name <mail>``, whoever made the change; the committer is `COMMITTER`.
        when: RFC 3339.

    Raises:
        UsageError: the author or the time cannot be read.
        InputRefused: a text cannot be written as UTF-8.
    """
    if not _AUTHOR.fullmatch(author):
        raise UsageError(
            f"Could not use {safe_line(author)!r} as the author of a commit",
            why="it should be Name <mail>",
            next_step='git config --global user.name "..." and user.email "..." set it',
        )
    at = f"{seconds_of(when)} +0000"
    people = f"author {author} {at}\ncommitter {COMMITTER} {at}\n"
    lines = [f"mark :1\n{people}".encode(), _data("the message", message)]
    lines.append(f"from {parent}\n".encode())
    body = b"".join([*lines, *(line for path in sorted(files) for line in _file(path, files[path], modes))])
    name = hashlib.sha256(body).hexdigest()
    return b"feature done\ncommit refs/headgate/" + name.encode() + b"\n" + body + b"get-mark :1\ndone\n"


def seconds_of(when: str) -> int:
    """Read RFC 3339 as seconds since the epoch.

    Raises:
        UsageError: it is no such time, or names no zone.
    """
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise UsageError(
            f"Could not read the time {safe_line(when)!r}",
            why="it should be like 2026-02-16T12:00:00Z",
            next_step="give the time in UTC",
        )
    return int(moment.timestamp())


def _file(path: str, text: str | None, modes: Mapping[str, Entry]) -> Iterator[bytes]:
    if text is None:
        yield f"D {_quoted(path)}\n".encode()
        return
    known = modes.get(path)
    mode = "100755" if known is not None and known.is_executable else "100644"
    yield f"M {mode} inline {_quoted(path)}\n".encode()
    yield _data(path, text)


def _data(what: str, text: str) -> bytes:
    try:
        content = text.encode()
    except UnicodeEncodeError:
        raise InputRefused(
            f"Could not write {safe_line(what)} to Git",
            why="it holds half of a character pair, which is no text",
            next_step="take the value out that holds it",
        ) from None
    return b"data %d\n%s\n" % (len(content), content)


def _quoted(path: str) -> str:
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'
