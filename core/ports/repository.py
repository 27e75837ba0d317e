"""What sync needs of Git: commits, files at a commit, and branches with small edits. Never a work tree."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from core.model.proposal import Commit

__all__ = ["Repository"]


class Repository(Protocol):
    """The repository that the settings describe, read from its objects.

    No hook, filter, textconv or fsmonitor of the repository ever runs (reliability.md §2.4). Every method
    raises `SourceUnreadable` when the repository cannot be read.
    """

    def resolve(self, revision: str) -> Commit:
        """Find a commit by branch, tag or object id.

        Raises:
            NotFound: no such commit.
        """

    def head(self) -> Commit:
        """Find the newest commit of the branch in the settings (``git.branch``)."""

    def log(self, *, limit: int, path: str | None = None) -> Sequence[Commit]:
        """List commits of the branch, newest first, of one path or of all."""

    def contains(self, oid: str, ancestor: str) -> bool:
        """Tell whether ``ancestor`` is ``oid`` or in its history; False where either is not there."""

    def has_left(self, oid: str) -> bool:
        """Tell whether the branch was force-pushed or rebased away from a commit.

        It is here, and no tip of the branch, here or as it was last fetched, is after it or before it. Where
        that cannot be known, in a shallow clone, it is not said.
        """

    def has_change(self, oid: str, tip: str) -> bool:
        """Tell whether a branch was merged: as it is, or rebased or squashed, told by what it changes."""

    def files(self, oid: str) -> Mapping[str, str]:
        """Map the path of every regular file at a commit to its blob id; links and submodules are out."""

    def read(self, oid: str, paths: Sequence[str]) -> Mapping[str, str]:
        """Read files at a commit as UTF-8 text, in one go.

        Raises:
            NotFound: a path is no regular file at that commit.
            InputRefused: a file is not UTF-8.
        """

    def last_change(self, oid: str, path: str) -> Commit | None:
        """Find the newest commit up to ``oid`` that touched a file; None where it has no history."""

    def blame(self, oid: str, path: str) -> Sequence[Commit]:
        """Name the commit that wrote each line of a file, in the order of its lines.

        Raises:
            NotFound: no such commit, or the path is no regular file there.
        """

    def is_cut_off(self, oid: str) -> bool:
        """Tell whether a commit has parents that a shallow clone does not hold."""

    def branch(self, name: str) -> Commit | None:
        """Read the tip of a branch named without ``refs/heads/``; None where there is none."""

    def make_commit(
        self,
        *,
        parent: str,
        files: Mapping[str, str | None],
        message: str,
        author: str,
        when: str,
    ) -> Commit:
        """Make a commit that no name leads to yet; the same arguments give the same object id.

        Args:
            parent: the full object id it stands on.
            files: path to whole new text; each path must be a regular file at ``parent``, or be new. None
                for a file that goes.
            message: subject, blank line, body and trailers.
            author: ``Name <mail>``, whoever made the change; the committer is the program.
            when: RFC 3339; author and committer date.

        Raises:
            Blocked: a path is a link, a submodule or outside the tree.
            StorageUnwritable: its objects cannot be written.
        """

    def send(self, branch: str, oid: str, *, over: str = "") -> None:
        """Let a branch lead to a commit that was made, where the settings say; a repeat does nothing.

        Args:
            branch: without ``refs/heads/``; must begin with ``headgate/``.
            oid: of the commit.
            over: the commit that it leads to now and that may go; "" for a branch that is new.

        Raises:
            SideMoved: the branch holds something else; nothing was written.
            Blocked: the branch name is protected.
        """

    def drop(self, branch: str, oid: str) -> bool:
        """Take a branch away at the remote, if it still leads to a commit; tells whether it is gone.

        Raises:
            Blocked: the branch name is protected.
        """

    def is_ours(self, oid: str) -> bool:
        """Tell whether a branch with this tip holds nothing but one commit that `make_commit` made.

        Raises:
            NotFound: no such commit.
        """

    def commit_files(
        self,
        branch: str,
        *,
        parent: str,
        files: Mapping[str, str | None],
        message: str,
        author: str,
        when: str,
    ) -> Commit:
        """Put one commit with changed files on a new branch, and send it where the settings say.

        Same arguments give the same object id, so a repeat finds the branch as it stands and does nothing.

        Args:
            branch: without ``refs/heads/``; must begin with ``headgate/``.
            parent: the full object id it stands on.
            files: path to whole new text; each path must be a regular file at ``parent``, or be new. None
                for a file that goes.
            message: subject, blank line, body and trailers.
            author: ``Name <mail>``, whoever made the change; the committer is the program.
            when: RFC 3339; author and committer date.

        Raises:
            SideMoved: the branch exists and holds something else; nothing was written.
            Blocked: the branch name is protected, or a path is a link, a submodule or outside the tree.
        """
