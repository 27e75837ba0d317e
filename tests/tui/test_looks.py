"""How every screen looks at the sizes we promise; each is read, too: a blank picture is one as well."""

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.fakes.desk import FakeDesk
from tests.tui.driving import driven
from tests.tui.pictured import SIZES, pictured
from tests.tui.test_inbox_many import services
from tui.look import ASCII, Look

RESOLVE = ("j", "enter")
DECIDED = (*RESOLVE, "1", "2", "2")
PLANNED = ("j", "j", "enter", "1", "A")
APPLIED = (*PLANNED, "w", "enter", *"shop", "minus", *"prod", "minus", *"west", "enter")

SCREENS = [
    pytest.param((), "break-glass", id="inbox"),
    pytest.param(("question_mark",), "Keys here: Inbox", id="help"),
    pytest.param(("colon",), "what to do here", id="palette"),
    pytest.param(("j", "t"), "Take one side for", id="take-for-items"),
    pytest.param(("j", "x"), "Why it is here", id="why"),
    pytest.param((*RESOLVE, "1"), "2 undecided of 6", id="resolve"),
    pytest.param((*RESOLVE, "t"), "3 undecided fields", id="take-for-many"),
    pytest.param((*RESOLVE, "e"), "Reads as: number 2", id="edit"),
    pytest.param((*RESOLVE, "enter"), "1 Git", id="full-value"),
    pytest.param((*DECIDED, "A"), "OVERWRITES", id="plan"),
    pytest.param(APPLIED, "Done.", id="receipt"),
    pytest.param(("H",), "keep pods during the sale", id="history"),
    pytest.param(("H", "enter"), "what was chosen", id="account"),
]
STATES = [
    pytest.param(("p",), "Unknown is not in sync", id="an unreadable unit"),
    pytest.param(("slash", *"kind", "colon", *"hold"), "1 of 16 shown", id="a filter"),
    pytest.param(DECIDED, "All decided", id="all decided"),
    pytest.param((*RESOLVE, "A"), "3 fields are undecided", id="a message"),
    pytest.param((*RESOLVE, "g", "space", "j", "space"), "+", id="marked fields"),
    pytest.param(("j", "j", "j", "j", "enter"), "hidden characters", id="hostile text"),
    pytest.param((*PLANNED, "w", "enter"), "shop-prod-west to write", id="the word of a plan"),
]


@pytest.mark.parametrize(("keys", "words"), SCREENS)
async def test_a_screen(snapshot: SnapshotAssertion, keys: tuple[str, ...], words: str) -> None:
    async with driven() as driver:
        await driver.press(*keys)
        await pictured(driver, snapshot, words)


async def test_a_group_unfolded_with_marks_and_its_plans(snapshot: SnapshotAssertion) -> None:
    async with driven(FakeDesk(services())) as driver:
        await driver.press("j", "l", "j", "space")
        await pictured(driver, snapshot, "1 marked", "group")
        await driver.press("escape", "k", "h", "enter", "1", "A")
        await pictured(driver, snapshot, "Plan 3 units", "plans")


@pytest.mark.parametrize(("keys", "words"), STATES)
async def test_a_state(snapshot: SnapshotAssertion, keys: tuple[str, ...], words: str) -> None:
    async with driven(size=SIZES[0]) as driver:
        await driver.press(*keys)
        await pictured(driver, snapshot, words, sizes=SIZES[:2], themes=("headgate-dark",))


async def test_without_colour_and_in_ascii(snapshot: SnapshotAssertion) -> None:
    look = Look(theme="headgate-ansi", glyphs=ASCII, mono=True)
    async with driven(look=look) as driver:
        for name, keys, words in (
            ("inbox", (), "> !"),
            ("palette", ("colon",), "what to do here"),
            ("history", ("escape", "H"), ">"),
            ("resolve", ("escape", *RESOLVE, "1"), "2 undecided of 6"),
            ("plan", ("2", "2", "A"), "[ok]"),
        ):
            await driver.press(*keys)
            await pictured(driver, snapshot, words, name, themes=(look.theme,))


async def test_in_light_and_with_much_contrast(snapshot: SnapshotAssertion) -> None:
    async with driven() as driver:
        themes = ("headgate-light", "headgate-contrast")
        await pictured(driver, snapshot, "break-glass", "inbox", sizes=SIZES[1:2], themes=themes)
        await driver.press(*RESOLVE, "1")
        await pictured(driver, snapshot, "2 undecided of 6", "resolve", sizes=SIZES[1:2], themes=themes)
