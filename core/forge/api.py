"""What a forge's API is asked for; the order in which is `core.forge.offering`'s business."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from core.ports.forge import ForgeBranch, MergeMethod, PullRequest, ScheduledMerge, Standing
from core.progress import Stop

__all__ = ["Api", "Remark", "Text"]


class Text(NamedTuple):
    """What a pull request says.

    Attributes:
        title: one line, without the forge's mark of a draft.
        body: with our mark.
    """

    title: str
    body: str


class Remark(NamedTuple):
    """A comment on a pull request.

    Attributes:
        id: the forge's number for it.
        text: as written.
    """

    id: int
    text: str


class Api(Protocol):
    """One repository behind one kind of API. Raises as `core.ports.forge.Forge` says."""

    title_limit: int
    """How long a title may be."""

    body_limit: int
    """How long a body or a comment may be."""

    def standing(self) -> Standing:
        """Ask who we are there, and which rights are missing."""

    def default_branch(self) -> str:
        """Read the repository's default branch."""

    def branch(self, name: str) -> ForgeBranch | None:
        """Read a branch."""

    def pulls(self, branch: str, base: str, stop: Stop | None) -> Sequence[PullRequest]:
        """List those of a branch of this repository to a base, in all states, in any order."""

    def pull(self, number: int) -> PullRequest:
        """Read one."""

    def create(self, branch: str, base: str, text: Text, *, draft: bool, stop: Stop | None) -> PullRequest:
        """Open one.

        Raises:
            SideMoved: there is an open one already; nothing was written.
        """

    def edit(self, pull: PullRequest, text: Text, stop: Stop | None) -> PullRequest:
        """Change what one says."""

    def set_draft(self, pull: PullRequest, *, draft: bool, stop: Stop | None) -> PullRequest:
        """Say whether it may be merged."""

    def add_labels(self, pull: PullRequest, labels: Iterable[str], stop: Stop | None) -> None:
        """Give it labels; those that the repository does not know are made."""

    def remove_labels(self, pull: PullRequest, labels: Iterable[str], stop: Stop | None) -> None:
        """Take labels from it."""

    def remarks(self, number: int, stop: Stop | None) -> Iterable[Remark]:
        """Go through its comments, oldest first."""

    def remark(self, number: int, text: str, stop: Stop | None) -> None:
        """Write a comment."""

    def edit_remark(self, number: int, remark: Remark, text: str, stop: Stop | None) -> None:
        """Change a comment."""

    def close(self, number: int, stop: Stop | None) -> PullRequest:
        """Close one without a merge."""

    def merge_when_green(self, pull: PullRequest, method: MergeMethod) -> ScheduledMerge:
        """Ask for a merge once the checks are green."""
