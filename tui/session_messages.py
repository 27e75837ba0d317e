"""What comes back from break-glass sessions to the screens."""

from dataclasses import dataclass, field

from textual.message import Message

from core.model.names import UnitName
from core.model.plan import Plan
from core.model.session import Disposition, Session
from core.model.session_results import Ended, Looked

__all__ = ["SessionBegun", "SessionEnded", "SessionLooked", "SessionPlanned"]


@dataclass
class SessionBegun(Message):
    """A session was begun, or joined."""

    session: Session
    joined: bool


@dataclass
class SessionLooked(Message):
    """Live was looked at for a session."""

    looked: Looked
    said: dict[tuple[UnitName, str], Disposition] = field(default_factory=dict)

    def can_replace(self, message: Message) -> bool:
        """Let a newer look take the place of an older one."""
        return isinstance(message, SessionLooked) and not self.said


@dataclass
class SessionPlanned(Message):
    """What the end of a session writes was planned."""

    session: Session
    plans: tuple[Plan, ...]


@dataclass
class SessionEnded(Message):
    """The end of a session was carried out."""

    ended: Ended
