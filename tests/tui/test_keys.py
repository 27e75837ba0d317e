"""The verb table holds what it promises, and the screens hold what it says."""

import inspect
import re
from collections import Counter

import pytest

from tests.tui.driving import Driver, driven
from tui.app import HeadgateApp
from tui.hints import HINTS
from tui.keys import VERBS, Verb, verbs_of
from tui.screens.breakglass import BreakGlassScreen
from tui.screens.breakglass_end import EndScreen
from tui.screens.breakglass_start import AskSession
from tui.screens.cut_off import CutOffScreen
from tui.screens.dialogs import AskValue, TakeMany
from tui.screens.help import HelpScreen
from tui.screens.history import HistoryScreen
from tui.screens.inbox import InboxScreen
from tui.screens.plan import PlanScreen
from tui.screens.reading import ReadingScreen
from tui.screens.receipt import ReceiptScreen
from tui.screens.resolve import ResolveScreen
from tui.widgets.line_list import LineList
from tui.widgets.reader import Reader

OWNERS: dict[str, tuple[type, ...]] = {
    "app": (HeadgateApp,),
    "list": (LineList, Reader),
    "inbox": (InboxScreen,),
    "resolve": (ResolveScreen,),
    "plan": (PlanScreen,),
    "history": (HistoryScreen,),
    "receipt": (ReceiptScreen,),
    "read": (ReadingScreen,),
    "session": (BreakGlassScreen,),
    "end": (EndScreen,),
    "cut-off": (CutOffScreen,),
    "help": (HelpScreen,),
    "ask": (AskValue, TakeMany, AskSession),
}
FORBIDDEN = re.compile(r"f\d+|ctrl\+[jmih]|ctrl\+left_square_bracket|ctrl\+[sqabz]")


def each(verbs: tuple[Verb, ...] = VERBS) -> list[object]:
    """Give a parameter per verb."""
    return [pytest.param(verb, id=verb.id) for verb in verbs]


@pytest.mark.parametrize("verb", each())
def test_every_verb_has_its_action(verb: Verb) -> None:
    name = "action_" + verb.action.removeprefix("app.").partition("(")[0]
    assert all(callable(getattr(owner, name, None)) for owner in OWNERS[verb.id.partition(".")[0]])


@pytest.mark.parametrize("room", [room for room in OWNERS if room != "app"])
def test_every_action_of_a_screen_has_a_verb(room: str) -> None:
    told = {verb.action.partition("(")[0] for verb in verbs_of(room)}
    for owner in OWNERS[room]:
        here = inspect.getfile(owner)
        actions = {
            name.removeprefix("action_")
            for name, member in inspect.getmembers(owner, inspect.isfunction)
            if name.startswith("action_") and "/tui/" in inspect.getfile(member) and here
        }
        assert actions <= told


@pytest.mark.parametrize("room", [room for room in OWNERS if room not in {"app", "list"}])
def test_no_two_verbs_of_a_screen_share_a_key(room: str) -> None:
    near = ("app", room) if room in {"help", "ask"} else ("app", "list", room)
    keys = Counter(key for verb in verbs_of(*near) for key in verb.keys.split(",") if key)
    assert [key for key, times in keys.items() if times > 1] == []


def test_a_key_that_leads_to_a_write_means_the_same_on_every_screen() -> None:
    danger = {key for verb in VERBS if verb.danger for key in verb.keys.split(",")}
    labels = {key: {verb.label for verb in VERBS if key in verb.keys.split(",")} for key in danger}
    assert labels == {
        "A": {"apply.."},
        "T": {"take back.."},
        "B": {"back to.."},
        "S": {"session.."},
        "X": {"end.."},
    }


def test_no_key_is_bound_that_a_terminal_keeps_for_itself() -> None:
    keys = {key: verb.id for verb in VERBS for key in verb.keys.split(",") if key}
    assert {verb for key, verb in keys.items() if FORBIDDEN.fullmatch(key)} == {"app.rest"}


def test_the_digits_take_the_same_sides_as_the_columns_say() -> None:
    takes = {verb.keys: verb.action for verb in VERBS if verb.action.startswith("take(")}
    assert takes == {"1": "take('git')", "2": "take('hub')", "3": "take('live')", "0": "take('base')"}


def test_every_hint_names_verbs_that_there_are() -> None:
    known = {verb.id for verb in VERBS}
    assert {verb for hints in HINTS.values() for hint in hints for verb in hint.verbs} <= known


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_the_take_keys_and_help_never_drop_out_of_the_key_bar(width: int) -> None:
    async with driven(size=(width, 24)) as driver:
        await driver.press("j", "enter")
        bar = driver.text.splitlines()[-1]
        assert ("1 2 3 take" in bar, "A apply.." in bar, "? help" in bar) == (True, True, True)


def test_ctrl_z_does_what_it_does_everywhere() -> None:
    assert [verb.id for verb in VERBS if "ctrl+z" in verb.keys.split(",")] == ["app.rest"]


async def test_textuals_own_quit_key_is_not_bound() -> None:
    async with driven() as driver:
        await driver.press("ctrl+q")
        assert driver.app.is_running


async def back_to(driver: Driver, screen: type[InboxScreen | ResolveScreen]) -> None:
    """Leave whatever a key opened, in at most a few steps."""
    for _ in range(4):
        if isinstance(driver.app.screen, screen):
            return
        await driver.press("enter" if isinstance(driver.app.screen, InboxScreen) else "escape")
    raise AssertionError(driver.text)


async def test_no_key_of_the_inbox_ends_or_writes_anything_by_itself() -> None:
    async with driven() as driver:
        for verb in verbs_of("inbox", "list", "app"):
            for key in filter(lambda key: key not in {"", "q"}, verb.keys.split(",")):
                await driver.press(key)
                assert (driver.app.is_running, driver.desk.carried) == (True, []), verb.id
                await back_to(driver, InboxScreen)
            await driver.press("escape")


async def test_no_key_of_resolve_ends_or_writes_anything_by_itself() -> None:
    async with driven() as driver:
        await driver.press("j", "enter")
        for verb in verbs_of("resolve"):
            for key in verb.keys.split(","):
                await driver.press(key)
                assert (driver.app.is_running, driver.desk.carried) == (True, []), verb.id
                await back_to(driver, ResolveScreen)


async def test_ctrl_c_on_idle_asks_and_leaves_while_that_stands_there() -> None:
    async with driven() as driver:
        await driver.press("ctrl+c")
        assert "ctrl+c again leaves" in driver.said
        await driver.press("escape", "ctrl+c")
        assert (driver.app.is_running, "ctrl+c again leaves" in driver.said) == (True, True)
        await driver.press("ctrl+c")
        assert driver.app.return_code == 130
