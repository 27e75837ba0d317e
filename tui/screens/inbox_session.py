"""From the inbox to the break-glass session of the space in hand."""

from tui.screens.inbox_deciding import InboxDeciding
from tui.screens.session_starting import SessionStarting

__all__ = ["InboxSession"]


class InboxSession(InboxDeciding, SessionStarting):
    """Knows which space is in hand."""

    def action_session(self) -> None:
        """Show the open session of the space in hand, or begin one."""
        items = self.targets
        self.enter_session(items[0].unit.space if items else self.context.space or "")
