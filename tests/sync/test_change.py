"""Set and restore: an operator's own revision; Git is offered it later."""

from pathlib import Path

import pytest

from core.errors import InputRefused, NotFound, SideMoved, UsageError
from core.krm.values import ABSENT
from core.model.names import UnitName
from core.model.unit import RevisionSource
from core.sync.bring import Became
from tests.builders.shop import deployment
from tests.builders.world import World
from tests.sync.one_unit import NAME, SPACE, UNIT, git, hub, kinds, newest, one_unit, point, propose
from tests.sync.shapes import head_state, replicas, standing


@pytest.fixture
def made(tmp_path: Path) -> World:
    """Revision 2 runs four replicas, revision 3 deletes the unit, 4 has it back with five."""
    made = one_unit(tmp_path, replicas("B"))
    hub(made, replicas("Y"))
    hub(made, None)
    hub(made, replicas("Z"))
    return made


def restored(made: World, number: int) -> None:
    desk = made.desk("op2")
    desk.carry_out(desk.plan_restore(NAME, number, reason="as it was"))


def test_a_restore_goes_forward(made: World) -> None:
    restored(made, 2)
    change = newest(made).change
    assert (made.head(UNIT), head_state(made, "field")) == (5, "Y")
    assert (change.source, change.author, change.description) == (
        RevisionSource.RESTORE,
        "op2",
        "as it was (restore revision 2)",
    )


def test_a_revision_that_deletes_holds_nothing_to_restore(made: World) -> None:
    with pytest.raises(NotFound, match="Revision 3 of shop/web holds nothing to restore") as refused:
        made.desk().plan_restore(NAME, 3, reason="as it was")
    assert (refused.value.why, made.head(UNIT)) == ("it deleted the unit", 4)


@pytest.mark.parametrize("number", [0, 9])
def test_a_revision_that_never_was_is_not_found(made: World, number: int) -> None:
    with pytest.raises(NotFound):
        made.desk().plan_restore(NAME, number, reason="as it was")


def test_a_deleted_unit_is_brought_back(made: World) -> None:
    hub(made, None)
    restored(made, 2)
    assert head_state(made, "field") == "Y"


def test_a_restore_of_what_head_holds_is_nothing_to_do(made: World) -> None:
    with pytest.raises(UsageError, match="Nothing to restore"):
        made.desk().plan_restore(NAME, 4, reason="as it was")


def test_a_restore_leaves_the_base_so_that_git_is_offered_it(made: World) -> None:
    before = point(made)
    restored(made, 2)
    assert (point(made), kinds(made, but="pending-apply")) == (before, ["sync-back"])


def test_a_restore_to_what_git_says_leaves_nothing_to_sync(made: World) -> None:
    restored(made, 1)
    assert kinds(made) == []


def set_field(made: World, *assignments: tuple[str, object]) -> None:
    desk = made.desk("op2")
    desk.carry_out(desk.plan_set(NAME, assignments, reason="PERF-12"))  # type: ignore[arg-type]  # plain values


def test_a_set_changes_its_fields_and_not_a_byte_more(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    set_field(made, ("spec.replicas", 4), ("spec.paused", True))
    assert made.text(UNIT) == deployment(replicas=4, paused=True)
    change = newest(made).change
    assert (change.source, change.author, change.description) == (
        RevisionSource.OPERATOR,
        "op2",
        "PERF-12 (set spec.replicas, spec.paused)",
    )


def test_a_set_can_remove_a_field(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    set_field(made, ("spec.paused", ABSENT))
    assert "paused" not in made.text(UNIT)


def test_a_set_names_the_resource_where_the_unit_has_several(tmp_path: Path) -> None:
    made = standing(tmp_path, "resource", "BBB")
    set_field(made, ("v1/ConfigMap/shop/set#data.level", "high"))
    assert 'data: {level: "high"}' in made.text(UNIT)
    with pytest.raises(UsageError, match="does not say which resource") as refused:
        set_field(made, ("data.level", "low"))
    assert "v1/ConfigMap/shop/set" in refused.value.why


def test_a_set_does_not_block_git_and_git_does_not_undo_it(tmp_path: Path) -> None:
    made = one_unit(tmp_path, replicas("B"))
    set_field(made, ("spec.replicas", 4))
    git(made, "# a note\n" + replicas("B"))
    outcome = propose(made)
    assert (outcome.became, outcome.item, head_state(made, "field")) == (Became.ADVANCED, None, "Y")
    assert kinds(made, but="pending-apply") == ["sync-back"]


@pytest.mark.parametrize(
    ("path", "value", "error"),
    [
        pytest.param("spec.replicas", 2, UsageError, id="what it holds already"),
        pytest.param("spec..replicas", 3, UsageError, id="no path"),
        pytest.param("v1/Secret/shop/none#data", "x", UsageError, id="no such resource"),
        pytest.param("spec.replicas.more", 3, InputRefused, id="below a plain value"),
    ],
)
def test_what_cannot_be_set_is_refused(
    tmp_path: Path, path: str, value: object, error: type[Exception]
) -> None:
    made = one_unit(tmp_path, deployment())
    with pytest.raises(error):
        set_field(made, (path, value))
    assert made.head(UNIT) == 1


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_set_needs_a_reason(tmp_path: Path, reason: str) -> None:
    made = one_unit(tmp_path, deployment())
    with pytest.raises(UsageError, match="A set needs a reason"):
        made.desk().plan_set(NAME, [("spec.replicas", 4)], reason=reason)


def test_a_set_of_a_unit_that_is_gone_is_not_found(made: World) -> None:
    hub(made, None)
    with pytest.raises(NotFound):
        made.desk().plan_set(NAME, [("spec.replicas", 4)], reason="tuning")
    with pytest.raises(NotFound):
        made.desk().plan_set(UnitName(SPACE, "nothing"), [("spec.replicas", 4)], reason="tuning")


def test_a_set_over_a_head_that_moved_is_refused(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    desk = made.desk()
    plan = desk.plan_set(NAME, [("spec.replicas", 4)], reason="tuning")
    hub(made, deployment(grace=60))
    with pytest.raises(SideMoved):
        desk.carry_out(plan)
    assert made.text(UNIT) == deployment(grace=60)


def test_ci_noting_a_commit_does_not_void_a_set(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    desk = made.desk()
    plan = desk.plan_set(NAME, [("spec.replicas", 4)], reason="tuning")
    git(made, "# a note\n" + deployment())
    propose(made)
    assert desk.carry_out(plan).revision == 2
