"""Progress and stop, as protocols: whoever calls long work is told how far it is and may end it."""

from typing import Protocol

__all__ = ["NoProgress", "Progress", "Stop", "never_stop"]


class Progress(Protocol):
    """Told after each finished piece of work."""

    def step(self, what: str, done: int, total: int) -> None:
        """Take note: ``done`` of ``total`` pieces of ``what`` are finished (total 0: not known)."""


class Stop(Protocol):
    """Asked between pieces of work, never inside one."""

    def is_set(self) -> bool:
        """Tell whether whoever started the work wants it to end. `threading.Event` fits."""


class NoProgress:
    """Nobody watches."""

    def step(self, what: str, done: int, total: int) -> None:
        """Take no note."""


class _NeverStop:
    def is_set(self) -> bool:
        return False


def never_stop() -> Stop:
    """Give a stop that is never set."""
    return _NeverStop()
