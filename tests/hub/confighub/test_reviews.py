"""ConfigHub's own process stands in the plan, and live is not written past it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.demo.confighub.process import attested, ordered
from core.errors import Blocked, HeadgateError
from core.hub.confighub import reviews
from core.hub.confighub.hub import ConfigHub
from core.model.item import ItemKind
from core.model.names import UnitName
from core.model.plan import Check, Plan
from core.model.review import Review
from tests.builders.confighubs import confighub_at
from tests.builders.far import far_worlds
from tests.builders.shop import PROD, WEB, shop
from tests.fakes.clock import FakeClock
from tests.fakes.confighub.server import USER, Fault, Loopback

UNIT = UnitName("shop", "web")
BODY = {"ToolchainType": "Kubernetes/YAML", "Labels": {}, "Slug": "web"}


@pytest.fixture
def server() -> Iterator[Loopback]:
    """One unit in a space, and a space beside it."""
    with Loopback(FakeClock()) as opened:
        for name in ("shop", "other"):
            space = opened.store.add_space({"Slug": name}, allow_exists=False)["SpaceID"]
            kept = opened.store.add_unit(space, {**BODY}, b"", USER, allow_exists=False)
            opened.store.write(kept, b"a: 1\n", USER, description="first")
        yield opened
        assert opened.contract.violations == []


@pytest.fixture
def hub(server: Loopback) -> Iterator[ConfigHub]:
    with closing(confighub_at(server, FakeClock())) as opened:
        yield opened


def test_an_attestation_of_head_is_told_and_does_not_count_for_what_is_written(
    server: Loopback, hub: ConfigHub
) -> None:
    attested(server.store, "shop", "web", Note="looks good", ExpiresAt="2027-01-01T00:00:00Z")
    (review,) = hub.reviews.of(UNIT)
    assert (review.name, review.good, review.stops_head) == ("attestation Approval", True, False)
    assert "Pass for revision 2 by ConfigHub user" in review.what
    assert review.what.endswith("until 2027-01-01T00:00:00Z (looks good); a new revision begins without it")


def test_one_that_fails_stops_head_and_not_what_is_written_on_it(server: Loopback, hub: ConfigHub) -> None:
    attested(server.store, "shop", "web")
    attested(server.store, "shop", "web", Type="Scan", Result="Fail")
    found = hub.reviews.of(UNIT)
    assert [(one.name, one.stops_head, one.stops_new) for one in found] == [
        ("attestation Scan", True, False),
        ("attestation Approval", False, False),
    ]


def test_what_was_taken_back_is_not_told(server: Loopback, hub: ConfigHub) -> None:
    first = attested(server.store, "shop", "web")
    attested(server.store, "shop", "web", RevokedAttestationID=first["AttestationID"])
    assert hub.reviews.of(UNIT) == []


def test_a_change_order_that_is_under_way_says_what_it_asks_for(server: Loopback, hub: ConfigHub) -> None:
    ordered(server.store, "october", "shop")
    assert hub.reviews.of(UNIT) == [
        Review(
            name="change order october",
            what="InProgress; stage canary; asks for two-eyes (2 Approval), Healthy; covers this space",
            stops_head=True,
            stops_new=True,
        )
    ]


def test_a_change_order_without_a_workflow_stops_nothing(server: Loopback, hub: ConfigHub) -> None:
    ordered(server.store, "october", "shop", ChangeWorkflow={})
    (review,) = hub.reviews.of(UNIT)
    assert (review.stops_head, review.stops_new) == (False, False)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"State": "Released"}, id="that is through"),
        pytest.param({"AbortedReason": "no"}, id="that was given up"),
        pytest.param({"InScopeSpaceIDs": []}, id="of other spaces"),
    ],
)
def test_a_change_order_is_not_told(server: Loopback, hub: ConfigHub, change: dict[str, object]) -> None:
    ordered(server.store, "october", "shop", **change)
    assert hub.reviews.of(UNIT) == []


def test_more_change_orders_than_are_looked_at_are_said(
    server: Loopback, hub: ConfigHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviews, "_MOST", 1)
    ordered(server.store, "one", "other")
    assert hub.reviews.of(UNIT) == []
    ordered(server.store, "two", "other")
    (review,) = hub.reviews.of(UNIT)
    assert (review.name, "more than 1" in review.what) == ("change orders", True)


def test_a_warning_and_why_a_gate_is_closed_are_told(server: Loopback, hub: ConfigHub) -> None:
    server.store.named("shop", "web").fields |= {
        "ValidationErrors": {"a/b/c": True},
        "ValidationWarnings": {"a/b/d": True},
        "ValidationResults": {"a/b/c": [{"Passed": False, "Details": ["no", "never"]}]},
    }
    assert [(one.name, one.what) for one in hub.reviews.of(UNIT)] == [
        ("why a/b/c", "no; never"),
        ("warning a/b/d", "ConfigHub warns, and says no more"),
    ]


def test_a_unit_that_is_not_there_has_no_process(hub: ConfigHub) -> None:
    assert hub.reviews.of(UnitName("shop", "nobody")) == ()


def test_what_cannot_be_asked_is_no_answer(server: Loopback, hub: ConfigHub) -> None:
    server.faults.append(Fault(path="/change_order", status=403))
    with pytest.raises(HeadgateError):
        hub.reviews.of(UNIT)


def told(plan: Plan, beginning: str) -> list[Check]:
    return [check for check in plan.checks if check.name.startswith(beginning)]


def test_the_plan_says_it_and_live_is_not_written_past_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with far_worlds(monkeypatch) as server:
        made = shop(tmp_path)
        ordered(server.store, "october", PROD)
        desk = made.desk()
        plan = desk.plan_set(UnitName.parse(WEB), [("spec.replicas", 4)], reason="sale day")
        assert [check.ok for check in told(plan, "change order")] == [None]
        desk.carry_out(plan)
        (item,) = [one for one in made.items(PROD) if one.kind is ItemKind.PENDING_APPLY]
        opened = desk.open(item.id)
        live = desk.plan(opened, opened.resolution, reason="now", apply_live=True)
        assert [check.name for check in live.blocked] == ["change order october"]
        with pytest.raises(Blocked):
            desk.carry_out(live)
        server.faults.append(Fault(path="/change_order", status=403, times=-1))
        blind = desk.plan(opened, opened.resolution, reason="now", apply_live=True)
        assert [check.ok for check in told(blind, "hub's own process")] == [None]
