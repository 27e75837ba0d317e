"""What is exported stands in a file of our own, whatever lies there under its name."""

import stat
from pathlib import Path

import pytest

from core.errors import StorageUnwritable
from tui.exporting import export


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_link_of_the_clone_is_replaced_and_what_it_points_to_is_left_alone(here: Path) -> None:
    victim = here / "authorized_keys"
    victim.write_text("kept")
    (here / "headgate-history.json").symlink_to(victim)
    (here / "headgate-history.md").symlink_to(here / "made")
    json_file, markdown_file = export("headgate-history", {"a": 1}, ["# a"])
    assert (victim.read_text(), (here / "made").exists()) == ("kept", False)
    assert (json_file.is_symlink(), markdown_file.read_text()) == (False, "# a\n")


def test_a_file_that_others_read_is_replaced_by_one_that_they_do_not(here: Path) -> None:
    (here / "x.json").touch(0o644)
    (here / "x.json").chmod(0o644)
    paths = export("x", {"a": "\ud800"}, [])
    assert [stat.S_IMODE(path.stat().st_mode) for path in paths] == [0o600, 0o600]


def test_what_cannot_be_put_there_leaves_nothing_beside_it(here: Path) -> None:
    (here / "x.json").mkdir()
    with pytest.raises(StorageUnwritable):
        export("x", {}, [])
    assert [path.name for path in here.iterdir()] == ["x.json"]
