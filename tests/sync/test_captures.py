"""Captures: what somebody found live waits as an offer of its own until all of it is decided."""

from pathlib import Path

import pytest

from core.errors import NotFound, SideMoved, SourceUnreadable, UsageError
from core.merge.places import Side
from core.model.names import UnitName
from core.model.proposal import Capture
from tests.builders.shop import deployment
from tests.builders.world import World
from tests.sync.one_unit import NAME, SPACE, accept, chosen, done, item, items, kinds, live, one_unit, propose
from tests.sync.shapes import live_state, replicas, standing

KEY = "apps/v1/Deployment/shop/web#spec.replicas"


def capture(made: World, *paths: str, incident: str = "", reason: str = "pages all night") -> Capture:
    return made.desk("oncall1").capture(NAME, paths=paths, incident=incident, reason=reason)


def state_of(made: World, offer: Capture) -> str:
    """Tell how a capture stands: offering it again gives it as it is."""
    found = made.workspace().context.captures.offer_capture(offer)
    return found.state.value


@pytest.fixture
def drifted(tmp_path: Path) -> World:
    """Live runs four replicas, by hand."""
    return standing(tmp_path, "field", "BBY")


@pytest.fixture
def twice(tmp_path: Path) -> World:
    """Live runs four replicas of another image, by hand."""
    made = one_unit(tmp_path, deployment())
    live(made, deployment(replicas=4, image="shop/web:hot"))
    return made


IMAGE = "spec.template.spec.containers[name=app].image"


def test_a_capture_moves_no_side(drifted: World) -> None:
    offer = capture(drifted)
    assert (offer.paths, offer.actor, offer.state.value) == ((KEY,), "oncall1", "pending")
    assert (drifted.head("shop/web"), live_state(drifted, "field")) == (1, "Y")


def test_a_capture_waits_in_the_name_of_who_made_it(drifted: World) -> None:
    capture(drifted)
    found = item(drifted, "capture")
    assert (found.state, found.author, found.since) == ("captured", "oncall1", "2026-02-16T12:00:00Z")
    assert found.reason == "pages all night"


