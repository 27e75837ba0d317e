"""Every merge case, once: what goes in, what must come out. The cases are the contract, never edited."""

from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from core.krm.read.documents import read_resources
from core.merge.diff import differences
from core.merge.mergetext import MergeResult, merge_texts

CASES: Final = sorted(Path(__file__).with_name("merge").glob("*.yaml"))
SIDES: Final = ("base", "git", "hub")


def _load(case: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(case.read_text())
    return loaded


def _merged(case: dict[str, Any]) -> MergeResult:
    return merge_texts(case["base"], case["git"], case["hub"], case.get("live"))


def test_there_are_cases() -> None:
    assert len(CASES) == 70


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_comes_out_as_it_says(path: Path) -> None:
    case = _load(path)
    expected = case["expect"]
    result = _merged(case)
    assert [*sorted(result.changes_from_git)] == sorted(expected["changes_from_git"])
    assert [*sorted(result.changes_from_hub)] == sorted(expected["changes_from_hub"])
    assert [*sorted(result.drift)] == sorted(expected.get("drift", []))
    assert result.clean is expected["clean"]
    named = {(str(place.resource), str(place.path)) for place in result.conflicts}
    assert named == {(conflict["resource"], conflict["path"]) for conflict in expected["conflicts"]}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_text_of_a_case_means_what_it_says_and_keeps_what_it_must(path: Path) -> None:
    case = _load(path)
    text = _merged(case).merged
    assert differences(read_resources(case["expect"]["merged"]), read_resources(text)) == ()
    assert [part for part in case["expect"].get("text_must_contain", []) if part not in text] == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_conflicts_of_a_case_hold_what_each_side_holds(path: Path) -> None:
    case = _load(path)
    shown = _merged(case).as_json()["conflicts"]
    held = {(one["resource"], one["path"]): [one.get(side) for side in SIDES] for one in shown}
    expected = {
        (one["resource"], one["path"]): [one[side] for side in SIDES] for one in case["expect"]["conflicts"]
    }
    assert held == expected
