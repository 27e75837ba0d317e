"""Canary tokens in every slot of a real workspace come out on no screen of a real pty."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.canaried import SPACE, canaried
from tests.builders.canaries import ENVIRONMENT, found_in, found_in_files, private_files
from tests.builders.terminal import TOP, run
from tests.tui.on_a_pty import OnPty

CODE = """
import os, sys
from itertools import count
sys.path.insert(0, {top!r})
os.chdir({repo!r})
sys.argv = ["headgate"]
from tui.__main__ import main
from tui.hearing import SlowToHear
SlowToHear.monotonic = count().__next__
sys.exit(main())
"""
NEXT = "\x1b[6~"


def walked(terminal: OnPty) -> Iterator[str]:
    """Look at every item, its values, reasons and document, a plan, the history, and the session."""
    terminal.until("Enter open")
    terminal.until("read just now")
    for row in range(3):
        yield stepped(terminal, "j" * bool(row) + "\r", "1 2 3 take")
        yield stepped(terminal, "\r", "Value: ")
        yield stepped(terminal, NEXT, "Value: ")
        yield stepped(terminal, "q", "-Value: ")
        yield stepped(terminal, "x", "Why: ")
        yield stepped(terminal, "q", "-Why: ")
        yield stepped(terminal, "+", "Result, whole document")
        yield stepped(terminal, NEXT, "Result, whole document")
        yield stepped(terminal, "q", "-Result, whole document")
        yield stepped(terminal, "t", "Take one side")
        yield stepped(terminal, "2", "-Take one side")
        yield stepped(terminal, "A", f"Type {SPACE} to write")
        yield stepped(terminal, NEXT, "Plan ")
        while "Enter open" not in terminal.text:
            terminal.send("\x1b")
            terminal.drain()
            yield terminal.text
        terminal.send("\x0c")  # else the next key would be taken for one with Alt
        terminal.drain()
    yield stepped(terminal, "H", "Enter receipt")
    yield stepped(terminal, "\r", "Decision ")
    yield stepped(terminal, "q", "Enter receipt")
    yield stepped(terminal, "q", "Enter open")
    yield stepped(terminal, "S", "INC-7")


def stepped(terminal: OnPty, keys: str, words: str) -> str:
    """Press keys, wait for words to come, or with ``-`` before them to go."""
    terminal.send(keys)
    if words.startswith("-"):
        terminal.until_gone(words[1:])
    else:
        terminal.until(words)
    return terminal.text


@pytest.fixture
def environment() -> dict[str, str]:
    kept = ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "GIT_CONFIG_GLOBAL", "TZ")
    return {**{name: os.environ[name] for name in kept}, **ENVIRONMENT, "GIT_CONFIG_NOSYSTEM": "1"}


def test_no_screen_shows_one_and_no_file_keeps_one(environment: dict[str, str], tmp_path: Path) -> None:
    made = canaried(tmp_path)
    begun = ("breakglass", "start", "--space", SPACE, "--incident", "INC-7", "--reason", "down")
    assert run(made.top, *begun).code == 0
    code = CODE.format(top=str(TOP), repo=str(made.top))
    with OnPty(code, size=(160, 45), environment=environment) as terminal:
        seen = list(walked(terminal))
        assert found_in(terminal.raw) == []
        assert [found_in(text) for text in seen if found_in(text)] == []
    for name in ("app", "db", "web"):
        assert any(f"Plan {SPACE}/{name}" in text for text in seen)
    assert sum("(secret" in text or "***" in text for text in seen) > len(seen) // 3
    assert found_in_files(private_files(Path(environment["XDG_STATE_HOME"]))) == {}
