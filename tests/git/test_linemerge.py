"""Merging lines with the real git."""

import json
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import SourceUnreadable
from core.git.linemerge import LineMerger
from core.krm.read.documents import read_resources
from core.krm.values import Value
from core.merge.branches import merge_branches
from core.merge.diff import differences
from core.merge.mergetext import merge_texts
from core.merge.wording import Clash, chosen, clashes
from core.system.processes import run
from tests.builders.repo import git, repository
from tests.builders.strategies import edited, real_documents

DOCUMENTS: Final = st.sampled_from(real_documents())
HERE: Final = LineMerger(run=run, folder=Path(), environment={})


@pytest.mark.parametrize(
    ("current", "base", "merged", "parts"),
    [
        pytest.param("a\nb\n", "a\n", "a\n", ["a\nb\n"], id="one side changed"),
        pytest.param(
            "1\nz\n", "0\nz\n", "2\nz\n", ["", Clash("1\n", "0\n", "2\n"), "z\n"], id="a clash at the top"
        ),
        pytest.param("a\n", "", "b\n", ["", Clash("a\n", "", "b\n"), ""], id="both added the file"),
        pytest.param("1", "0", "2", ["", Clash("1\n", "0\n", "2\n"), ""], id="no line break at the end"),
        pytest.param(
            "1\r\n", "0\r\n", "2\r\n", ["", Clash("1\r\n", "0\r\n", "2\r\n"), ""], id="carriage returns"
        ),
        pytest.param(
            "<<<<<<< x\n1\n",
            "<<<<<<< x\n0\n",
            "<<<<<<< x\n2\n",
            ["<<<<<<< x\n", Clash("1\n", "0\n", "2\n"), ""],
            id="a line that looks like a marker",
        ),
        pytest.param(
            "\u2028<\n1\n", "\u2028<\n0\n", "\u2028<\n1\n", ["\u2028<\n1\n"], id="other line separators"
        ),
    ],
)
def test_lines_are_merged(current: str, base: str, merged: str, parts: list[str | Clash]) -> None:
    assert HERE(current, base, merged) == parts


def test_a_plain_merge_is_gits_own_with_our_names_for_the_branches() -> None:
    content, places = HERE.plain(b"1\n", b"0\n", b"2\n", size=9)
    assert places == 1
    assert content == b"<<<<<<<<< current branch\n1\n=========\n2\n>>>>>>>>> merged branch\n"


def test_what_git_cannot_merge_is_said() -> None:
    with pytest.raises(SourceUnreadable, match="merge-file could not merge"):
        HERE.plain(b"\0", b"\0\0", b"\0\0\0", size=7)


@pytest.mark.parametrize(("style", "shown"), [("merge", False), ("diff3", True), ("zdiff3", True)])
def test_the_repository_says_whether_the_base_is_shown(tmp_path: Path, style: str, *, shown: bool) -> None:
    top = repository(tmp_path / "repo")
    git(top, "config", "merge.conflictStyle", style)
    assert LineMerger(run=run, folder=top, environment={}).shows_base() is shown


@st.composite
def _sides(draw: st.DrawFn) -> tuple[str, str, str]:
    base = draw(DOCUMENTS)
    return _text(base), _text(draw(edited(base))), _text(draw(edited(base)))


def _text(value: Value) -> str:
    return json.dumps(value, indent=2) + "\n"


@given(_sides())
def test_two_branches_come_to_what_the_engine_decides(sides: tuple[str, str, str]) -> None:
    base, current, merged = sides
    decided = merge_texts(base, merged, current)
    result = merge_branches(base, current, merged, lines=HERE)
    assert {str(place.path) for place in result.conflicts} == {str(place.path) for place in decided.conflicts}
    assert differences(read_resources(result.current), read_resources(decided.merged)) == ()


@given(_sides())
def test_there_are_clashes_exactly_where_there_are_conflicts(sides: tuple[str, str, str]) -> None:
    base, current, merged = sides
    result = merge_branches(base, current, merged, lines=HERE)
    assert bool(clashes(result.parts)) == bool(result.conflicts)
    other = chosen(result.parts, lambda clash: clash.merged)
    wanted = merge_texts(base, current, merged).merged
    assert differences(read_resources(other), read_resources(wanted)) == ()
