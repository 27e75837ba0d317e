"""Branches and other names of the user's repository: read by plumbing, and written one at a time if new."""

from difflib import get_close_matches
from typing import Final

from core.errors import NotFound, SideMoved, SourceUnreadable, StorageUnwritable
from core.git.objects import is_oid
from core.git.sealed import Git, words_of
from core.safetext import safe_line

__all__ = ["Refs"]

_BROKEN: Final = 128


class Refs:
    """The names in the user's repository. Every method raises `SourceUnreadable` when it cannot be read."""

    def __init__(self, user: Git) -> None:
        self._git = user

    def commit_id(self, revision: str) -> str | None:
        """Find the commit that a name, an id or an expression like ``main~2`` stands for; None for none."""
        if not revision.isprintable():
            return None
        out = self._git.attempt(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
        words = out.out.decode("ascii", "replace").split()
        if out.code == 0 and words and is_oid(words[-1]):
            return words[-1]
        if out.code == _BROKEN and out.err:
            raise SourceUnreadable(
                f"Could not look {safe_line(revision)} up in the Git repository",
                why=words_of(out),
                next_step="git status in the repository shows what is wrong with it",
            )
        return None

    def no_such(self, what: str, name: str) -> NotFound:
        """Make the error for a name that is not there, with the nearest one that is."""
        branches = self._branches()
        if not branches:
            why, step = "the repository has no commit yet", "make a first commit"
        else:
            near = get_close_matches(name, branches, n=1) or sorted(branches)[:1]
            why = f"the repository has no such {what}; the nearest branch is {safe_line(near[0])}"
            step = "correct the name, or git fetch what is missing"
        return NotFound(f"Could not find the {what} {safe_line(name)}", why=why, next_step=step)

    def put(self, branch: str, oid: str, *, over: str = "") -> None:
        """Make a branch, or move it on from a commit; one that holds ``oid`` already is left alone.

        Raises:
            SideMoved: the branch is there and holds something else; nothing was written.
            StorageUnwritable: it cannot be written.
        """
        if self._holds(branch, oid, over):
            return
        ref = f"refs/heads/{branch}"
        made = self._git.attempt(
            "update-ref", "--no-deref", "-m", "headgate", "--end-of-options", ref, oid, over or "0" * len(oid)
        )
        if made.code and not self._holds(branch, oid, over):
            raise StorageUnwritable(
                f"Could not write the branch {branch} to the repository",
                why=words_of(made),
                next_step="check who may write there, and whether a lock file was left behind",
            )

    def _holds(self, branch: str, oid: str, over: str) -> bool:
        tip = self.commit_id(f"refs/heads/{branch}")
        if tip not in {over or None, oid}:
            raise SideMoved(
                f"Did not write the branch {branch}",
                why=f"it is there, at {tip}" if tip else "it is there no more",
                next_step=f"look at it with git log {branch}; delete it if it is of no use any more",
            )
        return tip == oid

    def _branches(self) -> set[str]:
        out = self._git.ask("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes")
        return set(out.decode("utf-8", "replace").split())
