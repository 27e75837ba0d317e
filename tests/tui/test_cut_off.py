"""Decisions that were cut off are shown at the start, and finished or let go from there."""

from pathlib import Path

import pytest

from core.merge.places import Side
from tests.builders.cut import cut_off
from tests.builders.shop import WEB, conflicted
from tests.builders.world import World
from tests.fakes.desk import FakeDesk
from tests.simulate.seam import Fault
from tests.tui.driving import Driver, screen_text
from tui.app import HeadgateApp
from tui.context import Shared
from tui.look import Look
from tui.screens.cut_off import CutOffScreen
from tui.screens.inbox import InboxScreen


@pytest.fixture
def made(tmp_path: Path) -> World:
    """A decision died after it wrote the hub."""
    made = conflicted(tmp_path)
    desk = made.desk()
    opened = desk.open(WEB)
    chosen = opened.resolution.choose([field.key for field in opened.resolution.open], Side.GIT)
    cut_off(made, desk.plan(opened, chosen, reason="load test"), "hub.write", Fault.CRASH_AFTER)
    return made


def app_over(made: World) -> tuple[HeadgateApp, FakeDesk]:
    desk = FakeDesk()
    return HeadgateApp(desk, look=Look(), shared=Shared(cut_off=made.desk()), rest_seconds=0), desk


async def test_what_was_cut_off_is_listed_in_words_and_finished(made: World) -> None:
    app, desk = app_over(made)
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, desk, pilot)
        await driver.settle()
        shown = " ".join(screen_text(app).split())
        assert "1 decision was cut off" in shown
        assert "hub: begun, nobody knows whether it arrived" in shown
        assert "sync: not begun" in shown
        await driver.press("enter")
        await driver.type("finish")
        await driver.press("enter")
        assert "Type resume to finish all" in " ".join(screen_text(app).split())
        assert len(made.desk().unfinished()) == 1
        app.screen.query_one("#cut-off-input").value = "resume"  # type: ignore[attr-defined]  # an Input
        await driver.press("enter")
        assert "shop-prod/web: applied" in screen_text(app)
        await driver.press("enter")
        assert isinstance(app.screen, InboxScreen)
    assert made.desk().unfinished() == ()
    assert made.head(WEB) == 3


async def test_one_is_let_go_with_a_reason_and_stays_as_it_stands(made: World) -> None:
    app, desk = app_over(made)
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, desk, pilot)
        await driver.settle()
        await driver.press("enter")
        await driver.type("abandon")
        await driver.press("enter")
        assert len(made.desk().unfinished()) == 1
        app.screen.query_one("#cut-off-input").value = "abandon wrong unit"  # type: ignore[attr-defined]  # an Input
        await driver.press("enter")
        shown = " ".join(screen_text(app).split())
        assert "shop-prod/web: abandoned" in shown
        assert "hub yes (revision 3), sync point no" in shown
    assert made.desk().unfinished() == ()


async def test_leaving_leaves_it_open(made: World) -> None:
    app, desk = app_over(made)
    async with app.run_test(size=(60, 20)) as pilot:
        driver = Driver(app, desk, pilot)
        await driver.settle()
        assert isinstance(app.screen, CutOffScreen)
        await driver.press("escape")
        assert isinstance(app.screen, InboxScreen)
    assert len(made.desk().unfinished()) == 1


async def test_where_nothing_was_cut_off_the_inbox_comes_at_once(tmp_path: Path) -> None:
    app, desk = app_over(conflicted(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await Driver(app, desk, pilot).settle()
        assert isinstance(app.screen, InboxScreen)
