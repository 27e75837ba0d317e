import subprocess
from pathlib import Path

import pytest

from core.demo.repository import ORIGIN, lay_repository
from core.demo.story.commits import COMMITS
from core.demo.timeline import StoryClock
from core.errors import SourceUnreadable
from core.system.processes import run

PRESENT = 1_790_000_000


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def test_the_repository_has_the_whole_history_on_main_and_nothing_is_left_to_commit(tmp_path: Path) -> None:
    lay_repository(tmp_path, COMMITS, StoryClock(PRESENT), run=run)
    subjects = git(tmp_path, "log", "--reverse", "--format=%s").splitlines()
    assert subjects == [commit.message.splitlines()[0] for commit in COMMITS]
    assert git(tmp_path, "status", "--porcelain=v1", "--branch") == "## main...origin/main\n"


def test_every_commit_is_found_under_its_key(tmp_path: Path) -> None:
    oids = lay_repository(tmp_path, COMMITS, StoryClock(PRESENT), run=run)
    subjects = {key: git(tmp_path, "log", "-1", "--format=%B", oid).rstrip() for key, oid in oids.items()}
    assert subjects == {commit.key: commit.message.rstrip() for commit in COMMITS}


def test_the_origin_is_bare_and_holds_main(tmp_path: Path) -> None:
    oids = lay_repository(tmp_path, COMMITS, StoryClock(PRESENT), run=run)
    origin = tmp_path / ORIGIN
    assert git(origin, "rev-parse", "--is-bare-repository", "main").split() == ["true", oids["wishlist"]]


def test_the_folder_may_be_moved(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    oids = lay_repository(tmp_path / "old", COMMITS, StoryClock(PRESENT), run=run)
    moved = (tmp_path / "old").rename(tmp_path / "new")
    assert git(moved, "ls-remote", "origin", "refs/heads/main").split()[0] == oids["wishlist"]


def test_the_same_moment_gives_the_same_object_ids(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    one, two = (lay_repository(folder, COMMITS, StoryClock(PRESENT), run=run) for folder in folders)
    assert one == two


def test_a_failing_git_says_where_to_look(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("not a folder")
    with pytest.raises(SourceUnreadable) as refused:
        lay_repository(tmp_path, COMMITS, StoryClock(PRESENT), run=run)
    assert str(tmp_path) in refused.value.next_step
