"""Driving the app in a test: keys in, state out; waiting for the desk's thread, never sleeping."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from textual.pilot import Pilot

from tests.fakes.desk import FakeDesk
from tui.app import HeadgateApp
from tui.look import Look
from tui.screens.base import DeskScreen
from tui.screens.inbox import InboxScreen
from tui.screens.plan import PlanScreen
from tui.screens.resolve import ResolveScreen
from tui.terminal import USUAL, Terminal
from tui.widgets.bars import Notice

__all__ = ["Driver", "app_over", "driven", "screen_text"]

WAIT_SECONDS = 20


def app_over(
    desk: FakeDesk, look: Look | None = None, *, start: str | None = None, terminal: Terminal = USUAL
) -> HeadgateApp:
    """Build the app over a fake desk; the preview comes at once, and time flies by while a dialog opens."""
    app = HeadgateApp(
        desk, look=look or Look(), workspace="shop", start=start, rest_seconds=0, terminal=terminal
    )
    app.monotonic = count().__next__
    return app


class Driver:
    """Presses keys and waits until nothing is under way."""

    def __init__(self, app: HeadgateApp, desk: FakeDesk, pilot: Pilot[int]) -> None:
        self.app = app
        self.desk = desk
        self._pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys one after another, each with all that follows from it."""
        for key in keys:
            await self._pilot.press(key)
            await self.settle()

    async def tap(self, key: str) -> None:
        """Press a key and do not wait for the job that it starts."""
        await self._pilot.press(key)
        await self._pilot.pause()

    async def type(self, text: str) -> None:
        """Type a text."""
        names = {" ": "space", "-": "minus", ":": "colon", "/": "slash", ".": "full_stop"}
        await self._pilot.press(*(names.get(char, char) for char in text))
        await self.settle()

    async def settle(self) -> None:
        """Wait for the desk's thread and for what its replies set off."""
        await self._pilot.pause()
        while self.app.jobs.is_busy():
            assert await asyncio.to_thread(self.app.jobs.wait, WAIT_SECONDS)
            await self._pilot.pause()

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        await self._pilot.resize_terminal(width, height)
        await self.settle()

    @property
    def inbox(self) -> InboxScreen:
        """The inbox, which must be in front."""
        assert isinstance(self.app.screen, InboxScreen)
        return self.app.screen

    @property
    def resolve(self) -> ResolveScreen:
        """The resolve screen, which must be in front."""
        assert isinstance(self.app.screen, ResolveScreen)
        return self.app.screen

    @property
    def plan(self) -> PlanScreen:
        """The plan screen, which must be in front."""
        assert isinstance(self.app.screen, PlanScreen)
        return self.app.screen

    @property
    def said(self) -> str:
        """What the screen in front says below its body."""
        assert isinstance(self.app.screen, DeskScreen)
        notice = self.app.screen.query_one(Notice)
        return "\n".join("".join(span.text for span in line) for line in notice.lines(200)[1:])

    @property
    def text(self) -> str:
        """All that is drawn."""
        return screen_text(self.app)


def screen_text(app: HeadgateApp) -> str:
    """Read the screen as an operator does."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


@asynccontextmanager
async def driven(
    desk: FakeDesk | None = None,
    *,
    size: tuple[int, int] = (80, 24),
    look: Look | None = None,
    start: str | None = None,
    terminal: Terminal = USUAL,
) -> AsyncIterator[Driver]:
    """Run the app over a desk until the block ends."""
    over = desk or FakeDesk()
    app = app_over(over, look, start=start, terminal=terminal)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, over, pilot)
        await driver.settle()
        yield driver
    app.jobs.close(WAIT_SECONDS)
