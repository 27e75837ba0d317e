"""The three texts of a merge are read by what is known of one of them, and nobody can tell."""

import pytest

from core.errors import InputRefused
from core.merge.mergetext import merge_texts

TEXT = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  level: info\n  mode: fast\n"
BROKEN = "a: [\n"
NAMELESS = "a: 1\n"


@pytest.mark.parametrize("git", [BROKEN, NAMELESS])
@pytest.mark.parametrize("base", [BROKEN, NAMELESS])
def test_of_two_texts_that_are_refused_the_base_is_named(base: str, git: str) -> None:
    with pytest.raises(InputRefused, match="Could not read base"):
        merge_texts(base, git, TEXT)


@pytest.mark.parametrize(
    ("hub", "merged"),
    [
        pytest.param("debug", "debug", id="a word"),
        pytest.param("'5'", '"5"', id="a word in quotes"),
        pytest.param("a b", "a b", id="two words"),
        pytest.param("debug  # loud", "debug", id="a word and a comment"),
        pytest.param("|-\n    debug", "debug", id="a block scalar"),
    ],
)
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_a_change_of_each_side_is_in_the_merge_however_it_is_written(hub: str, merged: str, eol: str) -> None:
    base, git = TEXT.replace("\n", eol), TEXT.replace("fast", "slow").replace("\n", eol)
    result = merge_texts(base, git, TEXT.replace("info", hub).replace("\n", eol))
    assert result.merged.split(eol)[5:7] == [f"  level: {merged}", "  mode: slow"]
    assert (result.changes_from_git, result.changes_from_hub) == (("data.mode",), ("data.level",))


def test_a_side_whose_word_is_doubtful_is_warned_of() -> None:
    result = merge_texts(TEXT, TEXT.replace("fast", "slow"), TEXT.replace("info", "on"))
    assert [str(warned.path) for warned in result.warnings] == ["data.level"]


@pytest.mark.parametrize("side", range(3))
def test_a_side_that_is_empty_and_one_that_is_gone_are_read(side: int) -> None:
    texts = [TEXT, TEXT, TEXT]
    texts[side] = ""
    assert merge_texts(*texts).merged == ("" if side else TEXT)
