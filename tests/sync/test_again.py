"""A settled field is silent until a side changes it again, and what changes raises it once."""

from pathlib import Path

import pytest

from core.merge.places import Side
from core.merge.resolution import Edited
from core.sync.bring import Became
from tests.builders.shop import deployment
from tests.builders.world import World
from tests.sync.one_unit import UNIT, accept, applied, git, hub, item, items, kinds, live, point, propose
from tests.sync.shapes import SHAPES, head_state, replicas, standing


@pytest.fixture(params=list(SHAPES))
def shape(request: pytest.FixtureRequest) -> str:
    """A field, a list item, a resource, a unit."""
    return str(request.param)


@pytest.fixture
def declined(tmp_path: Path, shape: str) -> World:
    """Git says Y, the hub holds Z, base B; the hub was taken."""
    made = standing(tmp_path, shape, "YZB")
    propose(made)
    accept(made, "conflict", Side.HUB)
    return made


def again(made: World, text: str | None) -> Became:
    git(made, text)
    return propose(made).became


def test_an_unrelated_commit_does_not_raise_it(declined: World) -> None:
    declined.commit({"README.md": "a note\n"})
    propose(declined)
    assert kinds(declined, but="pending-apply") == ["sync-back"]


def test_another_value_of_git_raises_it_under_another_id(declined: World, shape: str) -> None:
    assert again(declined, SHAPES[shape]("X")) is Became.PENDING
    assert kinds(declined, but="pending-apply") == ["deletion" if shape == "unit" else "conflict"]


def test_git_taking_the_hubs_value_ends_the_story(declined: World, shape: str) -> None:
    assert again(declined, SHAPES[shape]("Z")) is Became.AGREED
    assert kinds(declined, but="pending-apply") == []
    assert point(declined).decided == ()


def test_git_taking_its_value_back_leaves_the_hub_change_to_be_synced(declined: World, shape: str) -> None:
    again(declined, SHAPES[shape]("B"))
    assert (kinds(declined, but="pending-apply"), head_state(declined, shape)) == (["sync-back"], "Z")


def test_a_declined_value_that_git_took_back_is_news_when_git_says_it_again(
    declined: World, shape: str
) -> None:
    again(declined, SHAPES[shape]("B"))
    assert again(declined, SHAPES[shape]("Y")) is Became.PENDING
    assert kinds(declined, but="pending-apply") == ["conflict"]


def test_a_further_change_of_the_hub_is_synced_and_raises_nothing(declined: World, shape: str) -> None:
    hub(declined, SHAPES[shape]("B"))
    propose(declined)
    assert kinds(declined, but="pending-apply") == ["sync-back"]


def test_live_changing_it_raises_a_drift_and_not_the_conflict(declined: World, shape: str) -> None:
    applied(declined)
    live(declined, SHAPES[shape]("Z"))
    assert kinds(declined) == ["sync-back"]
    live(declined, SHAPES[shape]("B"))
    assert (propose(declined).item, kinds(declined)) == (None, ["capture"])


@pytest.mark.parametrize("side", [Side.HUB, Side.LIVE])
def test_deciding_a_later_drift_does_not_raise_what_git_was_declined(
    declined: World, shape: str, side: Side
) -> None:
    applied(declined)
    live(declined, SHAPES[shape]("B"))
    accept(declined, "capture", side)
    assert (propose(declined).item, kinds(declined)) == (None, ["sync-back"])


def test_git_going_there_and_back_while_it_waits_leaves_what_is_settled(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    first = item(made, "conflict").id
    again(made, replicas("X"))
    assert again(made, replicas("Y")) is Became.PENDING
    assert item(made, "conflict").id == first
    accept(made, "conflict", Side.GIT)
    assert (head_state(made, "field"), propose(made).became) == ("Y", Became.QUIET)


def test_an_offer_that_comes_back_after_another_one_waits_again(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    again(made, replicas("X"))
    again(made, replicas("Y"))
    (offer,) = made.workspace().context.proposals.pending("shop")
    assert (offer.data, offer.state.value) == (replicas("Y"), "pending")


def test_an_offer_that_git_took_back_ends(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    again(made, replicas("B"))
    assert list(made.workspace().context.proposals.pending("shop")) == []
    assert kinds(made, but="pending-apply") == ["sync-back"]


@pytest.mark.parametrize("side", [Side.HUB, Side.BASE])
def test_a_held_value_that_was_declined_stays_declined(tmp_path: Path, side: Side) -> None:
    made = standing(tmp_path, "field", "YBZ")
    propose(made)
    accept(made, "hold", side)
    accept(made, "capture", Side.HUB)
    assert propose(made).item is None
    assert kinds(made) == ["sync-back"]


def test_a_drift_that_was_reverted_is_raised_when_it_comes_back(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BBY")
    first = item(made, "capture").id
    accept(made, "capture", Side.HUB)
    assert items(made) == []
    live(made, replicas("Y"))
    assert item(made, "capture").id == first


def test_a_captured_drift_is_raised_when_live_changes_again(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BBY")
    accept(made, "capture", Side.LIVE)
    live(made, replicas("Z"))
    assert kinds(made) == ["capture"]


def test_another_field_of_git_goes_in_beside_what_was_settled(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    accept(made, "conflict", Side.HUB)
    git(made, deployment(replicas=4, grace=60))
    assert (propose(made).became, kinds(made, but="pending-apply")) == (Became.PROMOTED, ["sync-back"])
    assert ("replicas: 5" in made.text(UNIT), "Seconds: 60" in made.text(UNIT)) == (True, True)


def test_an_own_value_is_a_decision_like_any_other(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    accept(made, "conflict", Edited(9))
    assert again(made, replicas("X")) is Became.PENDING
    assert (kinds(made, but="pending-apply"), "replicas: 9" in made.text(UNIT)) == (["conflict"], True)


def test_a_deletion_that_was_declined_is_none_when_live_meets_the_hub_later(tmp_path: Path) -> None:
    made = standing(tmp_path, "unit", "XYB")
    propose(made)
    accept(made, "deletion", Side.HUB)
    live(made, replicas("Z"))
    assert (kinds(made, but="pending-apply"), item(made, "conflict").reason) == (
        ["conflict"],
        "the hub and live both changed it, unlike",
    )
