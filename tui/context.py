"""What every screen is given: the jobs, the looks, and where it stands."""

from dataclasses import dataclass

from tui.drafts import Drafts
from tui.jobs import Jobs
from tui.look import Look

__all__ = ["Context"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Handed to each screen when it is made.

    Attributes:
        jobs: the way to the desk.
        drafts: choices not yet carried out.
        look: theme and glyphs.
        workspace: its name; outside text.
        space: the one space that is looked at; None for all.
    """

    jobs: Jobs
    drafts: Drafts
    look: Look
    workspace: str = ""
    space: str | None = None