def test_a_capture_with_an_incident_is_break_glass_and_most_urgent(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YBZ")
    propose(made)
    capture(made, incident="INC-4711")
    assert [(found.kind.value, found.incident) for found in items(made)] == [
        ("break-glass", "INC-4711"),
        ("hold", ""),
    ]


def test_the_same_capture_made_twice_is_one(drifted: World) -> None:
    assert capture(drifted).id == capture(drifted).id
    assert len(drifted.workspace().context.captures.pending_captures()) == 1


def test_what_was_not_captured_stays_listed(twice: World) -> None:
    capture(twice, "spec.replicas")
    assert {found.state: found.paths for found in items(twice)} == {
        "captured": ("spec.replicas",),
        "drift": (IMAGE,),
    }


@pytest.mark.parametrize("path", [KEY, "spec.replicas", "replicas"])
def test_a_path_may_be_given_by_its_end(twice: World, path: str) -> None:
    assert capture(twice, path).paths == (KEY,)


@pytest.mark.parametrize("path", ["spec.paused", "plicas", "", "spec"])
def test_a_path_that_did_not_drift_is_refused(twice: World, path: str) -> None:
    with pytest.raises(UsageError, match="fits no drifted field") as refused:
        capture(twice, path)
    assert (refused.value.exit_code, IMAGE in refused.value.why) == (2, True)


def test_an_end_that_fits_several_fields_is_refused(tmp_path: Path) -> None:
    two = deployment() + "        - name: proxy\n          image: shop/proxy:1\n"
    made = one_unit(tmp_path, two)
    live(made, two.replace(":1", ":hot"))
    with pytest.raises(UsageError, match="several drifted fields"):
        capture(made, "image")


def test_nothing_that_drifted_is_nothing_to_capture(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    with pytest.raises(NotFound, match="Nothing of shop/web has drifted"):
        capture(made)


def test_a_unit_that_nobody_knows_cannot_be_captured(drifted: World) -> None:
    with pytest.raises(NotFound, match="no unit shop/nothing"):
        drifted.desk().capture(UnitName(SPACE, "nothing"))


def test_live_that_cannot_be_read_cannot_be_captured(drifted: World) -> None:
    live(drifted, "a: [")
    with pytest.raises(SourceUnreadable, match="Could not read what is live"):
        capture(drifted)


def test_drift_that_meets_a_change_of_the_hub_is_decided_there(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BYZ")
    with pytest.raises(NotFound, match="meets a change") as refused:
        capture(made)
    assert ("spec.replicas" in refused.value.why, "take live" in refused.value.next_step) == (True, True)


def test_a_capture_that_was_taken_ends_applied(drifted: World) -> None:
    offer = capture(drifted)
    accept(drifted, "capture", Side.LIVE)
    assert (state_of(drifted, offer), kinds(drifted)) == ("applied", ["sync-back"])


def test_a_capture_that_was_declined_ends_rejected_and_live_is_put_back(drifted: World) -> None:
    offer = capture(drifted)
    receipt = accept(drifted, "capture", Side.HUB)
    assert (state_of(drifted, offer), live_state(drifted, "field")) == ("rejected", "B")
    assert (receipt.revision, items(drifted)) == (0, [])


def test_the_same_drift_captured_again_after_a_revert_waits_again(drifted: World) -> None:
    first = capture(drifted, incident="INC-1")
    accept(drifted, "break-glass", Side.HUB)
    live(drifted, replicas("Y"))
    second = capture(drifted, incident="INC-1")
    assert (second.id != first.id, second.state.value) == (True, "pending")
    assert kinds(drifted) == ["break-glass"]


def test_a_later_drift_of_another_field_is_not_the_incidents(drifted: World) -> None:
    capture(drifted, incident="INC-1")
    live(drifted, deployment(replicas=4, image="shop/web:later"))
    assert [(found.kind.value, found.incident, found.paths) for found in items(drifted)] == [
        ("break-glass", "INC-1", ("spec.replicas",)),
        ("capture", "", (IMAGE,)),
    ]


def test_a_later_value_of_the_same_field_is_not_the_incidents(drifted: World) -> None:
    capture(drifted, incident="INC-1")
    live(drifted, replicas("Z"))
    assert [(found.kind.value, found.incident) for found in items(drifted)] == [("capture", "")]


def test_a_capture_decided_in_part_keeps_the_rest(twice: World) -> None:
    offer = capture(twice)
    accept(twice, "capture", Side.LIVE, paths=["spec.replicas"])
    assert (state_of(twice, offer), item(twice, "capture").paths) == ("pending", (IMAGE,))
    accept(twice, "capture", Side.HUB)
    assert (state_of(twice, offer), kinds(twice)) == ("rejected", ["sync-back"])
    assert "image: shop/web:1" in twice.text("shop/web")


def test_a_capture_may_be_taken_here_and_put_back_there(twice: World) -> None:
    desk = twice.desk()
    opened = desk.open(item(twice, "capture").id)
    mixed = opened.resolution.choose([KEY], Side.LIVE)
    mixed = mixed.choose([field.key for field in mixed.open], Side.HUB)
    desk.carry_out(desk.plan(opened, mixed, reason="half of it was right"))
    assert ("replicas: 4" in twice.text("shop/web"), "shop/web:1" in twice.text("shop/web")) == (True, True)
    running = (twice.top.parent / "live" / SPACE / "web.yaml").read_text()
    assert ("replicas: 4" in running, "shop/web:1" in running) == (True, True)


def test_live_that_changed_after_the_capture_was_shown_is_not_decided(drifted: World) -> None:
    desk = drifted.desk()
    opened = desk.open(item(drifted, "capture").id)
    live(drifted, replicas("Z"))
    with pytest.raises(SideMoved, match="changed after it was shown"):
        desk.plan(opened, opened.resolution.choose([KEY], Side.LIVE), reason="as it was")


def test_reverting_one_drift_does_not_record_an_unapplied_head_as_applied(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BYB")
    live(made, deployment(image="shop/web:hot"))
    accept(made, "capture", Side.HUB)
    head = made.workspace().context.hub.head(NAME)
    assert head is not None
    assert (head.number, head.applied, kinds(made)) == (2, 1, ["sync-back", "pending-apply"])


def test_reverting_the_last_drift_records_that_live_runs_head(tmp_path: Path) -> None:
    made = standing(tmp_path, "unit", "YYX")
    propose(made)
    accept(made, "capture", Side.HUB)
    assert kinds(made) == []


def test_a_plan_to_revert_names_the_value_that_goes(drifted: World) -> None:
    plan = chosen(drifted, "capture", Side.HUB)
    assert (plan.overwrites, plan.live) == (
        ("OVERWRITES LIVE  spec.replicas  4 -> 2",),
        "1 field set to the hub's value",
    )
    assert done(drifted, plan).done[-1][0] == "applied"
