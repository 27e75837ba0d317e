"""Sync points: what is agreed moves the base, what is not is remembered, and nobody's decision is lost."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.desk import Desk
from core.errors import SideMoved
from core.krm.read.documents import read_resources
from core.merge.places import Side
from core.model.names import hash_of
from core.model.syncpoint import DecidedField, SyncPoint
from core.sync.bring import Became
from core.sync.context import Context, DigestKey
from tests.builders.hubs import a_decided_field
from tests.builders.shop import deployment
from tests.builders.world import World
from tests.sync.meddling import before, desk_with
from tests.sync.one_unit import (
    NAME,
    UNIT,
    accept,
    chosen,
    done,
    git,
    hub,
    item,
    items,
    kinds,
    one_unit,
    point,
    propose,
)
from tests.sync.shapes import head_state, replicas, standing


@pytest.fixture
def conflict(tmp_path: Path) -> World:
    """Git says Y, the hub Z, base B; proposed."""
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    return made


def paths(found: SyncPoint) -> list[str]:
    return [one.path for one in found.decided]


def test_taking_git_moves_the_base_and_leaves_nothing_to_remember(conflict: World) -> None:
    accept(conflict, "conflict", Side.GIT)
    found = point(conflict)
    assert ('"replicas": 4' in found.base, found.decided, found.cause) == (True, (), "decided")


def test_taking_the_hub_leaves_the_base_and_remembers_what_was_seen(conflict: World) -> None:
    accept(conflict, "conflict", Side.HUB)
    found = point(conflict)
    (one,) = found.decided
    assert ('"replicas": 2' in found.base, one.choice, one.reason, one.actor) == (
        True,
        "hub",
        "load test L-9",
        "op2 (login)",
    )
    assert (one.git_seen != one.hub_after, one.live_seen, one.when) == (True, None, "2026-02-16T12:00:00Z")


def test_a_decision_records_the_head_that_it_made(conflict: World) -> None:
    accept(conflict, "conflict", Side.GIT)
    found = point(conflict)
    assert (found.hub_revision, found.hub_hash) == (3, hash_of(conflict.text(UNIT)))


def test_a_decision_without_a_revision_records_the_head_that_was_seen(conflict: World) -> None:
    accept(conflict, "conflict", Side.HUB)
    found = point(conflict)
    assert (found.hub_revision, found.hub_hash) == (2, hash_of(conflict.text(UNIT)))


def test_an_agreement_of_ci_leaves_it_in_view_that_head_moved(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    hub(made, deployment(replicas=4, grace=60))
    git(made, deployment(replicas=4))
    assert propose(made).became is Became.AGREED
    git(made, deployment(replicas=4, image="shop/web:2"))
    assert (propose(made).became, item(made, "proposal").state) == (Became.PENDING, "clean merge")


def test_an_agreement_on_all_of_head_makes_it_the_next_base(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    hub(made, deployment(replicas=4))
    git(made, deployment(replicas=4))
    assert propose(made).became is Became.AGREED
    git(made, deployment(replicas=4, image="shop/web:2"))
    assert propose(made).became is Became.PROMOTED


def test_a_promotion_beside_a_change_of_the_hub_is_one_everybody_has_seen(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    hub(made, deployment(grace=60))
    git(made, deployment(image="shop/web:2"))
    propose(made)
    accept(made, "proposal")
    git(made, deployment(image="shop/web:3"))
    assert (propose(made).became, "Seconds: 60" in made.text(UNIT)) == (Became.PROMOTED, True)


@pytest.mark.parametrize(
    ("sides", "kind", "side", "head"),
    [
        pytest.param("BBY", "capture", Side.LIVE, "Y", id="a revision and a point"),
        pytest.param("BYZ", "conflict", Side.HUB, "Y", id="a point alone"),
        pytest.param("BYB", "sync-back", Side.GIT, "B", id="a hub change given up"),
    ],
)
def test_a_newer_commit_that_says_the_same_leaves_a_plan_as_it_is(
    tmp_path: Path, sides: str, kind: str, side: Side, head: str
) -> None:
    made = standing(tmp_path, "field", sides)
    plan = chosen(made, kind, side, paths=["spec.replicas"])
    newer = made.commit({"README.md": "a note\n"})
    assert propose(made).became is Became.ADVANCED
    done(made, plan)
    commit = point(made).commit
    assert commit is not None
    assert (head_state(made, "field"), commit.oid) == (head, newer)


@pytest.mark.parametrize("side", [Side.GIT, Side.HUB])
def test_a_commit_that_says_something_else_voids_a_plan(tmp_path: Path, side: Side) -> None:
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    plan = chosen(made, "conflict", side)
    git(made, replicas("Z"))
    assert propose(made).became is Became.AGREED
    with pytest.raises(SideMoved) as refused:
        done(made, plan)
    assert (refused.value.changed, head_state(made, "field"), point(made).decided) == ("nothing", "Z", ())


@pytest.mark.parametrize("side", [Side.GIT, Side.HUB])
def test_a_rivals_decision_voids_a_plan(conflict: World, side: Side) -> None:
    plan = chosen(conflict, "conflict", side)
    accept(conflict, "conflict", Side.HUB)
    with pytest.raises(SideMoved):
        done(conflict, plan)
    assert (head_state(conflict, "field"), paths(point(conflict))) == ("Z", ["spec.replicas"])


def late(made: World, act: object) -> Desk:
    """A desk on which something happens after Head was written, before the sync point is stored."""
    assert callable(act)
    return desk_with(made, lambda context: replace(context, points=before(context.points, "agree", act)))


def base_taken(made: World, desk: Desk) -> None:
    opened = desk.open(item(made, "conflict").id)
    resolution = opened.resolution.choose([field.key for field in opened.resolution.open], Side.BASE)
    desk.carry_out(desk.plan(opened, resolution, reason="back"))


def test_a_point_that_ci_moves_between_head_and_point_is_joined(conflict: World) -> None:
    newer = conflict.commit({"README.md": "a note\n"})
    base_taken(conflict, late(conflict, lambda: advance(conflict)))
    found = point(conflict)
    assert found.commit is not None
    assert (paths(found), found.commit.oid, found.hub_revision) == (["spec.replicas"], newer, 3)


def advance(made: World) -> None:
    """Note the newest commit in the sync point, as CI does for a unit of which it says nothing new."""
    context = made.workspace("ci").context
    context.points.agree([replace(point(made), commit=context.repository.head())])


def test_a_rivals_decision_between_head_and_point_is_joined(conflict: World) -> None:
    other = replace(a_decided_field("spec.paused"), key_id=conflict.workspace().context.digest_key.id)
    base_taken(conflict, late(conflict, lambda: remember(conflict, other)))
    assert sorted(paths(point(conflict))) == ["spec.paused", "spec.replicas"]


def remember(made: World, one: DecidedField) -> None:
    found = point(made)
    made.workspace("rival").context.points.agree([replace(found, decided=(*found.decided, one))])


def test_a_parent_that_was_settled_covers_what_is_below(tmp_path: Path) -> None:
    made = blocks(tmp_path)
    assert item(made, "conflict").conflicts == (BLOCK,)
    accept(made, "conflict", Side.HUB)
    hub(made, deployment() + limits("1Gi", cpu="2"))
    assert (propose(made).item, kinds(made, but="pending-apply")) == (None, ["sync-back"])


def test_a_child_of_a_settled_parent_can_be_settled_by_itself(tmp_path: Path) -> None:
    made = blocks(tmp_path)
    accept(made, "conflict", Side.HUB)
    git(made, deployment() + limits("3Gi"))
    propose(made)
    assert item(made, "conflict").conflicts == (f"{BLOCK}.limits.memory",)
    accept(made, "conflict", Side.HUB)
    assert (propose(made).item, paths(point(made))) == (None, [f"{BLOCK}.limits.memory"])


def test_a_parent_settled_again_takes_the_place_of_its_child(tmp_path: Path) -> None:
    made = blocks(tmp_path)
    accept(made, "conflict", Side.HUB)
    git(made, deployment() + limits("3Gi"))
    propose(made)
    accept(made, "conflict", Side.HUB)
    git(made, deployment())
    propose(made)
    accept(made, "conflict", Side.HUB)
    assert (propose(made).item, paths(point(made))) == (None, [BLOCK])


BLOCK = "spec.template.spec.containers[name=app].resources"


def limits(memory: str, *, cpu: str = "1") -> str:
    return f"          resources:\n            limits: {{memory: {memory}, cpu: {cpu}}}\n"


def blocks(folder: Path) -> World:
    """Git removed the limits that the hub raised."""
    made = one_unit(folder, deployment() + limits("1Gi"))
    hub(made, deployment() + limits("2Gi"))
    git(made, deployment())
    propose(made)
    return made


OTHER = DigestKey(id="another", key=b"k" * 32)


def rekeyed(context: Context) -> Context:
    """The same workspace as another machine sees it, with a key of its own."""
    return replace(context, digest_key=OTHER)


@pytest.mark.parametrize("side", [Side.HUB, Side.BASE])
def test_what_was_settled_under_another_key_is_asked_again_and_never_let_in(
    conflict: World, side: Side
) -> None:
    accept(conflict, "conflict", side)
    before_it = conflict.text(UNIT)
    (outcome,) = desk_with(conflict, rekeyed).propose(space="shop").pending
    assert outcome.item is not None
    assert (outcome.item.kind.value, conflict.text(UNIT)) == ("conflict", before_it)


def test_what_was_settled_under_another_key_is_kept(conflict: World) -> None:
    accept(conflict, "conflict", Side.HUB)
    own = conflict.workspace().context.digest_key.id
    git(conflict, replicas("B"))
    desk_with(conflict, rekeyed).propose(space="shop")
    assert [one.key_id for one in point(conflict).decided] == [own]


def test_what_is_settled_again_has_the_key_of_who_settled_it(conflict: World) -> None:
    accept(conflict, "conflict", Side.HUB)
    desk = desk_with(conflict, rekeyed)
    desk.propose(space="shop")
    opened = desk.open(item_of(desk))
    keys = [field.key for field in opened.resolution.open]
    desk.carry_out(desk.plan(opened, opened.resolution.choose(keys, Side.HUB), reason="again"))
    assert [one.key_id for one in point(conflict).decided] == ["another"]
    assert desk_with(conflict, rekeyed).propose(space="shop").pending == ()


def item_of(desk: Desk) -> str:
    (found,) = [one.id for one in desk.inbox().items if one.kind.value == "conflict"]
    return found


def test_git_removing_a_block_meets_what_was_settled_inside_it(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment() + limits("1Gi"))
    hub(made, deployment() + limits("2Gi"))
    git(made, deployment() + limits("3Gi"))
    propose(made)
    accept(made, "conflict", Side.BASE)
    git(made, deployment())
    assert (propose(made).became, item(made, "conflict").conflicts) == (Became.PENDING, (BLOCK,))
    assert made.text(UNIT) == deployment() + limits("1Gi")


@pytest.mark.parametrize(
    "char",
    [
        pytest.param("\ufeff", id="a byte order mark"),
        pytest.param("\u2028", id="a line separator"),
        pytest.param("\u2029", id="a paragraph separator"),
        pytest.param("\x85", id="a next line"),
        pytest.param("\x7f", id="a delete"),
        pytest.param("\U000e0041", id="a tag"),
    ],
)
def test_a_base_with_an_odd_character_is_read_as_it_was_agreed(char: str, tmp_path: Path) -> None:
    text = f'apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: web}}\ndata: {{a: "x\\U{ord(char):08x}y"}}\n'
    made = one_unit(tmp_path, text)
    point = made.workspace().context.points.sync_point(NAME)
    assert point is not None
    assert read_resources(point.base).documents[0].value == read_resources(text).documents[0].value
    assert items(made) == []
