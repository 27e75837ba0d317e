"""What every screen is given: the jobs, the looks, and where it stands."""

from dataclasses import dataclass, field
from typing import Final

from core.ports.leases import NOBODY, Leases
from tui.cut_off import CutOffDesk
from tui.drafts import Book, Drafts
from tui.jobs import Jobs
from tui.look import Look
from tui.open_sessions import OpenSessions
from tui.session_face import BreakGlass
from tui.terminal import USUAL, Terminal

__all__ = ["ALONE", "Context", "Shared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What this window shares with other windows and with later runs.

    Attributes:
        book: where choices are kept that are not applied yet; None for nowhere.
        leases: tells others what is open here.
        breakglass: sessions of an incident; None where there are none.
        cut_off: decisions that were cut off; None where nobody looks for them.
    """

    book: Book | None = None
    leases: Leases = NOBODY
    breakglass: BreakGlass | None = None
    cut_off: CutOffDesk | None = None


ALONE: Final = Shared()
"""Nothing is shared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Handed to each screen when it is made.

    Attributes:
        jobs: the way to the desk.
        drafts: choices not yet carried out.
        look: theme and glyphs.
        terminal: keys, clipboard and mouse of this operator.
        workspace: its name; outside text.
        space: the one space that is looked at; None for all.
        leases: tells others what is open here.
        breakglass: sessions of an incident; None where there are none.
        sessions: the sessions that are open, as the inbox last read them.
    """

    jobs: Jobs
    drafts: Drafts
    look: Look
    terminal: Terminal = USUAL
    workspace: str = ""
    space: str | None = None
    leases: Leases = NOBODY
    breakglass: BreakGlass | None = None
    sessions: OpenSessions = field(default_factory=OpenSessions)
