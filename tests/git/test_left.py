"""Told whether a branch was force-pushed away from a commit, and when that cannot be told."""

from pathlib import Path

import pytest

from core.git.repository import GitRepository, open_repository
from core.system.processes import run
from tests.builders.repo import commit, git, repository


@pytest.fixture
def top(tmp_path: Path) -> Path:
    made = repository(tmp_path / "repo")
    for name in ("one", "two"):
        commit(made, {"a": name}, name)
    return made


def seen(top: Path, remote: str = "origin") -> GitRepository:
    return open_repository(
        top, branch="main", remote=remote, state=top.parent / "state", run=run, environment={}
    )


def test_a_commit_that_was_replaced_was_left(top: Path) -> None:
    old = git(top, "rev-parse", "HEAD")
    git(top, "reset", "--quiet", "--hard", "HEAD~1")
    new = commit(top, {"a": "three"}, "three")
    assert (seen(top).has_left(old), seen(top).has_left(new)) == (True, False)


def test_a_commit_that_is_newer_older_or_not_here_was_not_left(top: Path) -> None:
    tip, first = git(top, "rev-parse", "HEAD"), git(top, "rev-parse", "HEAD~1")
    git(top, "reset", "--quiet", "--hard", "HEAD~1")
    assert [seen(top).has_left(oid) for oid in (tip, first, "0" * 40)] == [False, False, False]


def test_a_commit_of_the_remote_s_branch_was_not_left_by_a_local_one(top: Path) -> None:
    tip = git(top, "rev-parse", "HEAD")
    git(top, "update-ref", "refs/remotes/origin/main", tip)
    git(top, "reset", "--quiet", "--hard", "HEAD~1")
    commit(top, {"a": "mine"}, "mine")
    assert (seen(top).has_left(tip), seen(top, "none").has_left(tip)) == (False, True)


def test_in_a_shallow_clone_it_is_not_said(top: Path, tmp_path: Path) -> None:
    old = git(top, "rev-parse", "HEAD")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{top}", "shallow")
    git(top, "reset", "--quiet", "--hard", "HEAD~1")
    commit(top, {"a": "three"}, "three")
    git(tmp_path / "shallow", "fetch", "--quiet", "--depth=1", "origin", "+main:refs/remotes/origin/main")
    git(tmp_path / "shallow", "reset", "--quiet", "--hard", "origin/main")
    assert not seen(tmp_path / "shallow").has_left(old)
