"""How what was cut off and break-glass look, at every size, in dark and in ansi."""

import os
from itertools import count
from pathlib import Path
from typing import Any

from syrupy.assertion import SnapshotAssertion

from core.model.decision import Step
from core.model.resumed import Resumed, Unfinished
from core.progress import Progress
from core.workspace import open_workspace
from tests.builders.shop import PROD, deployment, shop
from tests.fakes.clock import FakeClock
from tests.fakes.desk import FakeDesk
from tests.fakes.ids import FakeIds
from tests.fakes.operator import FakeOperator
from tests.fakes.past import account
from tests.tui.driving import WAIT_SECONDS, Driver
from tests.tui.pictured import pictured
from tui.app import HeadgateApp
from tui.context import Shared
from tui.look import Look


class CutOff:
    """One decision of which nobody knows whether its first step arrived."""

    def unfinished(self) -> tuple[Unfinished, ...]:
        """List it."""
        decision = account("01J8Z40002").decision
        steps = (
            Step(name="hub", state="begun", intent="revision 42, if Head is still 41"),
            Step(name="sync", intent="the base moves"),
        )
        return (Unfinished(decision=decision, steps=steps),)

    def resume(
        self, decision: str = "", *, anybodys: bool, progress: Progress | None = None
    ) -> tuple[Resumed, ...]:
        """Nothing is sent from a picture."""
        raise AssertionError((decision, anybodys, progress))

    def abandon(self, decision: str, *, reason: str) -> Resumed:
        """Likewise."""
        raise AssertionError((decision, reason))


async def test_what_was_cut_off(snapshot: SnapshotAssertion) -> None:
    desk = FakeDesk()
    app = HeadgateApp(desk, look=Look(), shared=Shared(cut_off=CutOff()), rest_seconds=0)
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, desk, pilot)
        await driver.settle()
        await pictured(driver, snapshot, "1 decision was cut off")
    app.jobs.close(WAIT_SECONDS)


async def test_break_glass_from_its_question_to_its_end(snapshot: SnapshotAssertion, tmp_path: Path) -> None:
    made = shop(tmp_path)
    workspace = open_workspace(
        made.top, env=os.environ, clock=FakeClock(), operator=FakeOperator("oncall1"), ids=FakeIds()
    )
    shared = Shared(breakglass=workspace.breakglass)
    desk: Any = workspace.desk
    app = HeadgateApp(desk, look=Look(), workspace="shop", space=PROD, rest_seconds=0, shared=shared)
    app.monotonic = count().__next__
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, desk, pilot)
        await driver.settle()
        await driver.press("S")
        await pictured(driver, snapshot, "BREAK-GLASS in shop-prod", "begin")
        await driver.type("INC-7")
        await driver.press("enter")
        await driver.type("out of memory")
        await driver.press("enter", "enter")
        made.live(PROD, {"web.yaml": deployment(replicas=5, grace=90, image="shop/web:hot")})
        await driver.press("R", "3", "0", "minus")
        await pictured(driver, snapshot, "BREAK-GLASS INC-7", "open")
        await driver.press("X")
        await pictured(driver, snapshot, "END BREAK-GLASS INC-7", "end")
    app.jobs.close(WAIT_SECONDS)
    workspace.close()
