"""Commits, trees and file contents, read through the mirror.

What an object id names never changes, so the last ones read are kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from core.errors import NotFound
from core.git.blame import line_commits
from core.git.objects import Entry, blobs, commit_in, is_oid, listed
from core.git.sealed import Git
from core.model.proposal import Commit
from core.safetext import safe_line

__all__ = ["Objects"]

_COMMITS_KEPT: Final = 4096
_TREES_KEPT: Final = 8
_BLAMES_KEPT: Final = 256


class Objects:
    """Objects by their ids. Every method raises `SourceUnreadable` when git cannot read what it needs."""

    def __init__(self, mirror: Git) -> None:
        self._git = mirror
        self._after: set[tuple[str, str]] = set()
        self._entries = lru_cache(_TREES_KEPT)(self._read_entries)
        self._commit = lru_cache(_COMMITS_KEPT)(self._read_commit)
        self._last_change = lru_cache(_COMMITS_KEPT)(self._find_last_change)
        self._blame = lru_cache(_BLAMES_KEPT)(self._read_blame)

    def entries(self, oid: str) -> Mapping[str, Entry]:
        """Map the path of everything that is no folder at a commit.

        Raises:
            NotFound: no such commit.
        """
        return self._entries(oid)

    def commit(self, oid: str) -> Commit:
        """Read one commit.

        Raises:
            NotFound: no such commit.
        """
        return self._commit(oid)

    def last_change(self, oid: str, path: str) -> Commit | None:
        """Find the newest commit up to ``oid`` that touched a path."""
        return self._last_change(oid, path)

    def blame(self, oid: str, path: str) -> Sequence[Commit]:
        """Name the commit that wrote each line of a regular file.

        Raises:
            NotFound: no such commit, or the path is no regular file there.
        """
        return self._blame(oid, path)

    def has(self, oid: str) -> bool:
        """Tell whether a commit is here."""
        return is_oid(oid) and self._git.attempt("cat-file", "-e", f"{oid}^{{commit}}").code == 0

    def contains(self, oid: str, ancestor: str) -> bool:
        """Tell whether ``ancestor`` is ``oid`` or in its history."""
        if not (is_oid(oid) and is_oid(ancestor)):
            return False
        if (oid, ancestor) in self._after:
            return True
        found = self._git.attempt("merge-base", "--is-ancestor", ancestor, oid).code == 0
        if found and len(self._after) < _COMMITS_KEPT:
            self._after.add((oid, ancestor))
        return found

    def ahead(self, oid: str, tip: str) -> int:
        """Count the commits of a branch that a history does not have."""
        return int(self._git.ask("rev-list", "--count", f"{oid}..{tip}"))

    def has_change(self, oid: str, tip: str) -> bool:
        """Tell whether a history has a branch's commits: as they are, rebased, or squashed from a single one.

        Those are told by what they change (``git patch-id``), whatever they are called.
        """
        if self.contains(oid, tip):
            return True
        if not (is_oid(oid) and is_oid(tip) and self.has(tip)):
            return False
        left = self._git.ask(
            "rev-list", "--count", "--cherry-pick", "--right-only", "--no-merges", f"{oid}...{tip}"
        )
        return left.strip() == b"0"

    def history(self, oid: str, *, limit: int, path: str | None) -> Sequence[Commit]:
        """List commits, newest first, of one path or of all.

        Raises:
            NotFound: no such commit.
        """
        if not self.has(oid):
            raise _no_commit(oid)
        scope = () if path is None else ("--", path)
        out = self._git.ask("rev-list", f"--max-count={limit}", "--end-of-options", oid, *scope)
        oids = out.decode().split()
        return [commit_in(oid, content) for oid, content in self._batch(oids)]

    def contents(self, oid: str, paths: Sequence[str]) -> dict[str, bytes]:
        """Read regular files at a commit, in one go.

        Raises:
            NotFound: no such commit, or a path is no regular file there.
        """
        entries = self.entries(oid)
        wanted = {path: _file_at(entries, path, oid).oid for path in paths}
        found = dict(self._batch(set(wanted.values())))
        return {path: found[blob] for path, blob in wanted.items()}

    def _batch(self, oids: Iterable[str]) -> Iterable[tuple[str, bytes]]:
        asked = "".join(f"{oid}\n" for oid in oids).encode()
        return blobs(self._git.ask("cat-file", "--batch", data=asked)) if asked else ()

    def _read_entries(self, oid: str) -> Mapping[str, Entry]:
        if not self.has(oid):
            raise _no_commit(oid)
        return MappingProxyType(listed(self._git.ask("ls-tree", "-r", "-z", "--full-tree", oid)))

    def _read_commit(self, oid: str) -> Commit:
        if not self.has(oid):
            raise _no_commit(oid)
        return next(commit_in(found, content) for found, content in self._batch([oid]))

    def _read_blame(self, oid: str, path: str) -> Sequence[Commit]:
        _file_at(self.entries(oid), path, oid)
        out = self._git.ask("blame", "--porcelain", "--no-textconv", oid, "--", path)
        return tuple(map(self.commit, line_commits(out)))

    def _find_last_change(self, oid: str, path: str) -> Commit | None:
        return next(iter(self.history(oid, limit=1, path=path)), None)


def _file_at(entries: Mapping[str, Entry], path: str, oid: str) -> Entry:
    entry = entries.get(path)
    if entry is None or not entry.is_file:
        raise NotFound(
            f"Could not read the file {safe_line(path)} at commit {oid[:10]}",
            why="it is a link or a submodule" if entry else "that commit has no such file",
            next_step="check the path, and the source in headgate.yaml",
        )
    return entry


def _no_commit(oid: str) -> NotFound:
    return NotFound(
        f"Could not find the commit {safe_line(oid)[:64]}",
        why="the repository does not have it; the clone may be shallow, or history may have been rewritten",
        next_step="git fetch, or git fetch --unshallow in a shallow clone",
    )
