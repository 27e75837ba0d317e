"""A screen says in words that it shows hidden characters as marks, and none says it without cause."""

import pytest

from tests.tui.driving import driven
from tui.widgets.hidden_note import HiddenNote

WORDS = "contains hidden characters, shown as marks"


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param((), id="the inbox"),
        pytest.param(("x",), id="why an item is here"),
        pytest.param(("enter",), id="its fields"),
        pytest.param(("enter", "enter"), id="a whole value"),
        pytest.param(("enter", "x"), id="what is worth knowing"),
        pytest.param(("enter", "1", "1", "1", "1", "A"), id="the plan"),
    ],
)
async def test_a_screen_over_hostile_text_says_so_once(keys: tuple[str, ...]) -> None:
    async with driven(size=(100, 30)) as driver:
        await driver.press("slash")
        await driver.type("banner")
        await driver.press("enter", *keys)
        await driver.settle()
        assert (driver.text.count(WORDS), driver.app.screen.query_one(HiddenNote).display) == (1, True)


async def test_a_screen_over_plain_text_does_not() -> None:
    async with driven() as driver:
        await driver.press("j", "enter")
        assert (WORDS in driver.text, driver.app.screen.query_one(HiddenNote).display) == (False, False)
