"""A bulk apply in the app, for its benchmark: how long its longest task took on the thread that draws."""

import asyncio
import sys
import time
from asyncio.events import Handle
from dataclasses import replace
from pathlib import Path
from typing import Final

from core.model.plan import Plan, Receipt
from core.progress import Progress, Stop
from tests.bench.screens import renamed
from tests.fakes.desk import FakeDesk
from tests.fakes.inbox import waiting
from tests.tui.driving import driven
from tui.cli.memory import collect_rarely
from tui.screens.inbox_plan import ManyPlanScreen

__all__ = ["Busy"]

_BUSY_SECONDS: Final = 0.01


class Busy(FakeDesk):
    """A desk that works for a while on each decision."""

    def carry_out(self, plan: Plan, *, progress: Progress, stop: Stop) -> Receipt:
        """Count, as a merge would."""
        end = time.monotonic() + _BUSY_SECONDS
        while time.monotonic() < end:
            sum(range(1000))
        return super().carry_out(plan, progress=progress, stop=stop)


async def _bulk(count: int) -> float:
    models = [one for one in waiting() if one.resolution.open and not one.item.production]
    made = [models[at % len(models)] for at in range(count)]
    desk = Busy(tuple(replace(one, item=renamed(one.item, at)) for at, one in enumerate(made)))
    async with driven(desk) as driver:
        await driver.press("a", "t", "2")
        screen = driver.app.screen
        assert isinstance(screen, ManyPlanScreen)
        while not screen.reader.is_read:
            await driver.press("enter")
        await driver.press("enter", "x", "enter")
        assert screen.plans is not None
        await driver.type(screen.plans.word)
        longest = _watched()
        await driver.press("enter")
    assert len(desk.carried) == count
    return max(longest) * 1000


def _watched() -> list[float]:
    """Time every task of the loop by the processor time of its own thread, which no other thread adds to."""
    run, took = Handle._run, [0.0]

    def timed(handle: Handle) -> None:
        began = time.thread_time()
        run(handle)
        took.append(time.thread_time() - began)

    Handle._run = timed  # type: ignore[assignment, method-assign]  # there is no other way to see every task
    return took


if __name__ == "__main__":
    collect_rarely()
    Path(sys.argv[2]).write_text(str(asyncio.run(_bulk(int(sys.argv[1])))))
