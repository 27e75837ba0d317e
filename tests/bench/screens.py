"""What the benchmarks of the screens run: a bare Textual app, and the inbox over many items.

Garbage is looked for as seldom as `tui.__main__` has it.
"""

import asyncio
import time
from asyncio.events import Handle
from dataclasses import replace
from pathlib import Path
from typing import Final

from core.model.item import Inbox, Item, Opened
from core.model.names import ItemId, UnitName
from core.model.plan import Plan, Receipt
from core.progress import Progress, Stop
from tests.fakes.desk import FakeDesk
from tests.fakes.inbox import waiting
from tests.fakes.waiting import READ_AT
from tui.cli.memory import collect_rarely

__all__ = ["BARE", "BULK", "INBOX", "bare", "bulk", "inbox"]

BARE: Final = "from tests.bench.screens import bare; bare()"
INBOX: Final = "import sys; from tests.bench.screens import inbox; inbox(*sys.argv[1:])"
BULK: Final = "import sys; from tests.bench.screens import bulk; bulk(*sys.argv[1:])"
_BUSY_SECONDS: Final = 0.01


class ManyItems(FakeDesk):
    """A desk with as many items as are asked for."""

    def __init__(self, count: int) -> None:
        super().__init__()
        models = [one.item for one in self.items]
        self._listed = tuple(_item(models[at % len(models)], at) for at in range(count))
        self.read_at = 0.0

    def inbox(self, *, space: str | None = None, progress: Progress, stop: Stop) -> Inbox:
        """List the items."""
        assert space is None
        assert not stop.is_set()
        progress.step("spaces", 1, 1)
        self.read_at = time.monotonic()
        return Inbox(items=self._listed, unknown=(), states=(), read_at=READ_AT)

    def open(self, item_id: str) -> Opened:
        """Open an item by the one that it is made after."""
        number = int(item_id.partition("-")[2])
        return replace(self.items[number % len(self.items)], item=self._listed[number])


def _item(model: Item, number: int) -> Item:
    unit = UnitName(model.unit.space, f"{model.unit.unit}-{number}")
    return replace(model, id=ItemId(f"it-{number}"), unit=unit)


def bare() -> None:
    """Run a Textual app with one widget."""
    from textual.app import App, ComposeResult  # noqa: PLC0415  the import is what is measured
    from textual.widgets import Static  # noqa: PLC0415  likewise

    class Bare(App[None]):
        def compose(self) -> ComposeResult:
            yield Static("ready")

    Bare().run()


def inbox(count: str, told: str) -> None:
    """Run the inbox; writes to a file how long its items took to make, and when they were handed over."""
    collect_rarely()
    began = time.monotonic()
    desk = ManyItems(int(count))
    made = time.monotonic() - began
    from tui.app import HeadgateApp  # noqa: PLC0415  the import is what is measured
    from tui.look import Look  # noqa: PLC0415  likewise

    app = HeadgateApp(desk, look=Look(), workspace="shop")
    Path(told).write_text(f"{made}\n")
    app.call_later(lambda: app.set_timer(1.0, lambda: Path(told).write_text(f"{made}\n{desk.read_at}\n")))
    app.run()


class Busy(FakeDesk):
    """A desk that works for a while on each decision."""

    def carry_out(self, plan: Plan, *, progress: Progress, stop: Stop) -> Receipt:
        """Count, as a merge would."""
        end = time.monotonic() + _BUSY_SECONDS
        while time.monotonic() < end:
            sum(range(1000))
        return super().carry_out(plan, progress=progress, stop=stop)


def bulk(count: str, told: str) -> None:
    """Carry out many decisions in the app; writes how long its longest task took on the thread that draws."""
    collect_rarely()
    Path(told).write_text(str(asyncio.run(_bulk(int(count)))))


async def _bulk(count: int) -> float:
    from tests.tui.driving import driven  # noqa: PLC0415  the bare app must not pay for it
    from tui.screens.inbox_plan import ManyPlanScreen  # noqa: PLC0415  likewise

    models = [one for one in waiting() if one.resolution.open and not one.item.production]
    made = [models[at % len(models)] for at in range(count)]
    desk = Busy(tuple(replace(one, item=_item(one.item, at)) for at, one in enumerate(made)))
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
