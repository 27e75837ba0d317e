"""What the watcher needs of Git: the newest commit of the branch, wherever the team shares it."""

from typing import Protocol

from core.model.proposal import Commit

__all__ = ["Upstream"]


class Upstream(Protocol):
    """The branch in the settings, as the team has it."""

    def newest(self) -> Commit:
        """Fetch the newest commit; from then on it is the head of the branch for this process.

        Raises:
            SourceUnreadable: the remote cannot be reached.
            NotFound: there is no such branch.
        """
