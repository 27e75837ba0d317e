"""What the screens need of break-glass sessions, as a protocol: naming the real ones would load all of core.

Source: performance.md §4: what is imported before the first frame is what the first frame costs.
"""

from collections.abc import Sequence
from typing import Protocol

from core.model.plan import Plan
from core.model.session import Disposition, Session
from core.model.session_results import Ended, Looked
from core.ports.moves import Moved, Moves
from core.progress import Progress, Stop

__all__ = ["BreakGlass"]


class BreakGlass(Protocol):
    """The sessions of a workspace; `core.breakglass.BreakGlass` says what each raises."""

    def start(self, *, space: str, incident: str, reason: str, minutes: int) -> tuple[Session, bool]:
        """Begin or join a session."""

    def find(self, name: str) -> Session:
        """Find one."""

    def look(self, session: Session, moved: Sequence[Moved] = ()) -> Looked:
        """Look at live."""

    def follow(self, session: Session) -> Moves | None:
        """Listen to its space, where live tells what moves."""

    def dispose(self, session: Session, names: Sequence[str], said: Disposition) -> Session:
        """Say what becomes of changes."""

    def plans(self, session: Session) -> tuple[Plan, ...]:
        """Plan its end."""

    def end(self, session: Session, plans: Sequence[Plan], *, progress: Progress, stop: Stop) -> Ended:
        """End it."""
