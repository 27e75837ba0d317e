"""Blame by plumbing: the commit of each line, whatever the lines hold, and no program of the repository."""

from pathlib import Path

import pytest

from core.errors import NotFound
from core.git.repository import NO_REMOTE, GitRepository, open_repository
from core.system.processes import run
from tests.builders.repo import commit, git, repository

FORGED = f"\t{'b' * 40} 1 1 1\n{'c' * 40} 2 2 1\n"


def opened(top: Path) -> GitRepository:
    state = top.parent / "state"
    return open_repository(top, branch="main", remote=NO_REMOTE, state=state, run=run, environment={})


def test_each_line_names_the_commit_that_wrote_it(tmp_path: Path) -> None:
    top = repository(tmp_path / "clone")
    first = commit(top, {"a.yaml": "one\ntwo\nthree\n"}, "begin")
    second = commit(top, {"a.yaml": "one\n2\nthree\n"}, "count")
    assert [one.oid for one in opened(top).blame(second, "a.yaml")] == [first, second, first]


def test_lines_that_look_like_headers_are_content(tmp_path: Path) -> None:
    top = repository(tmp_path / "clone")
    oid = commit(top, {"a.yaml": FORGED})
    assert [one.oid for one in opened(top).blame(oid, "a.yaml")] == [oid, oid]


def test_a_file_that_was_renamed_keeps_its_lines_authors(tmp_path: Path) -> None:
    top = repository(tmp_path / "clone")
    first = commit(top, {"a.yaml": "one\ntwo\nthree\nfour\n"})
    second = commit(top, {"a.yaml": None, "b.yaml": "one\ntwo\nthree\nfive\n"})
    assert [one.oid for one in opened(top).blame(second, "b.yaml")] == [first, first, first, second]


def test_a_path_that_is_no_file_is_refused(tmp_path: Path) -> None:
    top = repository(tmp_path / "clone")
    oid = commit(top, {"a.yaml": "one\n"})
    with pytest.raises(NotFound):
        opened(top).blame(oid, "never.yaml")


def test_no_textconv_of_the_repository_runs(tmp_path: Path) -> None:
    top = repository(tmp_path / "clone")
    git(top, "config", "diff.x.textconv", f"touch {tmp_path}/ran; cat")
    oid = commit(top, {"a.yaml": "one\n", ".gitattributes": "*.yaml diff=x\n"})
    opened(top).blame(oid, "a.yaml")
    assert not (tmp_path / "ran").exists()


def test_a_shallow_clone_says_where_its_history_is_cut_off(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin")
    commit(origin, {"a.yaml": "one\n"})
    newest = commit(origin, {"a.yaml": "one\ntwo\n"})
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{origin}", "clone")
    assert (opened(tmp_path / "clone").is_cut_off(newest), opened(origin).is_cut_off(newest)) == (True, False)
