"""Propose over several units and spaces: what waits and why, and that one trouble stops no other."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import InputRefused, NotFound, SideMoved
from core.model.names import UnitName
from core.model.unit import Change, Guard, RevisionSource
from core.sync.bring import Became
from core.sync.propose import Proposed
from tests.builders.shop import deployment
from tests.builders.world import World, world
from tests.sync.meddling import before, desk_with
from tests.sync.one_unit import (
    NAME,
    SPACE,
    UNIT,
    accept,
    git,
    hub,
    item,
    kinds,
    live,
    one_unit,
    point,
    propose,
    settings,
)
from tests.sync.shapes import head_state, replicas, standing

TWO_SPACES = """\
version: 1
hub: embedded
git: {branch: main, remote: none}
spaces:
  shop: {source: {files: "k8s/*.yaml"}, units: one-per-file}
  back: {source: {files: "back/*.yaml"}, units: one-per-file}
"""


def became(proposed: Proposed) -> dict[str, Became]:
    return {str(one.unit): one.became for one in proposed.outcomes}


@pytest.fixture
def two(tmp_path: Path) -> World:
    """Three units in two spaces, proposed."""
    files = {
        "k8s/web.yaml": deployment(),
        "k8s/cart.yaml": deployment("cart"),
        "back/db.yaml": deployment("db"),
    }
    made = world(tmp_path, TWO_SPACES, files)
    made.desk("ci").propose()
    return made


def broken_in_the_hub(made: World, unit: str, text: str) -> None:
    name, authority = UnitName.parse(unit), made.workspace().context.hub
    head = authority.head(name)
    assert head is not None
    change = Change(author="op1", source=RevisionSource.OPERATOR, description="oops", token="t1")  # noqa: S106 - no password
    authority.write(name, text, seen=Guard(data_hash=head.data_hash), change=change)


def test_a_unit_that_cannot_be_read_stops_no_other(two: World) -> None:
    broken_in_the_hub(two, "shop/cart", "a: [")
    two.commit({"k8s/web.yaml": deployment(replicas=3), "k8s/cart.yaml": deployment("cart", replicas=3)})
    proposed = two.desk("ci").propose()
    assert became(proposed) == {"shop/web": Became.PROMOTED, "back/db": Became.ADVANCED}
    (failed,) = proposed.failed
    assert (failed.what, failed.error.exit_code) == ("shop/cart", 6)


def test_a_space_that_cannot_be_rendered_stops_no_other(two: World) -> None:
    two.commit({"k8s/web.yaml": "a: [", "back/db.yaml": deployment("db", replicas=3)})
    proposed = two.desk("ci").propose()
    assert became(proposed) == {"back/db": Became.PROMOTED}
    assert [(failed.what, type(failed.error)) for failed in proposed.failed] == [("shop/*", InputRefused)]


def test_the_one_space_that_was_asked_for_fails_loudly(two: World) -> None:
    two.commit({"k8s/web.yaml": "a: ["})
    with pytest.raises(InputRefused):
        two.desk("ci").propose(space=SPACE)


def test_a_unit_that_never_stands_still_stops_no_other(two: World) -> None:
    two.commit({"k8s/web.yaml": deployment(replicas=3), "k8s/cart.yaml": deployment("cart", replicas=3)})
    desk = desk_with(two, lambda c: replace(c, hub=Restless(c.hub)))  # type: ignore[arg-type]  # passes on
    proposed = desk.propose(space=SPACE)
    assert became(proposed) == {"shop/web": Became.PROMOTED}
    assert [(failed.what, type(failed.error)) for failed in proposed.failed] == [("shop/cart", SideMoved)]


class Restless:
    """A hub in which somebody else is always first to write one unit."""

    def __init__(self, real: object) -> None:
        self._real = real

    def __getattr__(self, name: str) -> object:
        real = getattr(self._real, name)
        if name != "write":
            return real

        def write(unit: UnitName, text: str, **named: object) -> object:
            if unit.unit == "cart":
                raise SideMoved("Could not write", why="Head moved", next_step="again")
            return real(unit, text, **named)

        return write


def test_a_dry_run_writes_nothing(two: World) -> None:
    two.commit({"k8s/web.yaml": deployment(replicas=3), "back/db.yaml": deployment("db", grace=5)})
    before_it = stored(two)
    proposed = two.desk("ci").propose(dry_run=True)
    assert became(proposed) == {
        "shop/web": Became.PROMOTED,
        "shop/cart": Became.ADVANCED,
        "back/db": Became.PROMOTED,
    }
    assert stored(two) == before_it


def stored(made: World) -> list[object]:
    context = made.workspace().context
    found: list[object] = [context.ledger.decisions(), context.proposals.pending()]
    for space in context.hub.spaces():
        found += [context.hub.heads(space), context.points.sync_points(space)]
    return found


def test_a_dry_run_of_what_would_wait_offers_nothing(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YZB")
    (outcome,) = (one for one in made.desk("ci").propose(dry_run=True).outcomes if one.unit == NAME)
    assert (outcome.became, outcome.item is not None) == (Became.PENDING, True)
    assert list(made.workspace().context.proposals.pending()) == []


def test_a_commit_that_is_not_there_is_not_found(two: World) -> None:
    with pytest.raises(NotFound):
        two.desk("ci").propose(commit="0123456789")


def test_a_space_that_nobody_knows_is_not_found(two: World) -> None:
    with pytest.raises(NotFound, match="no space nowhere"):
        two.desk("ci").propose(space="nowhere")


def test_an_older_commit_than_the_one_that_waits_changes_nothing(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BZB")
    old = git(made, replicas("Y"))
    git(made, replicas("X"))
    propose(made)
    waits = item(made, "conflict").id
    outcomes = made.desk("ci").propose(commit=old).outcomes
    assert [one.became for one in outcomes if one.unit == NAME] == [Became.OLDER]
    assert item(made, "conflict").id == waits


def test_the_fields_that_are_not_held_go_in(tmp_path: Path) -> None:
    made = held(tmp_path)
    outcome = propose(made)
    assert (outcome.became, outcome.item and outcome.item.kind.value) == (Became.PROMOTED, "hold")
    assert ("shop/web:2" in made.text(UNIT), "replicas: 2" in made.text(UNIT)) == (True, True)


def held(folder: Path) -> World:
    """Git changed the image, and the replicas that somebody changed live."""
    made = one_unit(folder, deployment())
    live(made, deployment(replicas=5))
    git(made, deployment(replicas=4, image="shop/web:2"))
    return made


def test_what_was_held_is_in_view_though_ci_died_before_offering_it_again(tmp_path: Path) -> None:
    made = held(tmp_path)
    desk = desk_with(made, lambda c: replace(c, proposals=before(c.proposals, "offer", killed)))
    with pytest.raises(KeyboardInterrupt):
        desk.propose(space=SPACE)
    assert "shop/web:2" in made.text(UNIT)
    assert (kinds(made, but="pending-apply"), item(made, "hold").conflicts) == (["hold"], ("spec.replicas",))
    assert (propose(made).became, kinds(made, but="pending-apply")) == (Became.PENDING, ["hold"])


def killed() -> None:
    raise KeyboardInterrupt


def test_a_hold_ends_when_live_comes_back_by_itself(tmp_path: Path) -> None:
    made = held(tmp_path)
    propose(made)
    live(made, deployment())
    assert (propose(made).became, "replicas: 4" in made.text(UNIT)) == (Became.PROMOTED, True)
    assert list(made.workspace().context.proposals.pending()) == []


def test_live_that_cannot_be_read_keeps_git_waiting(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    live(made, "a: [")
    git(made, deployment(replicas=4))
    outcome = propose(made)
    assert (outcome.became, made.head(UNIT)) == (Became.PENDING, 1)
    assert outcome.why.startswith("live could not be read, so a live change could be undone unseen")


POLICIES = [
    pytest.param((), False, Became.PROMOTED, id="an unmoved Head lets Git in"),
    pytest.param((), True, Became.PENDING, id="a moved Head makes it a clean merge that waits"),
    pytest.param(("clean_merges: auto",), True, Became.PROMOTED, id="clean merges may go in by themselves"),
    pytest.param(("promote: review",), False, Became.PENDING, id="all of Git may be reviewed"),
    pytest.param(
        ("promote: review", "clean_merges: auto"), True, Became.PENDING, id="review wins over clean merges"
    ),
]


@pytest.mark.parametrize(("lines", "moved", "expected"), POLICIES)
def test_policy_says_what_goes_in_by_itself(
    tmp_path: Path, lines: tuple[str, ...], expected: Became, *, moved: bool
) -> None:
    made = one_unit(tmp_path, deployment(), config=settings())
    made.commit({"headgate.yaml": settings(*lines)})
    if moved:
        hub(made, deployment(grace=60))
    git(made, deployment(replicas=4))
    assert propose(made).became is expected


def test_a_clean_merge_is_one_choice(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    hub(made, deployment(grace=60))
    git(made, deployment(replicas=4))
    propose(made)
    found = item(made, "proposal")
    assert (found.state, found.undecided, found.reason) == (
        "clean merge",
        0,
        "Head moved since the base; no field collides",
    )
    accept(made, "proposal")
    assert (made.text(UNIT), kinds(made, but="pending-apply")) == (
        deployment(replicas=4, grace=60),
        ["sync-back"],
    )


def test_the_base_commit_advances_where_git_says_nothing_new(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    oid = git(made, "# reviewed\n" + deployment())
    assert propose(made).became is Became.ADVANCED
    commit = point(made).commit
    assert commit is not None
    assert (commit.oid, made.head(UNIT), head_state(made, "field")) == (oid, 1, "B")


def test_a_newer_commit_that_another_run_offers_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BZB")
    old = git(made, replicas("Y"))
    git(made, replicas("X"))
    desk = desk_with(
        made, lambda c: replace(c, live=before(c.live, "observe", lambda: made.desk("ci").propose()))
    )
    outcomes = desk.propose(commit=old).outcomes
    assert [one.became for one in outcomes if one.unit == NAME] == [Became.OLDER]
    (offer,) = made.workspace().context.proposals.pending()
    assert offer.data == replicas("X")
