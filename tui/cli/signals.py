"""HUP, INT and TERM end a run between its steps, never inside a decision that is being written."""

import signal
from types import FrameType, TracebackType
from typing import Final

__all__ = ["Interrupted", "Signals"]

_CAUGHT: Final = ("SIGHUP", "SIGINT", "SIGTERM")


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

    What has waited ends the run when the block is left.
    """

    def __init__(self) -> None:
        self._depth = 0
        self._waiting = 0

    def catch(self) -> None:
        """Take the signals over; only the main thread of a process may."""
        for name in _CAUGHT:
            signal.signal(getattr(signal, name), self.arrived)

    def arrived(self, number: int, _frame: FrameType | None) -> None:
        """End the run, or remember that it shall end."""
        if not self._depth:
            raise Interrupted(number)
        self._waiting = self._waiting or number

    def __enter__(self) -> None:
        self._depth += 1

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._depth -= 1
        if self._waiting and not self._depth and error is None:
            raise Interrupted(self._waiting)
