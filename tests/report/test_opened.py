"""An item with its fields as JSON."""

import pytest

from core.krm.values import ABSENT, UNKNOWN
from core.merge.places import Side
from core.merge.resolution import Edited, Field
from core.model.item import ItemKind
from core.report.opened import json_opened
from tests.fakes.inbox import waiting
from tests.fakes.waiting import NOW, Story, field, opened

STORY = Story(kind=ItemKind.CONFLICT, unit="a/b", author="x", since="", reason="r")


def fields_of(*fields: Field) -> list[dict[str, object]]:
    item = opened(STORY, *fields)
    form = json_opened(item, now=NOW)["fields"]
    assert isinstance(form, list)
    return form


def test_a_conflict_has_all_sides_and_no_result() -> None:
    (form,) = fields_of(field("spec.replicas", base=2, git=3, hub=4, live=4))
    assert form == {
        "resource": "apps/v1/Deployment/shop/web",
        "path": "spec.replicas",
        "state": "undecided",
        "base": 2,
        "git": 3,
        "hub": 4,
        "live": 4,
        "hint": "hub and live agree; taking hub keeps what runs",
        "owners": {},
    }


@pytest.mark.parametrize(
    ("one", "state", "result"),
    [
        pytest.param(field("a", base=1, git=2), "by-rule", 2, id="Git alone changed it"),
        pytest.param(field("a", base=1, hub=2), "by-rule", 2, id="the hub alone changed it"),
        pytest.param(field("a", base=1, git=2, hub=2), "alike", 2, id="both moved alike"),
    ],
)
def test_what_rules_decide_has_a_state_and_a_result(one: Field, state: str, result: object) -> None:
    (form,) = fields_of(one)
    assert (form["state"], form["result"]) == (state, result)


def test_a_side_without_the_field_is_left_out() -> None:
    (form,) = fields_of(field("a", base=1, git=ABSENT, hub=2))
    assert [side for side in ("base", "git", "hub", "live") if side in form] == ["base", "hub", "live"]


def test_a_removal_by_rule_has_no_result() -> None:
    (form,) = fields_of(field("a", base=1, git=ABSENT))
    assert (form["state"], "result" in form) == ("by-rule", False)


def test_a_side_that_nobody_could_read_is_not_taken_for_an_empty_one() -> None:
    (form,) = fields_of(field("a", base=1, git=2, live=UNKNOWN))
    assert ("live" in form, form["unread"]) == (False, ["live"])


def test_a_null_is_not_left_out() -> None:
    (form,) = fields_of(field("a", base=[None], git=[1]))
    assert form["base"] == [None]


def test_a_choice_is_a_result() -> None:
    item = opened(STORY, field("a", base=1, git=2, hub=3))
    key = item.resolution.fields[0].key
    chosen = item.resolution.choose([key], Edited("x"))
    form = json_opened(type(item)(item=item.item, resolution=chosen), now=NOW)["fields"]
    assert isinstance(form, list)
    assert (form[0]["state"], form[0]["result"]) == ("chosen", "x")


def test_owners_stand_under_their_side() -> None:
    form = json_opened(waiting()[1], now=NOW)["fields"]
    assert isinstance(form, list)
    assert form[0]["owners"][Side.LIVE] == {
        "who": "sre-oncall",
        "when": "2025-10-09T08:42:00Z",
        "how": "manager kubectl-edit",
        "sure": "exact",
    }


def test_what_was_ignored_and_warned_of_comes_where_it_is_asked_for() -> None:
    item = waiting()[1]
    assert {"ignored", "warnings"}.isdisjoint(json_opened(item, now=NOW))
    form = json_opened(item, now=NOW, explain=True)
    assert isinstance(form["ignored"], list)
    assert form["ignored"][0] == {
        "resource": "apps/v1/Deployment/shop/web",
        "path": "metadata.uid",
        "rule": "N-UID",
        "why": "set by the server",
        "source": "Kubernetes API conventions",
    }
    assert form["warnings"] == [
        {
            "resource": "apps/v1/Deployment/shop/web",
            "path": "spec.replicas",
            "what": "an HPA may own this field",
        }
    ]
