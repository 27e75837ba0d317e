"""The inbox as JSON."""

from dataclasses import replace

from core.model.item import ItemKind
from core.model.lease import Lease
from core.model.names import UnitName
from core.report.inbox import json_inbox, json_item
from tests.fakes.inbox import inbox_of, waiting
from tests.fakes.waiting import NOW, Story, opened

ITEM_KEYS = [
    "id",
    "kind",
    "unit",
    "space",
    "state",
    "risk",
    "author",
    "age_seconds",
    "undecided",
    "conflicts",
    "reason",
    "open_at",
]


def test_an_inbox_has_items_unknown_groups_and_sessions_and_nothing_else() -> None:
    form = json_inbox(inbox_of(waiting()), now=NOW)
    assert list(form) == ["items", "unknown", "groups", "sessions", "ended_sessions"]
    assert form["unknown"] == [
        {"unit": "shop-dev-west/ledger", "why": "kustomize is not installed: cannot render"},
        {"unit": "shop-dev-west/*", "why": "the live folder cannot be read: permission denied"},
    ]


def test_the_same_change_in_two_units_is_a_group_beside_the_items() -> None:
    first, second = (replace(one, item=replace(one.item, change="0f3a9b12cd77")) for one in waiting()[:2])
    form = json_inbox(inbox_of((first, second)), now=NOW)
    assert form["groups"] == [
        {
            "id": "g-0f3a9b12cd",
            "kind": first.item.kind.value,
            "units": [str(first.item.unit), str(second.item.unit)],
            "items": [first.item.id, second.item.id],
        }
    ]


def test_every_unit_with_its_state_comes_where_it_is_asked_for() -> None:
    form = json_inbox(inbox_of(waiting()[:1]), now=NOW, with_units=True)
    assert form["units"] == [
        {
            "unit": "shop-prod-east/cart",
            "space": "shop-prod-east",
            "state": "break-glass",
            "head": 41,
            "applied": 40,
            "delivery": "",
        }
    ]


def test_an_item_has_the_keys_of_the_contract_in_its_order() -> None:
    assert list(json_item(waiting()[1].item, now=NOW)) == ITEM_KEYS


def test_an_item_names_who_else_has_it_open() -> None:
    lease = Lease(unit=UnitName("shop", "web"), who="ada (login)", host="bastion", pid=7, since="then")
    item = replace(waiting()[1].item, open_at=(lease,))
    assert json_item(item, now=NOW)["open_at"] == [
        {"who": "ada (login)", "host": "bastion", "pid": 7, "since": "then", "ours": False}
    ]


def test_an_item_says_how_old_it_is_in_seconds() -> None:
    assert json_item(waiting()[1].item, now=NOW)["age_seconds"] == 260


def test_an_age_that_nobody_knows_is_null() -> None:
    story = Story(kind=ItemKind.SYNC_BACK, unit="a/b", author="", since="", reason="r")
    assert json_item(opened(story).item, now=NOW)["age_seconds"] is None


def test_an_item_from_the_future_has_age_zero() -> None:
    story = Story(kind=ItemKind.HOLD, unit="a/b", author="", since="2099-01-01T00:00:00Z", reason="r")
    assert json_item(opened(story).item, now=NOW)["age_seconds"] == 0
