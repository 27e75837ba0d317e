"""The inbox: what waits over all spaces, most urgent first; items are found again by what they are about."""

from pathlib import Path

import pytest

from core.errors import NotFound, UsageError
from core.merge.places import Side
from core.model.item import Item
from tests.builders.shop import deployment
from tests.builders.world import World, world
from tests.sync.one_unit import SPACE, UNIT, accept, git, hub, item, items, kinds, live, one_unit, propose
from tests.sync.shapes import replicas, standing

TWO = """\
version: 1
hub: embedded
git: {branch: main, remote: none}
spaces:
  calm: {source: {files: "calm/*.yaml"}, units: one-per-file, live: {folder: ../live/calm}}
  busy:
    labels: {environment: prod}
    source: {files: "busy/*.yaml"}
    units: one-per-file
    live: {folder: ../live/busy}
"""


@pytest.fixture
def two(tmp_path: Path) -> World:
    """Three units in two spaces, one of production."""
    names = {"calm": ["a"], "busy": ["b", "c"]}
    files = {f"{space}/{unit}.yaml": deployment(unit) for space, units in names.items() for unit in units}
    made = world(tmp_path, TWO, files)
    for space, units in names.items():
        made.live(space, {f"{unit}.yaml": deployment(unit) for unit in units})
    made.desk("ci").propose()
    for unit in ("calm/a", "busy/b", "busy/c"):
        made.mark_applied(unit)
    return made


def listed(found: tuple[Item, ...]) -> list[tuple[str, str]]:
    return [(str(one.unit), one.kind.value) for one in found]


def test_what_presses_most_comes_first(two: World) -> None:
    two.live("calm", {"a.yaml": deployment("a", replicas=9)})
    two.set("busy/b", "spec.replicas", 4)
    two.set("busy/c", "spec.replicas", 4)
    two.commit({"busy/c.yaml": deployment("c", replicas=3)})
    two.desk("ci").propose()
    assert listed(two.items()) == [
        ("busy/c", "conflict"),
        ("calm/a", "capture"),
        ("busy/b", "sync-back"),
        ("busy/b", "pending-apply"),
        ("busy/c", "pending-apply"),
    ]


def test_production_comes_before_the_rest(two: World) -> None:
    two.live("calm", {"a.yaml": deployment("a", replicas=9)})
    two.live("busy", {"b.yaml": deployment("b", replicas=9)})
    assert [(str(one.unit), one.production) for one in two.items()] == [("busy/b", True), ("calm/a", False)]


def test_one_space_can_be_asked_for(two: World) -> None:
    two.live("calm", {"a.yaml": deployment("a", replicas=9)})
    assert (listed(two.items("busy")), listed(two.items("calm"))) == ([], [("calm/a", "capture")])


def test_every_unit_has_a_state(two: World) -> None:
    two.set("busy/b", "spec.replicas", 4)
    states = {str(one.unit): (one.state, one.head, one.applied) for one in two.desk().inbox().states}
    assert states == {
        "calm/a": ("in sync", 1, 1),
        "busy/b": ("sync-back, pending-apply", 2, 1),
        "busy/c": ("in sync", 1, 1),
    }


def test_a_live_side_that_cannot_be_read_is_unknown_and_hides_nothing_else(two: World) -> None:
    two.set("busy/b", "spec.replicas", 4)
    two.live("busy", {"b.yaml": "a: ["})
    inbox = two.desk().inbox()
    assert ([one.unit for one in inbox.unknown], "Could not read what is live" in inbox.unknown[0].why) == (
        ["busy/*"],
        True,
    )
    assert listed(inbox.items) == [("busy/b", "sync-back"), ("busy/b", "pending-apply")]
    assert {one.state for one in inbox.states if one.unit.space == "busy"} == {
        "sync-back, pending-apply",
        "live unknown",
    }


@pytest.fixture
def conflict(tmp_path: Path) -> World:
    """Git and the hub unlike, and Head not applied."""
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    return made


def test_an_item_is_found_by_its_id_and_by_the_beginning_of_it(conflict: World) -> None:
    found = item(conflict, "conflict")
    assert {conflict.desk().open(found.id[:length]).item.id for length in (12, 8, 5)} == {found.id}


def test_a_units_name_means_what_is_to_be_decided_there(conflict: World) -> None:
    assert conflict.desk().open(UNIT).item.kind.value == "conflict"


