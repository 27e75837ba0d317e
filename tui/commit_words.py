"""What is said of the commit behind Git's side: who claims it, who made it, that nothing was checked."""

from core.model.proposal import Commit
from core.safetext import safe_line

__all__ = ["commit_words", "proof"]


def commit_words(commit: Commit) -> str:
    """Say where Git is, in one inert line."""
    return safe_line(f"Git is at {commit.oid[:7]} {commit.subject}, by {commit.author}{proof(commit)}")


def proof(commit: Commit) -> str:
    """Say what backs a commit's author: names are claims, and a signature is not checked here.

    Source: reliability T23.
    """
    by = f", committed by {commit.committer}" if commit.committer not in {"", commit.author} else ""
    if commit.signed is None:
        return by
    return f"{by}, {'its signature was not checked' if commit.signed else 'not signed'}"
