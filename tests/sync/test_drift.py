"""Drift: live against what was last applied, looked at now; a decision about it does not hide it."""

from pathlib import Path

import pytest

from core.desk import Desk
from core.errors import NotFound
from core.merge.places import Side
from core.model.names import UnitName
from tests.builders.shop import deployment
from tests.builders.world import World
from tests.sync.one_unit import (
    NAME,
    SPACE,
    UNIT,
    accept,
    applied,
    hub,
    kinds,
    live,
    one_unit,
    propose,
    settings,
)
from tests.sync.shapes import SHAPES, replicas, standing


def drifted(made: World) -> list[str]:
    """List the drifted paths of the unit."""
    return [str(field.path) for unit in made.desk().drift(unit=NAME).units for field in unit.fields]


@pytest.mark.parametrize("sides", ["YBZ", "YZX", "BYZ", "BBY"])
def test_what_differs_from_what_was_applied_has_drifted(tmp_path: Path, sides: str) -> None:
    made = standing(tmp_path, "field", sides)
    propose(made)
    assert drifted(made) == ["spec.replicas"]


def test_head_beyond_what_was_applied_has_not(tmp_path: Path) -> None:
    assert drifted(standing(tmp_path, "field", "BYB")) == []


@pytest.mark.parametrize(
    ("sides", "kind"),
    [
        pytest.param("YBZ", "hold", id="a hold"),
        pytest.param("YZX", "conflict", id="a conflict"),
        pytest.param("BYZ", "conflict", id="hub against live"),
    ],
)
def test_taking_the_hub_leaves_the_drift_to_be_seen(tmp_path: Path, sides: str, kind: str) -> None:
    made = standing(tmp_path, "field", sides)
    propose(made)
    accept(made, kind, Side.HUB)
    assert drifted(made) == ["spec.replicas"]


def test_taking_the_hub_of_a_hold_leaves_the_drift_to_be_triaged(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YBZ")
    propose(made)
    accept(made, "hold", Side.HUB)
    propose(made)
    assert kinds(made) == ["capture"]


def test_a_conflict_over_what_was_applied_leaves_the_drift_to_be_triaged(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YZB")
    applied(made)
    live(made, replicas("X"))
    propose(made)
    accept(made, "conflict", Side.HUB)
    assert kinds(made) == ["capture"]


def test_a_drift_that_the_next_apply_ends_is_settled_by_taking_the_hub(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BYZ")
    accept(made, "conflict", Side.HUB)
    assert kinds(made) == ["sync-back", "pending-apply"]


def test_the_same_drift_after_that_apply_is_another_one(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BYZ")
    accept(made, "conflict", Side.HUB)
    applied(made)
    live(made, replicas("Y"))
    assert kinds(made) == ["sync-back"]
    live(made, replicas("Z"))
    assert kinds(made) == ["capture"]


def test_the_same_drift_under_another_value_of_the_hub_is_asked_again(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BYZ")
    accept(made, "conflict", Side.HUB)
    hub(made, replicas("X"))
    assert kinds(made, but="pending-apply") == ["conflict"]


def test_drift_of_what_the_hub_changed_and_applied_is_a_capture(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BYB")
    applied(made)
    live(made, replicas("Z"))
    assert kinds(made) == ["capture"]
    accept(made, "capture", Side.HUB)
    assert kinds(made) == ["sync-back"]


def test_the_hub_and_live_alike_but_not_yet_applied_is_no_drift_to_capture(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YYY")
    propose(made)
    assert kinds(made) == ["pending-apply"]
    with pytest.raises(NotFound, match="has drifted"):
        made.desk().capture(NAME)


def test_a_look_names_the_revision_it_compared_with_and_when(tmp_path: Path) -> None:
    found = standing(tmp_path, "field", "BYZ").desk().drift(unit=NAME)
    assert (found.units[0].applied, found.read_at) == (1, "2026-02-16T12:00:00Z")


def test_a_unit_that_nobody_knows_is_not_found(tmp_path: Path) -> None:
    made = one_unit(tmp_path, replicas("B"))
    with pytest.raises(NotFound, match="no unit shop/nothing") as missing:
        made.desk().drift(unit=UnitName(SPACE, "nothing"))
    assert (missing.value.exit_code, missing.value.changed) == (6, "nothing")


def test_a_space_that_nobody_knows_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no space nowhere"):
        one_unit(tmp_path, replicas("B")).desk().drift(space="nowhere")


def look_at_all(desk: Desk) -> list[str]:
    return [f"{one.unit}: {one.why}" for one in desk.drift().unknown]


def test_live_that_cannot_be_read_is_unknown_and_not_in_sync(tmp_path: Path) -> None:
    made = one_unit(tmp_path, replicas("B"))
    live(made, "a: [")
    one = made.desk().drift(unit=NAME)
    assert ([unit.unit for unit in one.unknown], one.units) == ([UNIT], ())
    assert look_at_all(made.desk())[0].startswith(f"{UNIT}: Could not read what is live")
    inbox = made.desk().inbox()
    assert [unknown.unit for unknown in inbox.unknown] == [f"{SPACE}/*"]
    assert [state.state for state in inbox.states] == ["live unknown"]


def test_a_space_without_a_live_side_has_no_drift(tmp_path: Path) -> None:
    made = one_unit(tmp_path, replicas("B"), config=settings(live=False))
    assert [unit.fields for unit in made.desk().drift().units] == [()]


def test_drift_inside_what_the_hub_has_no_more_is_one_drift(tmp_path: Path) -> None:
    made = standing(tmp_path, "resource", "BXB")
    live(made, SHAPES["resource"]("Z"))
    git(made)
    propose(made)
    assert kinds(made, but="pending-apply") == ["capture"]
    accept(made, "capture", Side.HUB)
    assert (live_words(made), kinds(made)) == (deployment(), [])


def git(made: World) -> None:
    made.commit({"k8s/web.yaml": SHAPES["resource"]("X")})


def live_words(made: World) -> str:
    return (made.top.parent / "live" / SPACE / "web.yaml").read_text()