def test_a_units_name_never_means_what_only_reports(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BYY")
    made.mark_applied(UNIT)
    with pytest.raises(UsageError, match="which item is meant") as refused:
        made.desk().open(UNIT)
    assert items(made)[0].id in refused.value.why


def test_a_name_under_which_several_things_wait_is_refused(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    hub(made, deployment(replicas=4))
    live(made, deployment(grace=60))
    git(made, deployment(replicas=3))
    propose(made)
    with pytest.raises(UsageError, match="which item is meant") as refused:
        made.desk().open(UNIT)
    assert {one.id for one in items(made) if one.kind.value in {"conflict", "capture"}} <= set(
        refused.value.why.replace("(", " ").split()
    )


@pytest.mark.parametrize("name", ["x-0123456789", "shop/nothing", "other/web"])
def test_a_name_under_which_nothing_waits_is_not_found(conflict: World, name: str) -> None:
    with pytest.raises(NotFound):
        conflict.desk().open(name)


def test_a_name_that_is_none_is_refused(conflict: World) -> None:
    with pytest.raises(UsageError):
        conflict.desk().open("shop/Not A Name")


def test_an_opened_item_shows_where_everything_is_from(conflict: World) -> None:
    opened = conflict.desk().open(UNIT)
    (key,) = opened.owners
    owners = {side.value: (owner.who, owner.how) for side, owner in opened.owners[key].items()}
    assert opened.commit is not None
    short = opened.commit.oid[:7]
    assert owners == {
        "git": ("Alice Adams <alice@example.com>", f"commit {short} a change"),
        "hub": ("op1", "revision 2, tuning"),
    }
    assert (opened.head, opened.applied, opened.read_at) == (2, 1, "2026-02-16T12:00:00Z")


def test_live_names_its_manager_and_no_person(tmp_path: Path) -> None:
    managed = deployment(replicas=4).replace(
        "metadata:\n",
        "metadata:\n  managedFields:\n    - {manager: kubectl-edit, operation: Update, time: "
        '"2026-02-16T11:00:00Z", fieldsV1: {"f:spec": {"f:replicas": {}}}}\n',
        1,
    )
    made = one_unit(tmp_path, deployment())
    live(made, managed)
    found = item(made, "capture")
    assert (found.author, found.since) == ("kubectl-edit", "2026-02-16T11:00:00Z")
    (owners,) = made.desk().open(found.id).owners.values()
    assert owners[Side.LIVE].how == "manager kubectl-edit"


@pytest.mark.parametrize(
    ("sides", "kind", "author"),
    [
        pytest.param("YZB", "conflict", "Alice Adams <alice@example.com>", id="a conflict is the commit's"),
        pytest.param("BYB", "sync-back", "op1", id="a sync-back is who moved Head"),
        pytest.param("BYB", "pending-apply", "op1", id="a pending apply likewise"),
        pytest.param("BYZ", "conflict", "op1", id="the hub against live likewise"),
    ],
)
def test_every_item_says_who_and_since_when(tmp_path: Path, sides: str, kind: str, author: str) -> None:
    made = standing(tmp_path, "field", sides)
    propose(made)
    found = item(made, kind)
    assert (found.author, found.since) == (author, "2026-02-16T12:00:00Z")


def ids(made: World) -> list[str]:
    return [one.id for one in items(made)]


def test_the_same_difference_has_the_same_id_on_every_run(conflict: World) -> None:
    first = ids(conflict)
    conflict.commit({"README.md": "a note\n"})
    propose(conflict)
    assert (ids(conflict), len(set(first))) == (first, 2)


def test_the_same_difference_somewhere_else_has_the_same_id(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        made = one_unit(tmp_path / name, replicas("B"), own_key=True)
        hub(made, replicas("Z"))
        git(made, replicas("Y"))
        propose(made)
        found.append(item(made, "conflict").id)
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda made: (git(made, replicas("X")), propose(made)), id="Git says another value"),
        pytest.param(lambda made: made.set(UNIT, "spec.replicas", 9), id="the hub holds another value"),
        pytest.param(lambda made: live(made, replicas("X")), id="live holds another value"),
    ],
)
def test_another_difference_has_another_id(conflict: World, change: object) -> None:
    first = item(conflict, "conflict").id
    assert callable(change)
    change(conflict)
    assert item(conflict, "conflict").id != first


def test_ids_of_different_kinds_begin_differently(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    hub(made, deployment(replicas=4))
    live(made, deployment(grace=60))
    git(made, deployment(replicas=3))
    propose(made)
    assert {one.kind.value: one.id[:2] for one in items(made)} == {
        "conflict": "c-",
        "capture": "l-",
        "pending-apply": "a-",
    }


def test_an_apply_that_waits_for_another_revision_is_another_item(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BYB")
    first = item(made, "pending-apply").id
    made.set(UNIT, "spec.replicas", 9)
    assert item(made, "pending-apply").id != first


def test_a_settled_item_is_gone(conflict: World) -> None:
    found = item(conflict, "conflict").id
    accept(conflict, "conflict", Side.GIT)
    assert kinds(conflict) == ["pending-apply"]
    with pytest.raises(NotFound, match="Nothing waits under"):
        conflict.desk().open(found)
    assert conflict.desk().inbox(space=SPACE).unknown == ()
