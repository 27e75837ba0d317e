"""What a terminal says by itself, taken out of what a person types.

A terminal that is asked (for its title, its colours, its kind) answers through the keyboard. We ask for
little, but whatever else writes to the terminal may ask too, and an answer must never be read as keys.
Source: reliability T2.
"""

import os
import re
import selectors
import time
from codecs import getincrementaldecoder
from typing import Final

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

__all__ = ["Replies", "ReplyProofInput"]

_READ_BYTES: Final = 4096
_WAIT_SECONDS: Final = 0.1
_LONGEST: Final = 4096
"""A text that a terminal sends is far shorter; what is longer is no answer."""

_STRING: Final = re.compile(
    r"\x1b[]P_^X].*?(?:\x07|\x1b\\)|[\x90\x98\x9d\x9e\x9f].*?(?:\x07|\x1b\\|\x9c)", re.DOTALL
)
_BEGUN: Final = re.compile(r"\x1b[]P_^X][^\x07\x1b]*\x1b?\Z")
_REPORT: Final = re.compile(
    r"\x1b\[(?:[?>=][\d;]*c|\??[\d;]*n|\?[\d;]+\$(?!y)\w|[\d;]+x|(?!48;)[\d;]+t|\?[\d;]+[RS])"
)
"""Kind, state, settings, size and place, except those that Textual asks for and reads."""


class Replies:
    """Takes answers out of what is read; one that is cut in two is waited for, once."""

    def __init__(self) -> None:
        self._begun = ""

    def taken_out(self, data: str) -> str:
        r"""Give what is left of what was read.

        >>> Replies().taken_out("a\x1b]lq\rA\x1b\\b\x1b[?1;2cc")
        'abc'
        >>> half = Replies(); half.taken_out("a\x1b]lq"), half.taken_out("uit\x1b\\b")
        ('a', 'b')
        """
        whole, self._begun = self._begun + data, ""
        left = _REPORT.sub("", _STRING.sub("", whole))
        begun = _BEGUN.search(left)
        if begun is None or len(begun.group()) > _LONGEST:
            return left
        self._begun = begun.group()
        return left[: begun.start()]

    def given_up(self) -> str:
        """Give what was waited for and did not go on: it was typed."""
        begun, self._begun = self._begun, ""
        return begun


def _read(fileno: int) -> bytes:
    """Read what is there; nothing where the line is gone, which others notice and end the app for."""
    try:
        return os.read(fileno, _READ_BYTES)
    except OSError:
        time.sleep(_WAIT_SECONDS)
        return b""


class ReplyProofInput(LinuxDriver):
    """Textual's driver for a terminal, without the answers in what it reads."""

    def run_input_thread(self) -> None:
        """Read until the end, as Textual does."""
        replies, parser = Replies(), XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.DefaultSelector() as ready:
            ready.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if ready.select(_WAIT_SECONDS):
                    text = replies.taken_out(decode(_read(self.fileno)))
                else:
                    text = replies.given_up()
                for event in parser.feed(text) if text else ():
                    self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
