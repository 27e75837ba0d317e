"""Another size: nothing is lost, the cursor stays in sight, too small says so."""

import pytest

from tests.tui.driving import driven
from tui.screens.inbox_words import named
from tui.sizes import Sizes
from tui.terminal import Terminal


async def test_the_row_in_hand_stays_in_sight_when_the_terminal_shrinks() -> None:
    async with driven(size=(120, 40)) as driver:
        await driver.press("G", "k", "k", "k")
        await driver.resize(60, 20)
        row = driver.inbox.pane.row
        assert row is not None
        assert named(row).partition("/")[2] in driver.text


async def test_the_grid_becomes_cards_and_columns_again() -> None:
    async with driven() as driver:
        await driver.press("j", "enter", "1")
        assert "3 Live" in driver.text.splitlines()[1]
        await driver.resize(60, 20)
        assert ("3 Live" in driver.text.splitlines()[1], "2 undecided" in driver.text) == (False, True)
        await driver.resize(120, 40)
        assert "Base" in driver.text.splitlines()[1]
        assert "result, whole document" in driver.text
        assert len(driver.resolve.resolution.choices) == 1


@pytest.mark.parametrize("size", [(59, 24), (80, 19), (20, 5)], ids=str)
async def test_too_small_a_terminal_says_what_is_needed_and_comes_back(size: tuple[int, int]) -> None:
    async with driven() as driver:
        await driver.press("j", "enter", "1")
        await driver.resize(*size)
        assert f"have {size[0]}x{size[1]}" in " ".join(driver.text.split())
        assert "spec.replicas" not in driver.text
        await driver.resize(80, 24)
        assert "spec.replicas" in driver.text


@pytest.mark.parametrize(
    "keys", [["j", "enter", "1", "1", "1", "A"], ["question_mark"], ["j", "enter", "enter"]], ids=str
)
async def test_every_screen_survives_every_size(keys: list[str]) -> None:
    async with driven() as driver:
        await driver.press(*keys)
        for size in ((60, 20), (200, 60), (61, 21), (119, 33), (10, 3), (80, 24)):
            await driver.resize(*size)
        assert driver.app.is_running


async def test_no_line_is_wider_than_the_terminal() -> None:
    async with driven(size=(60, 20)) as driver:
        for keys in (["n", "n", "n"], ["enter"], ["enter"], ["escape"], ["t"]):
            await driver.press(*keys)
            assert max(len(line) for line in driver.text.splitlines()) <= 60


async def test_an_operators_own_sizes_say_from_where_on_more_is_shown() -> None:
    ours = Terminal(sizes=Sizes(cards_below=90, base_from=95, wide_from=95, huge_from=97))
    async with driven(size=(80, 24), terminal=ours) as driver:
        await driver.press("j", "enter")
        assert ("1 Git" in driver.text.splitlines()[1], "-normal" in driver.resolve.classes) == (False, False)
        await driver.resize(96, 24)
        heads = driver.text.splitlines()[1]
        assert ("Base" in heads, "1 Git" in heads, "-wide" in driver.resolve.classes) == (True, True, True)
