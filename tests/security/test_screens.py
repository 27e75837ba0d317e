"""Every screen, every payload, every outside field, on a real pty: nothing steers, nothing is pressed."""

import os
import re
from collections.abc import Iterator
from typing import Final

import pytest

from core.safetext import safe_line
from tests.builders.poison import PAYLOADS
from tests.tui.on_a_pty import OnPty

EVERYTHING: Final = os.environ.get("HOSTILE", "") == "all"
CODE: Final = (
    "import sys; sys.argv = ['x', *{!r}]; from tests.builders.poisoned_desk import main; sys.exit(main())"
)
SIZES: Final = ((80, 24), (60, 20), (120, 40)) if EVERYTHING else ((80, 24),)
ROUNDS: Final = range(0, len(PAYLOADS), 4) if EVERYTHING else range(1)
WALKS: Final = [
    *(
        pytest.param((str(start),), size, id=f"all from {start} on at {size}")
        for start in ROUNDS
        for size in SIZES
    ),
    *(
        pytest.param((str(at), "only"), (80, 24), id=name)
        for at, name in enumerate(PAYLOADS)
        if EVERYTHING or name == "markup, action"
    ),
]
SENT_BY_US: Final = re.compile(
    rb"\x1b\[(?:[0-9;:]*m|[0-9;]*[HGKJABCDX]|[<>=][0-9;]*u|\?u|[0-9;]*r|!p"
    rb"|\?(?:7|1049|25|1000|1002|1003|1004|1006|1015|1016|2004|2026|2031|2048)[hl]|\?(?:2026|2048)\$p)"
    rb"|\x1b\]22;[a-z-]*(?:\x07|\x1b\\\\)|\x1b\]52;c;[A-Za-z0-9+/=]*\x07|\x1b[78=>M]|\x1b\(B"
)
"""What Textual and the painter send; a payload's own sequence is looked for by its letters besides."""

FORBIDDEN: Final = re.compile(
    "[\x00-\x06\x07\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\u2800\ufe00-\ufe0f\ufeff\ue000\U000e0000-\U000e01ff\ufffe]"
)
STEERING: Final = tuple(text.encode() for text in PAYLOADS.values() if "\x1b" in text[:-1])
"""Payloads with a sequence that Textual may send too, so they are looked for as a whole."""

UNLIKE: Final = frozenset({"marks on marks", "rtl", "wide", "long", "half a pair"})
"""What pyte draws in its own way."""

NEXT: Final = "\x1b[6~"


def walked(terminal: OnPty) -> Iterator[str]:
    """Go through every screen; gives each one's text."""
    steps = (
        ("", "Enter open"), ("x", "Why it is here"), ("q", "Enter open"), ("?", "Esc close"),
        ("\x1b", "Enter open"),
        (":", "what to do here"), ("\x1b", "-what to do here"),
        ("\r", "1 2 3 take"), ("\r", "Value: "),
        (NEXT, ""), ("q", "1 2 3 take"), ("x", "Why: "), (NEXT, ""), ("q", "1 2 3 take"),
        ("e", "Reads as"), ("\x1b", "-Reads as"), ("t", "Take one side"), ("2", "-Take one side"),
        ("A", "Plan shop"),
    )  # fmt: skip
    for keys, words in steps:
        yield stepped(terminal, keys, words)
    while "j k read" in (before := terminal.text):  # read on until it asks for the reason
        yield stepped(terminal, "\r", f"-{before}")
    yield stepped(terminal, "\x1b", "j k read")
    if "Say why" in terminal.text:
        yield stepped(terminal, "q", "-Say why")
    yield stepped(terminal, "q", "1 2 3 take")
    yield stepped(terminal, "q", "Enter open")
    yield stepped(terminal, "H", "Enter receipt")
    yield stepped(terminal, "\r", "Esc back")
    yield stepped(terminal, "q", "Enter receipt")
    yield stepped(terminal, "q", "Enter open")
    yield stepped(terminal, "jj\r", "Changed")


def stepped(terminal: OnPty, keys: str, words: str) -> str:
    """Press keys, wait for words that are ours to come, or with ``-`` before them to go."""
    terminal.send(keys)
    if words.startswith("-"):
        terminal.until_gone(words[1:])
    else:
        terminal.until(words)
    return terminal.text


def strays(raw: bytes) -> list[bytes]:
    """Find what was sent and is neither text nor one of the sequences that draw."""
    rest = SENT_BY_US.sub(b"", raw[: raw.rindex(b"\x1b")])
    found = [rest[at.start() : at.start() + 16] for at in re.finditer(rb"\x1b", rest)]
    text = rest.decode(errors="replace")
    return found + [text[max(0, at.start() - 8) : at.end()].encode() for at in FORBIDDEN.finditer(text)]


@pytest.mark.parametrize(("start", "size"), WALKS)
def test_no_payload_reaches_the_terminal_or_does_anything(
    start: tuple[str, ...], size: tuple[int, int]
) -> None:
    with OnPty(CODE.format(start), size=size) as terminal:
        seen = []
        for text in walked(terminal):
            seen.append("".join(text.split()))
            if " Why" in text.splitlines()[0] or " Value" in text.splitlines()[0]:
                clicked(terminal)
        assert strays(terminal.raw) == []
        assert [payload for payload in STEERING if payload in terminal.raw] == []
        assert terminal.process.poll() is None
        if "only" in start:
            assert shown(int(start[0]), seen)


def shown(number: int, seen: list[str]) -> bool:
    """Tell whether a payload was to be read on some screen, letter by letter."""
    name, payload = list(PAYLOADS.items())[number]
    letters = "".join(safe_line(payload).split())
    return name in UNLIKE or any(letters in text for text in seen)


def clicked(terminal: OnPty) -> None:
    """Click where a payload may stand."""
    for row in (2, 5, 9):
        terminal.send(f"\x1b[<0;12;{row}M\x1b[<0;12;{row}m")


REPLIES: Final = (
    "\x1b]lq\rA\x1b\\", "\x1b]Lq\r\x1b\\", "\x1bP1$rq\r\x1b\\", "\x1b]52;c;cQ==\x07",
    "\x1b]11;rgb:0000/0000/0000\x1b\\", "\x1b[?1;2c", "\x1b[>41;354;0c", "\x1b[0n", "\x1b[24;80R",
    "\x1b[3;10;10t", "\x1b[8;24;80t", "\x1b[2;1;1;120;120;1;0x", "\x1bP>|XTerm(1)q\x1b\\",
    "\x1b_Gi=1;OKq\x1b\\", "\x1b^q\r\x1b\\", "\x1bXq\r\x1b\\", "\x1b[?997;1n",
)  # fmt: skip


def test_what_a_terminal_answers_is_not_typed() -> None:
    with OnPty(CODE.format(("0",))) as terminal:
        terminal.until("Enter open")
        for reply in REPLIES:
            terminal.send(reply)
        before = stepped(terminal, "x", "Why it is here")
        for reply in REPLIES:
            terminal.send(reply)
        stepped(terminal, "q", "Enter open")
        assert "Why it is here" in before
        assert "a␛" in terminal.text
        assert terminal.process.poll() is None
