"""A dialog hears nothing for its first 300 ms; the screens below and the palette always do."""

from tests.tui.driving import Driver, driven
from tui.hearing import DEAF_SECONDS
from tui.screens.dialogs import TakeMany
from tui.screens.resolve import ResolveScreen


class HandClock:
    """A clock that stands still until it is moved on."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


async def asked(driver: Driver, clock: HandClock) -> None:
    """Open the dialog that takes one side for many fields."""
    driver.app.monotonic = clock
    await driver.press("j", "enter", "t")
    assert isinstance(driver.app.screen, TakeMany)


async def test_keys_that_come_with_the_dialog_choose_nothing() -> None:
    clock = HandClock()
    async with driven() as driver:
        await asked(driver, clock)
        clock.time = DEAF_SECONDS - 0.001
        await driver.press("1", "2", "enter", "escape")
        assert isinstance(driver.app.screen, TakeMany)


async def test_keys_that_come_after_it_was_seen_choose() -> None:
    clock = HandClock()
    async with driven() as driver:
        await asked(driver, clock)
        clock.time = DEAF_SECONDS
        await driver.press("1")
        assert isinstance(driver.app.screen, ResolveScreen)
        assert driver.resolve.resolution.open == ()


async def test_a_screen_that_is_no_dialog_hears_at_once() -> None:
    async with driven() as driver:
        driver.app.monotonic = HandClock()
        await driver.press("j", "enter", "1")
        assert len(driver.resolve.resolution.choices) == 1


async def test_the_palette_hears_at_once() -> None:
    async with driven() as driver:
        driver.app.monotonic = HandClock()
        await driver.press("colon", "escape", "j", "enter")
        assert isinstance(driver.app.screen, ResolveScreen)
