"""How every screen looks at the sizes we promise; each with an assertion: a blank picture is one too."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import pytest
from textual.pilot import Pilot

from tests.fakes.desk import FakeDesk
from tests.tui.driving import Driver, app_over
from tui.app import HeadgateApp
from tui.look import ASCII, Look

SIZES = [pytest.param(size, id=f"{size[0]}x{size[1]}") for size in ((60, 20), (80, 24), (120, 40))]
INK = Look()
MONO = Look(theme="headgate-ansi", glyphs=ASCII, mono=True)
LIGHT = Look(theme="headgate-light")

SHOTS = [
    pytest.param([], "break-glass", id="inbox"),
    pytest.param(["p"], "Unknown is not in sync", id="inbox-on-an-unreadable-unit"),
    pytest.param(["slash", *"kind", "colon", *"hold"], "1 of 16 shown", id="inbox-filtered"),
    pytest.param(["j", "x"], "Why it is here", id="why"),
    pytest.param(["j", "enter", "1"], "2 undecided of 6", id="resolve"),
    pytest.param(["j", "enter", "1", "2", "2"], "All decided", id="resolve-decided"),
    pytest.param(["j", "enter", "t"], "3 undecided fields", id="take-for-many"),
    pytest.param(["j", "enter", "e"], "Reads as: number 2", id="edit"),
    pytest.param(["j", "enter", "enter"], "1 Git", id="full-value"),
    pytest.param(["j", "j", "j", "j", "enter"], "hidden characters", id="hostile-text"),
    pytest.param(["j", "enter", "1", "2", "2", "A"], "OVERWRITES", id="plan"),
    pytest.param(
        ["j", "j", "enter", "1", "A", "enter", "w", "enter"], "shop-prod-west to write", id="plan-word"
    ),
    pytest.param(["question_mark"], "Keys here: Inbox", id="help"),
    pytest.param(["j", "enter", "A"], "3 fields are undecided", id="message"),
]


class Compare(Protocol):
    """The snapshot fixture."""

    def __call__(
        self,
        app: HeadgateApp,
        *,
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[Any]], Awaitable[None]],
    ) -> bool: ...


def looks(compare: Compare, look: Look, size: tuple[int, int], keys: list[str], words: str) -> None:
    """Take the picture after some keys, and read it, too."""
    desk = FakeDesk()
    app = app_over(desk, look)

    async def before(pilot: Pilot[Any]) -> None:
        driver = Driver(app, desk, pilot)
        await driver.settle()
        await driver.press(*keys)
        assert words in driver.text

    assert compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("keys", "words"), SHOTS)
def test_a_screen_in_dark(snap_compare: Compare, size: tuple[int, int], keys: list[str], words: str) -> None:
    looks(snap_compare, INK, size, keys, words)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("keys", "words"),
    [
        pytest.param([], "> !", id="inbox"),
        pytest.param(["j", "enter", "1"], "2 undecided of 6", id="resolve"),
        pytest.param(["j", "enter", "1", "2", "2", "A"], "[ok]", id="plan"),
    ],
)
def test_a_screen_without_colour_and_in_ascii(
    snap_compare: Compare, size: tuple[int, int], keys: list[str], words: str
) -> None:
    looks(snap_compare, MONO, size, keys, words)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        pytest.param([], "break-glass", id="inbox"),
        pytest.param(["j", "enter", "1"], "2 undecided of 6", id="resolve"),
    ],
)
def test_a_screen_in_light(snap_compare: Compare, keys: list[str], words: str) -> None:
    looks(snap_compare, LIGHT, (80, 24), keys, words)
