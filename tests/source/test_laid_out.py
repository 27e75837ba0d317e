from pathlib import Path

import pytest

from core.errors import InputRefused, StorageUnwritable
from core.source.laid_out import laid_out
from tests.fakes.trees import FakeTrees


def test_files_are_there_while_they_are_needed_and_private(tmp_path: Path) -> None:
    trees = FakeTrees({"a/b.yaml": b"b", "run.sh": b"s", "left-out": b"x"})
    with laid_out(trees, "1", ["a/b.yaml", "run.sh"], state=tmp_path / "state") as folder:
        top = folder / "tree"
        there = {
            str(file.relative_to(top)): file.stat().st_mode & 0o777
            for file in top.rglob("*")
            if file.is_file()
        }
        assert there == {"a/b.yaml": 0o600, "run.sh": 0o700}
        assert folder.stat().st_mode & 0o777 == 0o700
    assert list((tmp_path / "state").iterdir()) == []


def test_files_are_gone_after_a_failure_too(tmp_path: Path) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        laid_out(FakeTrees({"a": b"a"}), "1", ["a"], state=tmp_path / "state"),
    ):
        raise ZeroDivisionError
    assert list((tmp_path / "state").iterdir()) == []


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/etc/x", "a//x", "./x", ""])
def test_a_path_that_leaves_the_tree_is_refused_and_nothing_is_written(tmp_path: Path, path: str) -> None:
    with (
        pytest.raises(InputRefused, match="leaves the tree"),
        laid_out(FakeTrees({path: b"x"}), "1", [path], state=tmp_path / "state"),
    ):
        pass
    assert not (tmp_path / "state").exists()


def test_a_tree_that_no_disk_can_hold_is_reported_and_cleaned_up(tmp_path: Path) -> None:
    trees = FakeTrees({"a": b"file", "a/b": b"below a file"})
    with (
        pytest.raises(StorageUnwritable, match="lay out"),
        laid_out(trees, "1", ["a", "a/b"], state=tmp_path / "state"),
    ):
        pass
    assert list((tmp_path / "state").iterdir()) == []
