"""A break-glass session on the screens, over a real workspace: begun, watched, decided, ended."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from core.errors import SourceUnreadable
from tests.builders.shop import PROD, WEB, deployment, drifted, shop
from tests.builders.world import World
from tests.fakes.desk import FakeDesk
from tests.sync.test_breakglass_freezing import carried
from tests.tui.driving import screen_text
from tui.app import HeadgateApp
from tui.context import Shared
from tui.jobs import JobKind
from tui.look import Look
from tui.messages import Stopped
from tui.screens.breakglass import BreakGlassScreen

PATIENCE_SECONDS = 20


class Sat:
    """Somebody at the screens of a workspace."""

    def __init__(self, app: HeadgateApp, pilot: Pilot[int]) -> None:
        self.app = app
        self._pilot = pilot

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self._pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        names = {" ": "space", "-": "minus"}
        await self._pilot.press(*(names.get(char, char) for char in text))
        await self.settle()

    async def settle(self) -> None:
        await self._pilot.pause()
        while self.app.jobs.is_busy():
            assert await asyncio.to_thread(self.app.jobs.wait, PATIENCE_SECONDS)
            await self._pilot.pause()

    @property
    def text(self) -> str:
        return screen_text(self.app)

    @property
    def session(self) -> BreakGlassScreen:
        assert isinstance(self.app.screen, BreakGlassScreen)
        return self.app.screen


@asynccontextmanager
async def sat_down(made: World, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Sat]:
    workspace = made.workspace("oncall1")
    shared = Shared(breakglass=workspace.breakglass)
    app = HeadgateApp(
        workspace.desk, look=Look(), workspace="shop", space=PROD, rest_seconds=0, shared=shared
    )
    app.monotonic = count().__next__
    async with app.run_test(size=size) as pilot:
        sat = Sat(app, pilot)
        await sat.settle()
        yield sat
    app.jobs.close(PATIENCE_SECONDS)
    workspace.close()


async def begun(sat: Sat) -> None:
    """Begin a session for the space."""
    await sat.press("S")
    await sat.type("INC-7")
    await sat.press("enter")
    await sat.type("out of memory")
    await sat.press("enter", "enter")


async def changed(sat: Sat, made: World) -> None:
    """Change three fields live, and look."""
    made.live(PROD, {"web.yaml": deployment(replicas=5, grace=90, image="shop/web:hot")})
    await sat.press("R")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_changes_are_listed_under_a_frame_that_says_break_glass(
    size: tuple[int, int], tmp_path: Path
) -> None:
    made = shop(tmp_path)
    async with sat_down(made, size) as sat:
        await begun(sat)
        await changed(sat, made)
        head, *rows = sat.text.splitlines()
        assert ("BREAK-GLASS INC-7" in head, "left" in head) == (True, True)
        assert [row for row in rows if "replicas" in row and "2 → 5" in row]
        assert "3 keep live" in rows[-1]


async def test_each_change_gets_what_becomes_of_it_and_the_end_writes_it(tmp_path: Path) -> None:
    made = shop(tmp_path)
    async with sat_down(made) as sat:
        await begun(sat)
        await changed(sat, made)
        await sat.press("3", "0", "minus")
        assert sat.session.session.undecided == ()
        await sat.press("X")
        while "Type shop-prod" not in sat.text or not sat.app.focused or "Input" not in repr(sat.app.focused):
            await sat.press("enter")
        await sat.type(PROD)
        await sat.press("enter")
        assert "The session is over" in sat.text
        assert made.head(WEB) == 2
        await sat.press("enter")
        assert "break-glass" in sat.text


async def test_many_changes_are_said_of_at_once_and_each_saying_is_taken_back(tmp_path: Path) -> None:
    made = shop(tmp_path)
    async with sat_down(made) as sat:

        def said() -> list[str]:
            return [one.disposition.value for one in made.workspace().breakglass.find("INC-7").changes]

        await begun(sat)
        await changed(sat, made)
        await sat.press("g", "space", "j", "space", "3")
        assert said() == ["keep live", "keep live", "undecided"]
        await sat.press("u")
        assert said() == ["undecided"] * 3
        await sat.press("g", "v", "G", "v", "t", "minus")
        assert said() == ["later"] * 3
        await sat.press("equals_sign")
        assert (sat.session.rows.count, "3 decided: hidden" in sat.text) == (0, True)
        await sat.press("equals_sign", "u")
        assert [row for row in sat.text.splitlines() if "nobody said yet" in row]
        await sat.press("g", "3", "equals_sign", "G")
        in_hand, hidden = sat.session.rows.change, 3 - sat.session.rows.count
        await sat.press("u")
        there = sat.session.rows.change
        assert (hidden, there and there.key) == (1, in_hand and in_hand.key)


async def test_the_end_says_who_is_still_stopped(tmp_path: Path) -> None:
    made = carried(tmp_path)
    async with sat_down(made) as sat:
        await begun(sat)
        breakglass = made.workspace("oncall1").breakglass
        session = breakglass.find("INC-7")
        breakglass.freeze(session, breakglass.offer_freeze(session))
        await sat.press("R", "X")
        while "Input" not in repr(sat.app.focused):
            await sat.press("enter")
        await sat.type(PROD)
        await sat.press("enter")
        assert "2 frozen: headgate breakglass thaw" in sat.text


async def test_the_end_without_its_word_writes_nothing(tmp_path: Path) -> None:
    made = shop(tmp_path)
    async with sat_down(made) as sat:
        await begun(sat)
        await sat.press("X")
        while "Input" not in repr(sat.app.focused):
            await sat.press("enter")
        await sat.type("yes")
        await sat.press("enter")
        assert "Nothing was written" in sat.text
        await sat.press("escape", "escape")
        assert sat.session.session.ended == ""


async def test_an_end_that_is_not_read_through_is_written_only_by_who_says_so_on_record(
    tmp_path: Path,
) -> None:
    made = shop(tmp_path)
    async with sat_down(made, (80, 20)) as sat:
        await begun(sat)
        await changed(sat, made)
        await sat.press("3", "3", "3", "X", "tab")
        word = sat.app.screen.query_one(Input)
        word.value = PROD
        await sat.press("enter")
        assert (f"type: {PROD} unread" in " ".join(sat.text.split()), made.head(WEB)) == (True, 1)
        word.value = f"{PROD} unread"
        await sat.press("tab", "enter")
        assert made.head(WEB) == 2
    (told,) = [one for one in made.workspace().journal.audit() if one.event == "recorded"][-1:]
    assert any(what == "plan" and how.endswith("lines read") for what, how in told.about)


async def test_an_undecided_change_keeps_the_session_open_and_is_gone_to(tmp_path: Path) -> None:
    made = shop(tmp_path)
    async with sat_down(made) as sat:
        await begun(sat)
        await changed(sat, made)
        await sat.press("X")
        assert "3 changes are undecided: 3 keeps live" in sat.text
        assert sat.session.rows.change in sat.session.session.undecided


async def test_keys_in_one_burst_are_all_kept(tmp_path: Path) -> None:
    made = shop(tmp_path)
    async with sat_down(made) as sat:
        await begun(sat)
        await changed(sat, made)
        for key in ("3", "0", "minus"):
            await sat._pilot.press(key)
        await sat.settle()
        kept = made.workspace().breakglass.find("INC-7")
        assert [change.disposition.value for change in kept.changes] == ["keep live", "as before", "later"]


async def test_what_is_said_and_not_kept_yet_is_in_the_plan_of_the_end(tmp_path: Path) -> None:
    made = shop(tmp_path)
    async with sat_down(made) as sat:
        await begun(sat)
        await changed(sat, made)
        await sat.press("3", "3", "3", "g")
        busy = threading.Event()
        sat.app.jobs.ask(JobKind.DETAIL, sat.session, lambda *_: Stopped(str(busy.wait(PATIENCE_SECONDS))))
        for key in ("0", "X"):
            await sat._pilot.press(key)
        busy.set()
        await sat.settle()
        assert ("END BREAK-GLASS" in sat.text, "5 -> 2" in sat.text) == (True, True)


async def test_an_end_that_failed_is_planned_anew_before_it_is_written_again(tmp_path: Path) -> None:
    made = shop(tmp_path)
    async with sat_down(made) as sat:
        await begun(sat)
        await changed(sat, made)
        await sat.press("3", "3", "3", "X", "tab")
        sat.app.screen.query_one(Input).value = f"{PROD} unread"
        made.set(WEB, "spec.paused", value=True)
        await sat.press("enter")
        assert ("X plans what is left" in sat.text, "Type shop-prod" in sat.text) == (True, False)
        await sat.press("enter")
        assert sat.session.session.ended == ""


async def test_every_screen_says_that_a_session_is_open(tmp_path: Path) -> None:
    made = drifted(tmp_path)
    made.live(PROD, {"web.yaml": deployment(replicas=5)})
    async with sat_down(made) as sat:
        await begun(sat)
        await sat.press("escape")
        assert "BREAK-GLASS INC-7" in sat.text.splitlines()[0]
        await sat.press("enter")
        assert "BREAK-GLASS INC-7" in sat.text.splitlines()[0]


@asynccontextmanager
async def sat_down_without_a_hub(made: World) -> AsyncIterator[Sat]:
    desk, workspace = FakeDesk(()), made.workspace("oncall1")
    desk.refuses["inbox"] = SourceUnreadable(
        "Could not reach the hub", why="down", next_step="headgate doctor"
    )
    app = HeadgateApp(desk, look=Look(), workspace="shop", shared=Shared(breakglass=workspace.breakglass))
    app.monotonic = count().__next__
    async with app.run_test(size=(80, 24)) as pilot:
        sat = Sat(app, pilot)
        await sat.settle()
        yield sat
    app.jobs.close(PATIENCE_SECONDS)
    workspace.close()


async def test_a_session_that_somebody_else_began_is_said_on_the_screen_in_front(tmp_path: Path) -> None:
    made = shop(tmp_path)
    async with sat_down(made) as sat:
        await sat.press("H")
        made.workspace("oncall2").breakglass.start(space=PROD, incident="INC-8", reason="queue", minutes=30)
        sat.app._inbox.poll()
        await sat.settle()
        assert ("History" in sat.text, "BREAK-GLASS INC-8" in sat.text) == (True, True)


async def test_where_the_hub_is_away_the_one_open_session_is_shown(tmp_path: Path) -> None:
    made = shop(tmp_path)
    made.workspace("oncall1").breakglass.start(space=PROD, incident="INC-7", reason="hub is down", minutes=60)
    async with sat_down_without_a_hub(made) as sat:
        await sat.press("S")
        assert sat.session.session.incident == "INC-7"


async def test_where_no_space_is_in_hand_the_way_to_begin_is_said(tmp_path: Path) -> None:
    async with sat_down_without_a_hub(shop(tmp_path)) as sat:
        await sat.press("S")
        assert "headgate breakglass start --space" in " ".join(sat.text.split())


async def test_a_session_without_incident_is_not_begun(tmp_path: Path) -> None:
    made = drifted(tmp_path)
    async with sat_down(made) as sat:
        await sat.press("S", "enter")
        assert "The incident is needed" in sat.text
        await sat.press("escape")
        assert made.workspace().breakglass.sessions() == ()


async def test_under_the_banner_the_narrowest_screen_still_says_which_unit_and_how_much_is_left(
    tmp_path: Path,
) -> None:
    made = drifted(tmp_path)
    made.live(PROD, {"web.yaml": deployment(replicas=5)})
    async with sat_down(made, (60, 20)) as sat:
        await begun(sat)
        await sat.press("escape", "enter")
        head = sat.text.splitlines()[0]
        assert ("BREAK-GLASS INC-7" in head, "/web" in head, "1 of 1" in head) == (True, True, True)
