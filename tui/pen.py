"""The pen: writes what must survive on a thread of its own, so that a slow disk never holds the screen up."""

import threading
from collections.abc import Callable
from typing import Final

from core.errors import HeadgateError

__all__ = ["Pen"]

_PATIENCE_SECONDS: Final = 0.004
"""How long a key waits for its own record: on a healthy disk it is there before the key's effect is drawn.

Source: design.md §3, at most 5 ms on the thread that draws.
"""


class Pen:
    """Writes one record after another; of several for one subject that wait, only the newest is written.

    Args:
        settle: brings what was written onto the disk; called when nothing waits.
        told: what to do with a record that could not be written; called on the pen's thread.
    """

    def __init__(self, settle: Callable[[], None], told: Callable[[HeadgateError], None]) -> None:
        self._settle = settle
        self._told = told
        self._changed = threading.Condition()
        self._waiting: dict[str, Callable[[], None]] = {}
        self._busy = False
        self._closed = False
        self._thread: threading.Thread | None = None

    def write(self, subject: str, record: Callable[[], None]) -> None:
        """Have a record written; comes back when it is, or after a moment."""
        with self._changed:
            self._waiting[subject] = record
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._loop, name="pen", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._waiting and not self._busy, _PATIENCE_SECONDS)

    def close(self, seconds: float) -> None:
        """Write what waits, and end."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread:
            self._thread.join(seconds)

    def _loop(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or bool(self._waiting))
                records, self._waiting = tuple(self._waiting.values()), {}
                self._busy = bool(records)
            if not records:
                return
            self._try(*records)
            with self._changed:
                self._busy = False
                self._changed.notify_all()
            self._try(self._settle)

    def _try(self, *acts: Callable[[], None]) -> None:
        try:
            for act in acts:
                act()
        except HeadgateError as error:
            self._told(error)
