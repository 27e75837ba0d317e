"""How help, questions, what was cut off and break-glass look, at every size, in dark and in ansi.

One run of the app for each: it is resized and recoloured for the pictures.
"""

import os
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

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
from tests.tui.driving import WAIT_SECONDS, Driver, driven
from tui.app import HeadgateApp
from tui.context import Shared
from tui.look import Look

SIZES = ((60, 20), (80, 24), (120, 40), (200, 60))
THEMES = ("headgate-dark", "headgate-ansi")


class Pictures(SingleFileSnapshotExtension):
    """One file a picture."""

    _file_extension = "svg"
    _write_mode = WriteMode.TEXT


async def pictured(driver: Driver, snapshot: SnapshotAssertion, words: str, name: str = "as") -> None:
    """Take a picture of the screen in front at every size and in both looks; each is read, too."""
    for size in SIZES:
        await driver.resize(*size)
        for theme in THEMES:
            driver.app.theme = theme
            await driver.settle()
            assert words in " ".join(driver.text.split())
            picture = driver.app.export_screenshot(title="")
            assert picture == snapshot(name=f"{name}-{size[0]}x{size[1]}-{theme}")


@pytest.fixture
def pictures(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Compare pictures file by file."""
    return snapshot.use_extension(Pictures)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        pytest.param(["question_mark"], "Keys here: Inbox", id="help"),
        pytest.param(["j", "t"], "Take one side for", id="take-for-items"),
    ],
)
async def test_a_question(pictures: SnapshotAssertion, keys: list[str], words: str) -> None:
    async with driven() as driver:
        await driver.press(*keys)
        await pictured(driver, pictures, words)


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


async def test_what_was_cut_off(pictures: SnapshotAssertion) -> None:
    desk = FakeDesk()
    app = HeadgateApp(desk, look=Look(), shared=Shared(cut_off=CutOff()), rest_seconds=0)
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, desk, pilot)
        await driver.settle()
        await pictured(driver, pictures, "1 decision was cut off")
    app.jobs.close(WAIT_SECONDS)


async def test_break_glass_from_its_question_to_its_end(pictures: SnapshotAssertion, tmp_path: Path) -> None:
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
        await pictured(driver, pictures, "BREAK-GLASS in shop-prod", "begin")
        await driver.type("INC-7")
        await driver.press("enter")
        await driver.type("out of memory")
        await driver.press("enter", "enter")
        made.live(PROD, {"web.yaml": deployment(replicas=5, grace=90, image="shop/web:hot")})
        await driver.press("R", "3", "0", "minus")
        await pictured(driver, pictures, "BREAK-GLASS INC-7", "open")
        await driver.press("X")
        await pictured(driver, pictures, "END BREAK-GLASS INC-7", "end")
    app.jobs.close(WAIT_SECONDS)
    workspace.close()
