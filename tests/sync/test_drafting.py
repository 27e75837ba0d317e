"""Drafting: a choice is laid over its item again only where every side holds what was seen."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.krm.values import ABSENT, UNKNOWN
from core.ledger.drafts import DraftFile
from core.merge.places import Side
from core.merge.resolution import Choice, Edited, Field
from core.model.draft import Draft
from core.model.draft_layout import laid_out
from core.model.item import Inbox, Item, Opened, UnknownUnit
from core.model.names import ItemId, UnitName
from core.sync.context import DigestKey
from core.sync.drafting import DraftBook
from tests.fakes.clock import FakeClock
from tests.fakes.inbox import waiting

WEB = next(one for one in waiting() if one.item.id == "it-web-conflict")
KEYS = [field.key for field in WEB.resolution.fields]
KEY = DigestKey(id="k1", key=b"k" * 32)


def book(folder: Path, key: DigestKey = KEY) -> DraftBook:
    return DraftBook(DraftFile(folder / "drafts"), key, FakeClock())


def kept(folder: Path, choice: Choice = Side.GIT, opened: Opened = WEB) -> Draft:
    """Keep a choice for the first field, and read it as the next run does."""
    book(folder).keep(opened.item, opened.resolution.choose(KEYS[:1], choice))
    (draft,) = book(folder).drafts().drafts
    return draft


def changed(opened: Opened, **place: object) -> Opened:
    """Give the first field another place."""
    first, *others = opened.resolution.fields
    moved: Field = replace(first, place=replace(first.place, **place))  # type: ignore[arg-type]  # of a table
    return replace(opened, resolution=replace(opened.resolution, fields=(moved, *others)))


@pytest.mark.parametrize(
    "choice", [*Side, Edited(7), Edited("7"), Edited(None), Edited(ABSENT), Edited({"a": [True]})], ids=str
)
def test_a_choice_is_offered_again_as_it_was_made(choice: Choice, tmp_path: Path) -> None:
    draft = kept(tmp_path, choice)
    found = book(tmp_path).recalled(draft, WEB)
    assert (found.resolution.choices, found.lost) == (((KEYS[0], choice),), ())
    assert (draft.open, draft.unit, draft.when) == (2, WEB.item.unit, FakeClock().now())


@pytest.mark.parametrize(
    "place",
    [{"git": 99}, {"hub": "4"}, {"live": UNKNOWN}, {"base": ABSENT}],
    ids=["Git moved", "the hub holds text", "live cannot be read", "the base is gone"],
)
def test_a_choice_whose_field_moved_is_dropped(place: dict[str, object], tmp_path: Path) -> None:
    found = book(tmp_path).recalled(kept(tmp_path), changed(WEB, **place))
    assert (found.resolution.choices, found.lost) == ((), (KEYS[0],))


def test_a_choice_whose_verdict_changed_is_dropped(tmp_path: Path) -> None:
    first, *others = WEB.resolution.fields
    decided = replace(first, verdict=others[-1].verdict)
    assert decided.verdict is not first.verdict
    now = replace(WEB, resolution=replace(WEB.resolution, fields=(decided, *others)))
    assert book(tmp_path).recalled(kept(tmp_path), now).lost == (KEYS[0],)


def test_a_secret_is_not_chosen_for_another_item_since_its_mark_says_nothing_there(tmp_path: Path) -> None:
    secret = changed(WEB, sensitive=True)
    draft = kept(tmp_path, Side.GIT, secret)
    moved = replace(secret, item=replace(secret.item, id=ItemId("another")))
    assert book(tmp_path).recalled(draft, secret).lost == ()
    assert book(tmp_path).recalled(draft, moved).lost == (KEYS[0],)
    plain = replace(WEB, item=replace(WEB.item, id=ItemId("another")))
    assert book(tmp_path).recalled(kept(tmp_path), plain).lost == ()


def test_nothing_that_was_typed_lies_on_the_disk_in_clear(tmp_path: Path) -> None:
    kept(tmp_path, Edited("hunter2-canary"))
    text = (tmp_path / "drafts").read_text()
    assert "canary" not in text
    assert KEYS[0] not in text


def test_what_was_kept_with_another_key_is_counted_and_passed_over(tmp_path: Path) -> None:
    kept(tmp_path)
    found = book(tmp_path, DigestKey(id="k2", key=b"q" * 32)).drafts()
    assert (found.drafts, found.unread) == ((), 1)


def test_no_choices_are_no_draft(tmp_path: Path) -> None:
    kept(tmp_path)
    book(tmp_path).keep(WEB.item, WEB.resolution)
    assert book(tmp_path).drafts().drafts == ()


def inbox(*items: Item, unknown: str = "") -> Inbox:
    blind = (UnknownUnit(unit=unknown, why="down"),) if unknown else ()
    return Inbox(items=items, unknown=blind, states=(), read_at="")


MOVED = replace(WEB.item, id=ItemId("moved"))
OTHER = replace(WEB.item, id=ItemId("other"), unit=UnitName("shop-dev-east", "elsewhere"))


@pytest.mark.parametrize(
    ("now", "space", "offered", "gone"),
    [
        pytest.param(inbox(WEB.item, OTHER), None, [WEB.item.id], False, id="the item waits"),
        pytest.param(inbox(MOVED, OTHER), None, ["moved"], False, id="its unit waits under another id"),
        pytest.param(inbox(OTHER), None, [], True, id="nothing of its unit waits"),
        pytest.param(inbox(OTHER, unknown=str(WEB.item.unit)), None, [], False, id="the unit is unreadable"),
        pytest.param(
            inbox(unknown=f"{WEB.item.unit.space}/*"), None, [], False, id="its space is unreadable"
        ),
        pytest.param(inbox(OTHER), "elsewhere", [], False, id="its space was not looked at"),
        pytest.param(inbox(OTHER), WEB.item.unit.space, [], True, id="only its space was looked at"),
    ],
)
def test_a_draft_finds_its_item_or_is_about_nothing(
    now: Inbox, space: str | None, offered: list[str], *, gone: bool, tmp_path: Path
) -> None:
    draft = kept(tmp_path)
    found, lost = laid_out([draft], now, space=space)
    assert (list(found), lost) == (offered, (draft,) if gone else ())
