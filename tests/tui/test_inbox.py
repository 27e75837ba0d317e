"""The inbox: every key, the filter, the preview, and what happens when reading fails."""

import pytest

from core.errors import SourceUnreadable
from core.model.item import Item, ItemKind
from tests.fakes.desk import FakeDesk
from tests.fakes.inbox import waiting
from tests.tui.driving import driven
from tui.messages import Failed
from tui.screens.help import HelpScreen
from tui.screens.inbox_words import named
from tui.screens.reading import ReadingScreen

KINDS = set(ItemKind)


async def test_all_nine_kinds_and_the_unreadable_units_are_listed() -> None:
    async with driven() as driver:
        rows = driver.inbox.pane.items.rows
        assert {row.kind for row in rows if isinstance(row, Item)} == KINDS
        assert len(rows) == 16
        assert "14 open: 10! 4~" in driver.text
        assert "2 unreadable" in driver.text


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        pytest.param(["j"], 1, id="j goes down"),
        pytest.param(["down", "down"], 2, id="arrow goes down"),
        pytest.param(["j", "j", "k"], 1, id="k goes up"),
        pytest.param(["up"], 0, id="the top is the end of going up"),
        pytest.param(["G"], 15, id="G goes to the end"),
        pytest.param(["G", "j"], 15, id="the end is the end"),
        pytest.param(["G", "g"], 0, id="g goes to the top"),
        pytest.param(["ctrl+d"], 7, id="half a page down"),
        pytest.param(["ctrl+d", "ctrl+u"], 0, id="half a page up"),
        pytest.param(["pagedown"], 14, id="a page down"),
        pytest.param(["pagedown", "pageup"], 0, id="a page up"),
        pytest.param(["n"], 1, id="n goes to the next undecided item"),
        pytest.param(["G", "n"], 0, id="n goes around the end"),
        pytest.param(["p"], 15, id="p goes around the top to what could not be read"),
        pytest.param(["p", "p", "p"], 10, id="p passes items with nothing undecided"),
    ],
)
async def test_the_cursor_goes_where_the_key_says(keys: list[str], row: int) -> None:
    async with driven() as driver:
        await driver.press(*keys)
        assert driver.inbox.pane.items.cursor == row


async def test_the_row_under_the_cursor_stays_in_sight_at_the_end() -> None:
    async with driven(size=(60, 20)) as driver:
        await driver.press("G")
        assert "shop-dev-west/*" in driver.text


async def test_typing_filters_at_once_and_esc_shows_all_again() -> None:
    async with driven() as driver:
        await driver.press("slash")
        await driver.type("kind:conflict web")
        assert [named(row) for row in driver.inbox.pane.items.rows] == [
            "shop-prod-east/web",
            "shop-dev-east/storefront",
        ]
        assert "2 of 16 shown" in driver.text
        await driver.press("enter", "enter")
        assert str(driver.resolve.opened.item.unit) == "shop-prod-east/web"
        await driver.press("escape", "escape")
        assert len(driver.inbox.pane.items.rows) == 16


async def test_a_filter_that_nothing_fits_says_how_to_get_out() -> None:
    async with driven() as driver:
        await driver.press("slash")
        await driver.type("zzzz")
        assert "Esc clears the filter" in driver.text


async def test_letters_in_the_filter_are_text_and_no_keys() -> None:
    async with driven() as driver:
        await driver.press("slash")
        await driver.type("q:A")
        assert driver.inbox.pane.filter.text == "q:A"
        assert driver.app.is_running


async def test_equals_hides_what_needs_nobody() -> None:
    async with driven() as driver:
        await driver.press("equals_sign")
        assert len(driver.inbox.pane.items.rows) == 12
        await driver.press("equals_sign")
        assert len(driver.inbox.pane.items.rows) == 16


async def test_the_preview_shows_values_by_side() -> None:
    async with driven() as driver:
        await driver.press("j")
        bottom = driver.text.splitlines()[-7:]
        assert "1 Git" in bottom[0]
        assert any("spec.replicas" in line and "=base" in line and " 5" in line for line in bottom)


async def test_the_preview_of_an_unreadable_unit_says_why() -> None:
    async with driven() as driver:
        await driver.press("p")
        assert "permission denied" in driver.text
        assert "Unknown is not in sync" in driver.text


