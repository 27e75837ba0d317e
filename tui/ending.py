"""How a session ends, and how it rests: signals, a line that is gone, a shell that wants its terminal back.

Source: reliability.md D8 and §4.1.
"""

import asyncio
import os
import select
import signal
import threading
from collections.abc import Callable
from typing import Final, Protocol

from core.safetext import safe_line
from tui.jobs import Jobs
from tui.messages import CarriedOut, Failed

__all__ = [
    "HUNG_UP",
    "Session",
    "close_jobs",
    "rest_between_steps",
    "stop_here",
    "watch_line",
    "watch_signals",
]

_SIGNAL_BASE: Final = 128
HUNG_UP: Final = _SIGNAL_BASE + signal.SIGHUP

_WRITING_SECONDS: Final = 10.0
"""How long the step in hand is waited for. Source: reliability.md §4.1, SIGHUP/TERM."""

_READING_SECONDS: Final = 0.5
"""A reading is dropped; it only gets the time to let go of what it holds."""


class Session(Protocol):
    """What signals do to it."""

    def end(self, code: int) -> None:
        """End in good order with an exit code."""

    def rest(self) -> None:
        """Stop for a while, as the shell asks."""

    def came_back(self) -> None:
        """Go on: the world may be another by now."""


def watch_signals(session: Session) -> None:
    """Take the signals over: by default they end or stop the program with nothing cleaned up."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, session.end, _SIGNAL_BASE + number)
    loop.add_signal_handler(signal.SIGTSTP, session.rest)
    loop.add_signal_handler(signal.SIGCONT, session.came_back)


def watch_line(descriptor: int, gone: Callable[[], None]) -> None:
    """Call when the terminal is gone, which not every such end tells by a signal; on a thread of its own."""
    poll = select.poll()
    poll.register(descriptor, 0)  # nothing asked for: only that it hung up is told

    def wait() -> None:
        poll.poll()
        gone()

    threading.Thread(target=wait, name="line", daemon=True).start()


def rest_between_steps(jobs: Jobs, stand_still: Callable[[], None]) -> None:
    """Hold the job in hand between two steps, where no transaction is open, and then stand still.

    Args:
        jobs: what may be running.
        stand_still: called at once where nothing runs, else on a thread of its own.
    """
    seconds = _WRITING_SECONDS if jobs.is_writing else _READING_SECONDS
    if jobs.pause(0):
        stand_still()
        return

    def wait() -> None:
        jobs.pause(seconds)
        stand_still()

    threading.Thread(target=wait, name="rest", daemon=True).start()


def stop_here() -> None:
    """Stop this process until somebody lets it go on."""
    os.kill(os.getpid(), signal.SIGSTOP)


def close_jobs(jobs: Jobs, *, writing: bool) -> str:
    """Give a write that was under way the time to end; says what became of it, "" where there was none."""
    if not writing:
        jobs.close(_READING_SECONDS)
        return ""
    ended = jobs.close(_WRITING_SECONDS)
    match jobs.written:
        case CarriedOut(receipt=receipt) if ended:
            return f"Decision {receipt.decision} for {safe_line(str(receipt.unit))} is carried out."
        case Failed(error=error) if ended:
            return "\n".join(safe_line(line) for line in str(error).splitlines())
        case _:
            return "A decision is not confirmed. headgate resume looks first and never writes twice."
