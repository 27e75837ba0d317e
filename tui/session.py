"""How a session ends, and how it rests: signals, a line that is gone, a shell that wants its terminal back.

Source: reliability.md D8 and §4.1.
"""

import asyncio
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from typing import Final

from textual.driver import Driver

from core.safetext import safe_line
from tui.hearing import SlowToHear
from tui.jobs import Jobs
from tui.messages import CarriedOut, Failed, LineGone, StandStill
from tui.terminal import shell_waits

__all__ = ["SessionApp"]

_SIGNAL_BASE: Final = 128

_ENDING: Final = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)

_WRITING_SECONDS: Final = 10.0
"""How long the step in hand is waited for. Source: reliability.md §4.1, SIGHUP/TERM."""

_READING_SECONDS: Final = 0.5
"""A reading is dropped; it only gets the time to let go of what it holds."""


class SessionApp(SlowToHear[int], inherit_bindings=False):
    """An app that ends and rests in good order.

    Attributes:
        jobs: what may be under way.
        was_ended: from outside, so that the terminal may be gone.
    """

    def __init__(self, jobs: Jobs, *, mono: bool, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class, ansi_color=True if mono else None)
        self.jobs = jobs
        self.was_ended = False
        self._was_writing = False
        self._signals_are_ours = False

    def take_signals(self) -> None:
        """Take the signals over, and watch the line: by default they clean nothing up."""
        loop = asyncio.get_running_loop()
        for number in _ENDING:
            loop.add_signal_handler(number, self.end, _SIGNAL_BASE + number)
        self._signals_are_ours = True
        loop.add_signal_handler(signal.SIGTSTP, self.rest)
        loop.add_signal_handler(signal.SIGCONT, self.came_back)
        if sys.__stdin__ is not None:
            _on_hang_up(sys.__stdin__.fileno(), lambda: self.post_message(LineGone()))

    def end(self, code: int) -> None:
        """End in good order: what waits is forgotten, a write that is under way has its time afterwards."""
        self.was_ended = True
        if self._signals_are_ours:
            _hear_no_more()
        self._was_writing = self._was_writing or self.jobs.is_writing or self.jobs.written is not None
        self.jobs.close(0)
        self.exit(return_code=code)

    def on_line_gone(self) -> None:
        """End: nobody reads any more."""
        self.end(_SIGNAL_BASE + signal.SIGHUP)

    @property
    def can_rest(self) -> bool:
        """Whether a shell would wake us again; what is run in a window of its own has none."""
        return self._signals_are_ours and shell_waits()

    def rest_all(self) -> None:
        """Do what the terminal does on ctrl+z, which comes to us as a key: all that run with us stop too."""
        os.killpg(os.getpgrp(), signal.SIGTSTP)

    def rest(self) -> None:
        """Stop for a while, as the shell asks; the step in hand is finished first."""
        if self.jobs.pause(0):
            self.on_stand_still()
            return
        self.say_running("stopping after this step..")
        seconds = _WRITING_SECONDS if self.jobs.is_writing else _READING_SECONDS

        def wait() -> None:
            self.jobs.pause(seconds)
            self.post_message(StandStill())

        threading.Thread(target=wait, name="rest", daemon=True).start()

    def on_stand_still(self) -> None:
        """Give the terminal back and stop: nothing is in the middle of a step, no transaction is open."""
        with self.suspend():
            os.kill(os.getpid(), signal.SIGSTOP)

    def came_back(self) -> None:
        """Look at everything again: nobody knows for how long we were stopped."""
        self.jobs.go_on()
        self.refresh(repaint=True, layout=True)
        self.read_again()

    def read_again(self) -> None:
        """Read what the screen in front shows again."""
        raise NotImplementedError

    def say_running(self, words: str) -> None:
        """Say what is under way, on the screen in front."""
        raise NotImplementedError

    def close_jobs(self) -> str:
        """Give a write that was under way its time; says what became of it, "" where there was none."""
        if not self._was_writing:
            self.jobs.close(_READING_SECONDS)
            return ""
        ended = self.jobs.close(_WRITING_SECONDS)
        match self.jobs.written:
            case CarriedOut(receipt=receipt) if ended:
                return f"Decision {receipt.decision} for {safe_line(str(receipt.unit))} is carried out."
            case Failed(error=error) if ended:
                return "\n".join(safe_line(line) for line in str(error).splitlines())
            case _:
                return "A decision is not confirmed. headgate resume looks first and never writes twice."


def _hear_no_more() -> None:
    """Let no further signal cut short what the first asked for: a line that drops often tells it twice."""
    loop = asyncio.get_running_loop()
    for number in _ENDING:
        loop.remove_signal_handler(number)
        signal.signal(number, signal.SIG_IGN)


def _on_hang_up(descriptor: int, told: Callable[[], object]) -> None:
    """Tell when the terminal is gone, which not every such end does by a signal; on a thread of its own."""
    poll = select.poll()
    poll.register(descriptor, 0)  # nothing asked for: that it hung up is told all the same

    def wait() -> None:
        poll.poll()
        told()

    threading.Thread(target=wait, name="line", daemon=True).start()
