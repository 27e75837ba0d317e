"""What every screen is given: the jobs, the looks, and where it stands."""

from dataclasses import dataclass

from tui.drafts import Drafts
from tui.jobs import Jobs
from tui.look import Look
from tui.terminal import USUAL, Terminal

__all__ = ["Context"]


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
    """

    jobs: Jobs
    drafts: Drafts
    look: Look
    terminal: Terminal = USUAL
    workspace: str = ""
    space: str | None = None
