"""HUP, INT and TERM end a run between its steps, never inside a decision that is written; TSTP stops it so.

A step that does not end is not waited for without end: the journal has it as begun, so it is looked up later.
Source: reliability.md §4.1, SIGHUP/TERM and SIGTSTP.
"""

import os
import signal
from types import FrameType, TracebackType
from typing import Final

__all__ = ["Interrupted", "Signals"]

_CAUGHT: Final = ("SIGHUP", "SIGINT", "SIGTERM")

_STEP_SECONDS: Final = 10.0
"""How long the step in hand is waited for."""


class Interrupted(BaseException):
    """A signal asked the run to end. Not an `Exception`: only the door of the program may catch it."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)

    @property
    def exit_code(self) -> int:
        """What a shell expects of a program that a signal ended."""
        return 128 + self.number


class Signals:
    """While entered (``with signals:``), a signal waits; outside it ends the run at once.

    What has waited ends the run when the block is left, or when the step in hand takes too long. A run that
    shall stop for a while stops at `rest`, which is called between two steps.
    """

    def __init__(self, *, step_seconds: float = _STEP_SECONDS) -> None:
        self._depth = 0
        self._waiting = 0
        self._shall_rest = False
        self._step_seconds = step_seconds
        self._caught = False

    def catch(self) -> None:
        """Take the signals over; only the main thread of a process may."""
        for name in _CAUGHT:
            signal.signal(getattr(signal, name), self.arrived)
        self._caught = True
        signal.signal(signal.SIGTSTP, self._stop_soon)
        signal.signal(signal.SIGALRM, self._took_too_long)

    def rest(self) -> None:
        """Stop here, where that was asked for; no transaction may be open."""
        if self._shall_rest:
            self._shall_rest = False
            os.kill(os.getpid(), signal.SIGSTOP)

    def arrived(self, number: int, _frame: FrameType | None) -> None:
        """End the run, or remember that it shall end."""
        if not self._depth:
            raise Interrupted(number)
        if not self._waiting:
            self._waiting = number
            self._time(self._step_seconds)

    def __enter__(self) -> None:
        self._depth += 1

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._depth -= 1
        self.rest()
        if self._waiting and not self._depth:
            self._time(0)
        if self._waiting and not self._depth and error is None:
            raise Interrupted(self._waiting)

    def _time(self, seconds: float) -> None:
        if self._caught:
            signal.setitimer(signal.ITIMER_REAL, seconds)

    def _stop_soon(self, _number: int, _frame: FrameType | None) -> None:
        self._shall_rest = True
        if not self._depth:
            self.rest()

    def _took_too_long(self, _number: int, _frame: FrameType | None) -> None:
        if self._waiting:
            raise Interrupted(self._waiting)
