"""Make the pictures of the documentation: the app over the demo, at a fixed moment, exported as SVG.

Run by ``make docs``.
"""

import asyncio
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from textual.pilot import Pilot

from core.demo.build import build
from core.progress import NoProgress
from core.workspace import Workspace, open_workspace
from tests.fakes.clock import FakeClock
from tests.fakes.ids import FakeIds
from tests.fakes.operator import FakeOperator
from tui.app import HeadgateApp
from tui.context import Shared
from tui.look import choose

_PATIENCE_SECONDS = 60
IMAGES = Path(__file__).parent / "images"


def _typed(text: str) -> Sequence[str]:
    """Name the keys that type a text."""
    names = {" ": "space", "-": "minus", ":": "colon"}
    return [names.get(char, char) for char in text]


WORKER = ("/", *_typed("unit:worker space:shop-prod-east"), "enter", "enter", "n")
AGREED = ("end", "enter", *_typed("the queue is long"), "enter", *_typed("shop-prod-east"), "enter")

SHOTS: Sequence[tuple[str, tuple[int, int], Sequence[str]]] = (
    ("inbox", (100, 28), ()),
    ("inbox-group", (100, 28), ("j", "j", "l", "j", "space", "j", "space")),
    ("inbox-plans", (100, 40), ("j", "j", "enter", "1", "A")),
    ("resolve", (100, 26), WORKER),
    ("resolve-wide", (140, 40), (*WORKER, "2")),
    ("value", (100, 28), (*WORKER, "enter")),
    ("plan", (100, 46), (*WORKER, "2", "A")),
    ("history", (100, 28), ("H",)),
    ("receipt", (100, 20), (*WORKER, "2", "A", *AGREED)),
    ("account", (100, 36), ("H", "enter")),
    ("help", (100, 40), ("?",)),
)
"""Name, size and keys; one carries a decision out, which the account shows."""

IN_SESSION: Sequence[tuple[str, tuple[int, int], Sequence[str]]] = (
    ("breakglass", (100, 20), ("S", "3", "n", "0")),
    ("breakglass-end", (100, 32), ("S", "3", "n", "0", "X")),
)
"""While a break-glass session is open in which two things were changed by hand."""

BY_HAND = (("search", "replicas: 3", "replicas: 9"), ("cart", "replicas: 3", "replicas: 7"))
SPACE = "shop-prod-east"


def main() -> None:
    """Build the demo once and take every picture of it."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "XDG_STATE_HOME": f"{folder}/state"}
        clock = FakeClock()
        build(Path(folder, "shop"), env=env, progress=NoProgress(), clock=clock)
        ids = FakeIds()
        for name, size, keys in SHOTS:
            with closing(_opened(folder, env, clock, ids)) as workspace:
                asyncio.run(_shoot(_app(workspace), name, size, keys))
        with closing(_opened(folder, env, clock, ids)) as workspace:
            workspace.breakglass.start(space=SPACE, incident="INC-2131", reason="checkout queue", minutes=60)
            for unit, before, after in BY_HAND:
                _changed(Path(folder, "shop", "live", SPACE), unit, before, after)
            for name, size, keys in IN_SESSION:
                asyncio.run(_shoot(_app(workspace), name, size, keys))


def _opened(folder: str, env: Mapping[str, str], clock: FakeClock, ids: FakeIds) -> Workspace:
    return open_workspace(Path(folder, "shop"), env=env, clock=clock, operator=FakeOperator("priya"), ids=ids)


def _app(workspace: Workspace) -> HeadgateApp:
    return HeadgateApp(
        workspace.desk,
        look=choose({"COLORTERM": "truecolor", "LANG": "C.UTF-8"}),
        workspace="shop",
        shared=Shared(breakglass=workspace.breakglass),
    )


def _changed(live: Path, unit: str, before: str, after: str) -> None:
    """Change what is live, as somebody with kubectl does."""
    for path in live.glob(f"*-{unit}.yaml"):
        text = path.read_text()
        path.write_text(text.replace(before, after))


async def _shoot(app: HeadgateApp, name: str, size: tuple[int, int], keys: Sequence[str]) -> None:
    async with app.run_test(size=size) as pilot:
        await _settle(app, pilot)
        for key in keys:
            await pilot.press(key)
            await _settle(app, pilot)
        IMAGES.mkdir(exist_ok=True)
        (IMAGES / f"{name}.svg").write_text(_still(app.export_screenshot(title="headgate")))


async def _settle(app: HeadgateApp, pilot: Pilot[int]) -> None:
    """Wait for the desk's thread and for what its replies set off."""
    await pilot.pause()
    while app.jobs.is_busy():
        await asyncio.to_thread(app.jobs.wait, _PATIENCE_SECONDS)
        await pilot.pause()


def _still(svg: str) -> str:
    """Take out what loads fonts from elsewhere; any monospaced font will do."""
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    main()
