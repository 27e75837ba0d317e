import pytest

from core.demo.acts import Add, Commit, Edit, Person, Remove, Replace
from core.demo.history import import_stream
from core.demo.timeline import StoryClock

ADA = Person(name="Ada", mail="ada@shop.example", login="ada")


def commit(*edits: Edit, message: str = "a change\n", minutes_ago: int = 1) -> Commit:
    return Commit(key="c", minutes_ago=minutes_ago, author=ADA, message=message, edits=edits)


def test_a_commit_is_signed_and_dated_by_the_storys_clock() -> None:
    stream = import_stream([commit(Add(path="a", file="gitignore"), minutes_ago=2)], StoryClock(1_000_120))
    assert b"author Ada <ada@shop.example> 1000000 +0000\ncommitter Ada" in stream


def test_a_file_that_two_edits_change_is_written_once_with_both_changes() -> None:
    first = commit(Add(path="a", file="gitignore"))
    both = commit(
        Replace(path="a", old="/live/", new="/clusters/"),
        Replace(path="a", old="/.headgate/", new="/.hub/"),
    )
    written = import_stream([first, both], StoryClock(1_000_000)).split(b"mark :2")[1]
    assert (written.count(b" inline a\n"), b"/clusters/" in written, b"/.hub/" in written) == (1, True, True)


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(Replace(path="a", old="nowhere", new=""), id="a piece that the file does not have"),
        pytest.param(Replace(path="a", old="/\n/", new=""), id="a piece that the file has twice"),
        pytest.param(Replace(path="b", old="/live/", new=""), id="a change of a file that is not there"),
        pytest.param(Remove(path="b"), id="a removal of a file that is not there"),
        pytest.param(Add(path="a", file="README.md"), id="a new file that is there already"),
    ],
)
def test_an_edit_that_does_not_fit_is_the_storys_fault(edit: Edit) -> None:
    with pytest.raises(ValueError, match="the story cannot do"):
        import_stream([commit(Add(path="a", file="gitignore")), commit(edit)], StoryClock(1_000_000))
