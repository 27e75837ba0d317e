"""Several items decided alike: a decision each, in turn; what moved is reported, the rest goes on."""

import threading
from pathlib import Path

import pytest

from core.desk import Desk
from core.errors import NotFound, SideMoved
from core.merge.alike import chosen_alike
from core.merge.places import Side
from core.model.groups import groups_of
from core.model.many import Plans
from tests.builders.services import EAST, WEST, collide, services
from tests.builders.world import World

UNITS = (f"{WEST}/cart", f"{WEST}/search", f"{WEST}/web")


@pytest.fixture
def three(tmp_path: Path) -> World:
    """Three services in which the same two sides collide."""
    made = services(tmp_path)
    collide(made, UNITS)
    return made


def planned(desk: Desk, side: Side = Side.HUB) -> Plans:
    """Decide the one group there is by its first item."""
    items = desk.many.open([groups_of(desk.inbox().items)[0].id])
    lead = items[0].resolution
    chosen = lead.choose([lead.fields[0].key], side)
    return desk.many.plan([(item, chosen_alike(chosen, item.resolution)) for item in items], reason="alike")


class StopAfter(threading.Event):
    """Tells a run to stop as soon as some pieces are done."""

    def __init__(self, pieces: int) -> None:
        super().__init__()
        self._pieces = pieces

    def step(self, what: str, done: int, total: int) -> None:
        assert (what, total) == ("units", 3)
        if done == self._pieces:
            self.set()


def test_a_group_is_opened_by_its_id_or_the_beginning_of_it(three: World) -> None:
    desk = three.desk()
    whole = groups_of(desk.inbox().items)[0].id
    for name in (whole, whole[:6]):
        assert [str(one.item.unit) for one in desk.many.open([name])] == list(UNITS)


def test_items_are_opened_once_each_however_they_are_named(three: World) -> None:
    desk = three.desk()
    group = groups_of(desk.inbox().items)[0]
    found = desk.many.open([group.items[2].id, UNITS[0], group.id])
    assert [str(one.item.unit) for one in found] == list(UNITS)


def test_a_name_under_which_nothing_waits_is_an_error(three: World) -> None:
    with pytest.raises(NotFound, match="g-0000"):
        three.desk().many.open(["g-0000"])


def test_one_choice_is_a_decision_of_its_own_for_every_unit(three: World) -> None:
    desk = three.desk()
    plans = planned(desk, Side.GIT)
    receipts = desk.many.carry_out(plans.plans)
    assert [str(one.unit) for one in receipts.done] == list(UNITS)
    assert len({one.decision for one in receipts.done}) == 3
    assert [three.text(unit).count("replicas: 3") for unit in UNITS] == [1, 1, 1]
    assert [item for item in three.items() if item.kind == "conflict"] == []


def test_a_unit_that_moved_before_it_was_planned_is_listed_and_the_others_have_plans(three: World) -> None:
    desk = three.desk()
    items = desk.many.open([groups_of(desk.inbox().items)[0].id])
    three.set(UNITS[1], "spec.replicas", 7, who="op2")
    wanted = [(one, one.resolution.choose([one.resolution.fields[0].key], Side.HUB)) for one in items]
    plans = desk.many.plan(wanted, reason="alike")
    assert [str(plan.unit) for plan in plans.plans] == [UNITS[0], UNITS[2]]
    assert [(str(one.unit), type(one.error)) for one in plans.refused] == [(UNITS[1], SideMoved)]


def test_a_unit_that_moved_before_it_was_carried_out_is_reported_and_the_others_go_on(three: World) -> None:
    desk = three.desk()
    plans = planned(desk, Side.GIT)
    three.set(UNITS[1], "spec.replicas", 7, who="op2")
    receipts = desk.many.carry_out(plans.plans)
    assert [str(one.unit) for one in receipts.done] == [UNITS[0], UNITS[2]]
    assert [(str(one.unit), type(one.error)) for one in receipts.failed] == [(UNITS[1], SideMoved)]
    assert "replicas: 7" in three.text(UNITS[1])


def test_a_stop_is_heard_between_units_and_what_is_left_is_said(three: World) -> None:
    desk = three.desk()
    stop = StopAfter(1)
    receipts = desk.many.carry_out(planned(desk, Side.GIT).plans, progress=stop, stop=stop)
    assert [str(one.unit) for one in receipts.done] == [UNITS[0]]
    assert [str(plan.unit) for plan in receipts.left] == [UNITS[1], UNITS[2]]
    assert [three.text(unit).count("replicas: 3") for unit in UNITS] == [1, 0, 0]


def test_the_word_names_each_production_space_and_elsewhere_how_many_there_are(tmp_path: Path) -> None:
    made = services(tmp_path)
    collide(made, [f"{WEST}/web", f"{EAST}/web"])
    plans = planned(made.desk())
    assert plans.word == WEST
    assert Plans(plans=tuple(plan for plan in plans.plans if plan.unit.space == EAST)).word == "web"
    assert Plans(plans=tuple(plan for plan in plans.plans if plan.unit.space == EAST) * 2).word == "2-units"
