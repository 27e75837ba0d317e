"""Inbox, items and plans as people read them."""

import json
from dataclasses import replace

import pytest
import yaml

from core.model.item import Inbox, Opened
from core.model.names import ItemId
from core.report.inbox import json_inbox
from core.report.opened import json_opened
from core.safetext import has_hidden
from tests.builders.terminal import console
from tests.fakes.inbox import inbox_of, waiting
from tests.fakes.waiting import NOW
from tui.cli.emit import printed
from tui.cli.inbox_table import inbox_lines
from tui.cli.item_table import item_lines
from tui.cli.table import cells

ITEMS = waiting()


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_inbox_fits_the_terminal(width: int) -> None:
    short = [replace(one, item=replace(one.item, id=ItemId(one.item.id[-12:]))) for one in ITEMS]
    rows = list(inbox_lines(inbox_of(tuple(short)), console(width), now=NOW))[: len(ITEMS) + 1]
    assert max(map(cells, rows)) <= width


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("item", ITEMS, ids=[one.item.id for one in ITEMS])
def test_the_fields_of_an_item_fit_the_terminal(item: Opened, width: int) -> None:
    lines = list(item_lines(item, console(width), now=NOW))
    start = next((at for at, line in enumerate(lines) if "FIELD" in line), len(lines))
    rows = lines[start : start + 1 + len(item.resolution.fields)]
    assert all(cells(row) <= width for row in rows)


def test_the_inbox_says_what_waits_since_when_and_why() -> None:
    lines = list(inbox_lines(inbox_of(ITEMS), console(200), now=NOW))
    conflict = next(line for line in lines if line.startswith("it-web-conflict"))
    assert conflict.split() == [
        "it-web-conflict",
        "conflict",
        "shop-prod-east/web",
        "pending",
        "high",
        "3/6",
        "4m",
        "renovate",
        *["image", "bump", "meets", "a", "change", "by", "hand"],
    ]


def test_an_empty_inbox_says_so() -> None:
    empty = Inbox(items=(), unknown=(), states=(), read_at="")
    assert list(inbox_lines(empty, console(80), now=NOW)) == ["Nothing waits."]


def test_what_could_not_be_read_is_printed_with_its_whole_reason() -> None:
    lines = list(inbox_lines(inbox_of(()), console(60), now=NOW))
    assert lines[-1] == "  shop-dev-west/*  the live folder cannot be read: permission denied"


def test_every_unit_with_its_state_comes_where_it_is_asked_for() -> None:
    lines = list(inbox_lines(inbox_of(ITEMS[:1]), console(80), now=NOW, with_units=True))
    assert lines[3:5] == [
        "UNIT                 HEAD  APPLIED  STATE",
        "shop-prod-east/cart  41    40       break-glass",
    ]


def test_an_item_shows_each_field_on_every_side_with_marks() -> None:
    lines = [line.split() for line in item_lines(ITEMS[1], console(200), now=NOW)]
    assert ["FIELD", "BASE", "GIT", "HUB", "LIVE", "RESULT"] in lines
    assert ["!", "spec.replicas", "2", "3", "=base", "5", "?"] in lines
    assert any(line[:2] == ["=", "metadata.labels.team"] for line in lines)


def test_an_item_says_who_set_an_undecided_field_and_which_policy_guards_one() -> None:
    text = "\n".join(item_lines(ITEMS[1], console(200), now=NOW))
    assert "!  spec.replicas\n     base  2\n" in text
    assert "     live  5  sre-oncall, manager kubectl-edit, 11m ago\n" in text
    assert "     policy shop/rollouts: stays with the hub\n" in text


def test_explain_lists_the_rules_and_the_warnings() -> None:
    plain = "\n".join(item_lines(ITEMS[1], console(200), now=NOW))
    explained = "\n".join(item_lines(ITEMS[1], console(200), now=NOW, explain=True))
    assert "N-UID" not in plain
    assert "N-UID" in explained
    assert "note: Deployment/web spec.replicas: an HPA may own this field" in explained


@pytest.mark.parametrize("item", ITEMS, ids=[one.item.id for one in ITEMS])
def test_nothing_hidden_is_printed_whatever_an_item_holds(item: Opened) -> None:
    lines = [
        *inbox_lines(inbox_of((item,)), console(120), now=NOW),
        *item_lines(item, console(120), now=NOW, explain=True),
    ]
    assert [line for line in lines if has_hidden(line) or "\n" in line] == []


@pytest.mark.parametrize("output", ["json", "yaml"])
@pytest.mark.parametrize("item", ITEMS, ids=[one.item.id for one in ITEMS])
def test_json_and_yaml_are_printable_ascii_and_read_back_as_what_they_mean(item: Opened, output: str) -> None:
    form = json_opened(item, now=NOW, explain=True)
    text = "\n".join(printed(form, output))
    assert text.isascii()
    assert text.replace("\n", "").isprintable()
    assert (json.loads(text) if output == "json" else yaml.safe_load(text)) == json.loads(json.dumps(form))


def test_the_whole_inbox_is_json() -> None:
    form = json_inbox(inbox_of(ITEMS), now=NOW, with_units=True)
    assert json.loads("\n".join(printed(form, "json"))) == form
