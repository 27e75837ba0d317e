"""Carrying choices over a move, and finding an item by its unit."""

from dataclasses import replace

import pytest

from core.errors import NotFound
from core.merge.places import Side
from core.merge.verdict import Verdict
from core.model.names import ItemId
from core.progress import NoProgress, never_stop
from tests.fakes.desk import FakeDesk
from tests.fakes.inbox import waiting
from tests.fakes.waiting import moved
from tui.reopen import carry_over, find_again

BEFORE = next(one for one in waiting() if one.item.id == "it-web-conflict")
KEYS = [field.key for field in BEFORE.resolution.fields]


def test_a_choice_stands_where_no_side_changed() -> None:
    chosen = BEFORE.resolution.choose(KEYS[:3], Side.GIT)
    carried = carry_over(chosen, moved(BEFORE, 0, git=99).resolution)
    assert dict(carried.resolution.choices) == {KEYS[1]: Side.GIT, KEYS[2]: Side.GIT}
    assert (carried.moved, carried.lost) == (frozenset(KEYS[:1]), (KEYS[0],))


def test_the_same_value_of_another_type_is_a_move() -> None:
    carried = carry_over(BEFORE.resolution, moved(BEFORE, 0, git="3").resolution)
    assert carried.moved == {KEYS[0]}


def test_a_field_that_somebody_decided_meanwhile_is_a_move() -> None:
    chosen = BEFORE.resolution.choose(KEYS[:1], Side.GIT)
    first, *rest = BEFORE.resolution.fields
    decided = replace(BEFORE.resolution, fields=(replace(first, verdict=Verdict.SYNC_BACK), *rest))
    assert carry_over(chosen, decided).lost == (KEYS[0],)


def test_a_new_field_is_a_move_and_a_lost_field_loses_its_choice() -> None:
    fewer = replace(BEFORE.resolution, fields=BEFORE.resolution.fields[1:])
    assert carry_over(fewer, BEFORE.resolution).moved == {KEYS[0]}
    chosen = BEFORE.resolution.choose(KEYS[:1], Side.HUB)
    assert carry_over(chosen, fewer).lost == (KEYS[0],)


def test_an_item_is_found_by_its_id_else_by_its_unit() -> None:
    desk = FakeDesk()
    assert find_again(desk, BEFORE.item, NoProgress(), never_stop()).item.id == BEFORE.item.id
    desk.change(BEFORE.item.id, replace(BEFORE, item=replace(BEFORE.item, id=ItemId("it-other"))))
    assert find_again(desk, BEFORE.item, NoProgress(), never_stop()).item.id == "it-other"


def test_an_item_of_a_unit_that_waits_no_more_is_not_found() -> None:
    with pytest.raises(NotFound):
        find_again(FakeDesk(()), BEFORE.item, NoProgress(), never_stop())