async def test_x_explains_and_esc_goes_back() -> None:
    async with driven() as driver:
        await driver.press("j", "x")
        assert isinstance(driver.app.screen, ReadingScreen)
        assert "changed the same field differently" in driver.text
        await driver.press("escape")
        assert driver.inbox.pane.items.cursor == 1


async def test_enter_on_an_unreadable_unit_explains_it() -> None:
    async with driven() as driver:
        await driver.press("G", "enter")
        assert isinstance(driver.app.screen, ReadingScreen)
        assert "permission denied" in driver.text


async def test_copying_says_what_was_copied() -> None:
    async with driven() as driver:
        await driver.press("c")
        assert (driver.app.clipboard, "shop-prod-east/cart" in driver.said) == ("shop-prod-east/cart", True)
        await driver.press("C")
        assert driver.app.clipboard == "headgate show it-cart-break-glass"


async def test_reading_again_asks_the_desk_and_keeps_the_cursor_on_its_item() -> None:
    desk = FakeDesk()
    async with driven(desk) as driver:
        await driver.press("j", "j")
        before = driver.inbox.pane.row
        desk.items = desk.items[1:]
        await driver.press("R")
        assert (driver.inbox.pane.row, driver.inbox.pane.items.cursor) == (before, 1)
        assert desk.asked.count("inbox") == 2


async def test_a_reading_that_fails_is_said_in_the_screen_with_all_its_parts() -> None:
    desk = FakeDesk()
    desk.refuses["inbox"] = SourceUnreadable(
        "Could not read the hub", why="[red]bad\x1b[31m[/nope]", next_step="headgate doctor", ref="hub.db"
    )
    async with driven(desk) as driver:
        for part in (
            "Could not read the hub",
            "[red]bad␛[31m[/nope]",
            "nothing",
            "headgate doctor",
            "hub.db",
        ):
            assert part in driver.text
        desk.refuses.clear()
        await driver.press("R")
        assert ("Could not read" in driver.text, len(driver.inbox.pane.items.rows)) == (False, 16)


async def test_an_item_that_is_gone_is_said_and_the_inbox_stays() -> None:
    desk = FakeDesk()
    async with driven(desk) as driver:
        await driver.press("j")
        desk.items = ()
        desk.time += 60
        await driver.press("enter")
        assert "Could not open it-web-conflict" in driver.said
        assert len(driver.inbox.pane.items.rows) == 16


async def test_a_preview_that_fails_bothers_nobody() -> None:
    desk = FakeDesk()
    async with driven(desk) as driver:
        desk.refuses["open"] = SourceUnreadable("Could not open", why="gone", next_step="R")
        await driver.press("j")
        assert driver.said == ""


async def test_an_empty_inbox_says_so() -> None:
    async with driven(FakeDesk(())) as driver:
        assert "0 open" in driver.text


async def test_a_late_reply_for_another_item_is_dropped() -> None:
    async with driven() as driver:
        await driver.press("j", "enter")
        driver.app.post_message(Failed("OPEN", "it-other", SourceUnreadable("x", why="y", next_step="z")))
        await driver.settle()
        assert str(driver.resolve.opened.item.unit) == "shop-prod-east/web"


async def test_q_leaves_with_exit_code_0() -> None:
    async with driven() as driver:
        await driver.press("q")
        assert driver.app.return_code == 0


async def test_q_with_choices_asks_once_more() -> None:
    async with driven() as driver:
        await driver.press("j", "enter", "1", "escape", "escape", "q")
        assert "1 item with choices not applied" in driver.said
        await driver.press("escape", "q")
        assert "1 item with choices not applied" in driver.said
        await driver.press("q")
        assert driver.app.return_code == 0


async def test_the_undecided_count_follows_the_choices() -> None:
    async with driven() as driver:
        await driver.press("j", "enter", "1", "escape")
        assert "2 of 6" in driver.text
        await driver.press("enter")
        assert len(driver.resolve.resolution.choices) == 1


@pytest.mark.parametrize("name", ["it-web-conflict", "shop-prod-east/web"])
async def test_an_item_to_start_with_is_opened_at_once(name: str) -> None:
    async with driven(start=name) as driver:
        assert str(driver.resolve.opened.item.unit) == "shop-prod-east/web"


async def test_one_space_only_is_read_when_asked_for() -> None:
    desk = FakeDesk(waiting())
    async with driven(desk) as driver:
        await driver.press("question_mark")
        assert isinstance(driver.app.screen, HelpScreen)
        assert "Keys here: Inbox" in driver.text
