"""The break-glass sessions that are open, for the frame of every screen."""

from core.model.session import Session

__all__ = ["OpenSessions"]


class OpenSessions:
    """What the inbox last read; every screen says it in words.

    Attributes:
        there: the open sessions.
    """

    def __init__(self) -> None:
        self.there: tuple[Session, ...] = ()
