"""How long it takes until a conflict of many fields is on the screen: read at the desk, and drawn."""

import asyncio
import os
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from core.desk import Desk
from core.model.item import Opened
from core.model.names import UnitName
from tests.bench.measuring import Line, cpu, in_turn
from tests.builders.world import World, world
from tests.fakes.desk import FakeDesk
from tests.tui.driving import app_over
from tui.app import HeadgateApp
from tui.messages import ItemOpened
from tui.screens.resolve import ResolveScreen
from tui.widgets.field_grid import FieldGrid

__all__ = ["lines"]

FIELDS: Final = 200
_SETTINGS: Final = """\
version: 1
hub: embedded
git: {branch: main, remote: none}
spaces:
  shop:
    source: {files: "deploy/*.yaml"}
    units: one-per-file
"""
_UNIT: Final = UnitName("shop", "big")


def lines(*, small: bool) -> Iterator[Line]:
    """Measure the desk and the screen in processor time; what is told later is measured beside them."""
    rounds = 3 if small else 15
    with tempfile.TemporaryDirectory() as folder:
        before, os.environ["XDG_STATE_HOME"] = os.environ.get("XDG_STATE_HOME"), f"{folder}/state"
        try:
            yield from _measured(_conflict(Path(folder)).desk(), rounds)
        finally:
            os.environ.pop("XDG_STATE_HOME")
            os.environ.update({"XDG_STATE_HOME": before} if before else {})


def _measured(desk: Desk, rounds: int) -> Iterator[Line]:
    opened = desk.open(str(_UNIT))
    took = in_turn(
        {
            "open": lambda: desk.open(str(_UNIT)),
            "owners": lambda: desk.owners(opened),
            "documents": lambda: desk.documents(opened),
        },
        rounds,
    )
    drawn = asyncio.run(_drawn(opened, rounds))
    what = f"a conflict of {FIELDS} fields"
    yield Line("open-desk", f"read {what}", took["open"], "", None, rounds)
    yield Line("open-screen", f"draw {what}", drawn, "", None, rounds)
    yield Line("open", f"open {what}", took["open"] + drawn, "", None, rounds)
    later = took["owners"] + took["documents"]
    yield Line(
        "open-later", "who set its fields, and its documents, which come after", later, "", None, rounds
    )


async def _drawn(opened: Opened, rounds: int) -> float:
    """Measure from the message that brings an item until it is painted."""
    app = app_over(FakeDesk((opened,)))
    took: list[float] = []
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for _ in range(rounds + 1):
            start = cpu()
            app.post_message(ItemOpened(opened, opened.item.id))
            await _painted(app)
            took.append(cpu() - start)
            await pilot.pause()
            app.pop_screen()
            await pilot.pause()
    app.jobs.close(5)
    return statistics.median(took[1:])


async def _painted(app: HeadgateApp) -> None:
    """Wait until the item's screen was composed, laid out and painted; looking for it must cost nothing."""
    while not (isinstance(app.screen, ResolveScreen) and app.screen.query(FieldGrid)):  # noqa: ASYNC110  no event tells
        await asyncio.sleep(0.001)
    done = asyncio.Event()
    app.screen.query_one(FieldGrid).call_after_refresh(done.set)
    await done.wait()


def _conflict(folder: Path) -> World:
    """Build a unit of which Git and the hub changed every field, unlike."""
    made = world(folder, _SETTINGS, {"deploy/big.yaml": _text("base")})
    made.desk("ci").propose()
    desk = made.desk()
    values = [(f"data.key-{number:03}", f"hub {number}") for number in range(FIELDS)]
    desk.carry_out(desk.plan_set(_UNIT, values, reason="tuning"))
    made.commit({"deploy/big.yaml": _text("git")}, "tune")
    made.desk("ci").propose()
    assert len(made.desk().open(str(_UNIT)).resolution.open) == FIELDS
    return made


def _text(word: str) -> str:
    rows = "".join(f"  key-{number:03}: {word} {number}\n" for number in range(FIELDS))
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: big\ndata:\n{rows}"
