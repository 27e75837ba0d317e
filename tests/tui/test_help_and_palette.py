"""The help lists every key, the palette every verb that works."""

import pytest

from tests.tui.driving import driven
from tui.key_names import shown_key
from tui.keys import verbs_of
from tui.palette import VerbPalette
from tui.screens.help import HelpScreen
from tui.screens.inbox import InboxScreen
from tui.screens.plan import PlanScreen
from tui.screens.resolve import ResolveScreen
from tui.widgets.lines import plain
from tui.widgets.reader import Reader


async def test_the_help_lists_every_key_of_the_screen_below() -> None:
    async with driven() as driver:
        await driver.press("j", "enter", "question_mark")
        lines = [plain(line) for line in driver.app.screen.query_one(Reader).read_lines]
        for verb in verbs_of("resolve"):
            assert any(verb.label in line and shown_key(verb.keys) in line for line in lines)
        assert "! needs you" in " ".join(" ".join(lines).split())


async def test_typing_searches_the_help_and_esc_closes_it() -> None:
    async with driven() as driver:
        await driver.press("question_mark")
        await driver.type("undecided")
        assert ("next undecided" in driver.text, "re-read" in driver.text) == (True, False)
        await driver.press("escape")
        assert isinstance(driver.app.screen, InboxScreen)


async def test_the_help_scrolls_while_it_searches() -> None:
    async with driven(size=(60, 20)) as driver:
        await driver.press("question_mark", "pagedown", "down")
        assert driver.app.screen.query_one(Reader).scroll_offset.y > 0
        await driver.press("pageup", "up")
        assert driver.app.screen.query_one(Reader).scroll_offset.y == 0


async def test_help_in_help_is_no_help() -> None:
    async with driven() as driver:
        await driver.press("question_mark", "question_mark")
        assert isinstance(driver.app.screen, HelpScreen)
        await driver.press("escape")
        assert isinstance(driver.app.screen, InboxScreen)


@pytest.mark.parametrize(
    ("screen", "listed", "unlisted"),
    [
        pytest.param([], "only mine", "take Git", id="the inbox's verbs in the inbox"),
        pytest.param(["j", "enter"], "take Git", "only mine", id="the fields' verbs at the fields"),
    ],
)
async def test_the_palette_lists_what_works_here(screen: list[str], listed: str, unlisted: str) -> None:
    async with driven(size=(100, 50)) as driver:
        await driver.press(*screen, "colon")
        assert isinstance(driver.app.screen, VerbPalette)
        await driver.settle()
        assert (listed in driver.text, unlisted in driver.text) == (True, False)


async def test_a_verb_found_in_the_palette_is_done() -> None:
    async with driven(size=(100, 50)) as driver:
        await driver.press("j", "enter", "colon")
        await driver.type("take live")
        await driver.press("enter")
        assert isinstance(driver.app.screen, ResolveScreen)
        assert len(driver.resolve.resolution.choices) == 1


async def test_the_palette_offers_no_screenshot() -> None:
    async with driven(size=(100, 50)) as driver:
        await driver.press("colon")
        await driver.type("screenshot")
        await driver.settle()
        assert "Save" not in driver.text


async def test_a_colon_in_a_reason_is_text() -> None:
    async with driven() as driver:
        await driver.press("j", "enter", "1", "1", "1", "A", "enter", "enter")
        assert isinstance(driver.app.screen, PlanScreen)
        await driver.type("fix: it")
        assert "fix: it" in driver.text


async def test_the_colours_can_be_gone_through() -> None:
    async with driven(size=(100, 50)) as driver:
        before = driver.app.theme
        await driver.press("colon")
        await driver.type("next colours")
        await driver.press("enter")
        assert driver.app.theme != before
