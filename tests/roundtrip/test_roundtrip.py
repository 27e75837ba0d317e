"""A sample of the round trip; ``make roundtrip`` plays it at full size, over the overlays too."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.fieldpath import FieldPath
from core.model.names import UnitName
from core.model.source import SpaceSource
from tests.roundtrip.edits import Edit
from tests.roundtrip.played import Outcome, play, told
from tests.roundtrip.stages import demo, messagewall

Stage = tuple[Path, list[SpaceSource]]


def plain_wall(folder: Path) -> Stage:
    return messagewall(folder, with_kustomize=False)


@pytest.mark.parametrize(("stage", "edits"), [(demo, 8), (plain_wall, 8)])
def test_no_edit_that_is_carried_back_comes_out_wrong(
    tmp_path: Path, stage: Callable[[Path], Stage], edits: int
) -> None:
    outcomes = list(play(*stage(tmp_path), edits=edits, seed=20260216))
    assert [one for one in outcomes if one.result == "wrong"] == []
    assert [one for one in outcomes if one.result == "represented"] != []


def test_what_became_of_the_edits_is_told_by_source() -> None:
    edit = Edit("field set", FieldPath(("spec", "replicas")), 5)
    unit = UnitName("shop", "web")
    rows = list(
        told(
            [
                Outcome(source="files", edit=edit, unit=unit, result="represented", lines=1),
                Outcome(source="files", edit=edit, unit=unit, result="wrong", why="it differs"),
            ]
        )
    )
    assert rows[2] == "| files | 2 | 1 (50.0 %) | 0 (0.0 %) | 0 (0.0 %) | 1 (50.0 %) | 1 of 1 |"
    assert rows[-1] == "wrong: shop/web spec.replicas (field set): it differs"
