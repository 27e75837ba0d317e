"""Keys of one's own: checked, shown everywhere, and pressed."""

from pathlib import Path

import pytest

from core.errors import SettingsError
from tests.tui.driving import driven
from tui.keymap import keymap
from tui.terminal import Terminal

FILE = Path("terminal.toml")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        pytest.param({"resolve.gti": "4"}, "did you mean resolve.git?", id="no such verb"),
        pytest.param(
            {"resolve.git": "ctrl+m"}, "cannot have ctrl+m", id="a key that is Enter on plain terminals"
        ),
        pytest.param({"inbox.session": ""}, "inbox.session has an empty key", id="no key at all"),
        pytest.param({"resolve.git": "2"}, "would both have 2", id="a key of the same screen"),
        pytest.param({"inbox.open": "j"}, "would both have j", id="a key of the list in it"),
        pytest.param({"app.help": "u"}, "would both have u", id="everywhere against one screen"),
    ],
)
def test_a_key_that_cannot_work_is_refused_with_the_reason(said: dict[str, str], why: str) -> None:
    with pytest.raises(SettingsError) as wrong:
        keymap(said, FILE)
    assert why in wrong.value.why


def test_two_verbs_can_change_places() -> None:
    mapped = keymap({"resolve.git": "2", "resolve.hub": "1"}, FILE)
    assert {verb.id: verb.keys for verb in mapped.verbs("resolve")}["resolve.hub"] == "1"


async def test_a_changed_key_works_and_stands_in_key_bar_and_help() -> None:
    terminal = Terminal(keymap=keymap({"inbox.why": "f"}, FILE))
    async with driven(size=(120, 40), terminal=terminal) as driver:
        assert "f why" in driver.text.splitlines()[-1]
        await driver.press("question_mark")
        assert any(line.split()[:2] == ["f", "why"] for line in driver.text.splitlines())
        await driver.press("escape", "x")
        inbox = driver.text
        await driver.press("f")
        assert driver.text != inbox
