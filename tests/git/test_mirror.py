from pathlib import Path

import pytest

from core.errors import SourceUnreadable, StorageUnwritable
from core.git.mirror import SHA1, SHA256, prepare_mirror
from tests.builders.repo import commit, git, repository


def test_a_mirror_reads_the_objects_of_another_repository_and_is_private(tmp_path: Path) -> None:
    top = repository(tmp_path / "clone")
    oid = commit(top, {"a.yaml": "a: 1\n"})
    prepare_mirror(tmp_path / "state" / "git", objects=top / ".git" / "objects", object_format=SHA1)
    assert git(tmp_path, "--git-dir=state/git", "show", f"{oid}:a.yaml") == "a: 1"
    assert [(tmp_path / "state" / name).stat().st_mode & 0o777 for name in ("git", "git/config")] == [
        0o700,
        0o600,
    ]


def test_a_mirror_is_set_right_and_a_right_one_is_left_alone(tmp_path: Path) -> None:
    folder, objects = tmp_path / "git", tmp_path / "objects"
    prepare_mirror(folder, objects=objects, object_format=SHA256)
    right = (folder / "config").read_text()
    inode = (folder / "HEAD").stat().st_ino
    (folder / "config").write_text("[core]\n\tfsmonitor = touch /x\n")
    prepare_mirror(folder, objects=objects, object_format=SHA256)
    assert ((folder / "config").read_text(), (folder / "HEAD").stat().st_ino) == (right, inode)
    assert git(tmp_path, "--git-dir=git", "rev-parse", "--show-object-format") == "sha256"


def test_an_object_format_of_the_future_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="sha3"):
        prepare_mirror(tmp_path / "git", objects=tmp_path, object_format="sha3")


def test_a_path_with_a_line_break_is_unreadable_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="line break"):
        prepare_mirror(tmp_path / "git", objects=tmp_path / "a\nb", object_format=SHA1)
    assert not (tmp_path / "git").exists()


def test_a_folder_that_others_may_write_to_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "git" / "objects" / "info").mkdir(parents=True)
    (tmp_path / "git" / "objects" / "info").chmod(0o777)
    with pytest.raises(StorageUnwritable, match="lets others in"):
        prepare_mirror(tmp_path / "git", objects=tmp_path, object_format=SHA1)
