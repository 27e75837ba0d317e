"""What sync needs of a forge: one pull request a branch, found before it is made, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from core.progress import Stop

__all__ = [
    "Forge",
    "ForgeBranch",
    "MergeMethod",
    "Offer",
    "Offered",
    "Outcome",
    "PullRequest",
    "PullState",
    "ScheduledMerge",
    "Standing",
]


class PullState(StrEnum):
    """Where a pull request stands."""

    OPEN = "open"
    MERGED = "merged"
    """Merged in any way: with a merge commit, squashed, rebased or fast-forward."""
    CLOSED = "closed"
    """Closed without a merge: Git declined."""


class MergeMethod(StrEnum):
    """How a forge joins a branch to its base."""

    MERGE = "merge"
    SQUASH = "squash"
    REBASE = "rebase"


class Outcome(StrEnum):
    """What `Forge.offer` did."""

    CREATED = "created"
    UPDATED = "updated"
    ADOPTED = "adopted"
    """It could not be created since it was there, or its making was not confirmed; it is as wanted now."""
    UNCHANGED = "unchanged"
    LEFT_ALONE = "left-alone"
    """A person opened one for this branch; nothing of it was touched."""
    DECLINED = "declined"
    """It was closed without a merge; none is opened again for this branch."""
    MERGED = "merged"
    """It was merged already; none is opened again for this branch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequest:
    """A pull request (a merge request on GitLab) as the forge has it. All texts are outside text.

    Attributes:
        number: within the repository.
        url: for people.
        state: where it stands.
        draft: it is not to be merged yet.
        title: without the forge's mark of a draft.
        body: as written, with the marker.
        labels: their names.
        branch: what it offers.
        head: the object id of that branch's tip; of a merged one as it was merged.
        base: the branch it is for.
        merge_commit: the commit on the base that brought it; "" unless it is merged.
        key: of the marker in the body; "" where there is none.
    """

    number: int
    url: str
    state: PullState
    draft: bool
    title: str
    body: str
    labels: tuple[str, ...]
    branch: str
    head: str
    base: str
    merge_commit: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A pull request as it shall be.

    Attributes:
        branch: what it offers; is on the forge already.
        base: the branch it is for.
        title: one line.
        body: Markdown, without the marker.
        key: what tells ours apart from others; the same for every run that means the same offer.
        labels: those it has; of labels with a prefix in ``owned`` it has no others, and others stay.
        owned: prefixes of labels that are ours to take away, as ``risk:``.
        draft: whether it may be merged yet; None leaves that to people, and opens it ready.
    """

    branch: str
    base: str
    title: str
    body: str
    key: str
    labels: tuple[str, ...] = ()
    owned: tuple[str, ...] = ()
    draft: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What became of an offer.

    Attributes:
        pull: the pull request.
        outcome: what was done.
        notes: what could not be done beside it, as a label that may not be set; for people.
    """

    pull: PullRequest
    outcome: Outcome
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgeBranch:
    """A branch on the forge.

    Attributes:
        name: without ``refs/heads/``.
        head: its tip.
        protected: the forge lets nobody, or few, push to it.
    """

    name: str
    head: str
    protected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledMerge:
    """What became of the wish that a forge merge by itself.

    Attributes:
        asked: the forge will merge it, or has.
        why: why not, in words; "" where it was asked.
    """

    asked: bool
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who we are on a forge, and what we may do with the repository there.

    Attributes:
        who: the login; "" where the token is an app's or a job's, which have none.
        lacks: rights that are missing, as far as the forge tells before they are needed.
    """

    who: str
    lacks: tuple[str, ...] = ()


class Forge(Protocol):
    """One repository on a forge. Nothing of it pushes; branches are the repository's business.

    Every method may raise `SourceUnreadable` (it cannot be reached, or rights are missing; nothing was
    written), and, if it writes, `InputRefused` (the forge does not take it; nothing was written) or
    `OutcomeUnknown` (it was sent and nobody knows: the same call again looks first).
    """

    @property
    def title(self) -> str:
        """Name the forge and the repository, as ``GitHub acme/shop``."""

    def release(self) -> None:
        """Close every connection; it may be used again."""

    def compare_url(self, branch: str, base: str) -> str:
        """Give the page on which a person opens the pull request by hand; asks nobody."""

    def standing(self) -> Standing:
        """Ask who we are there, and which rights are missing."""

    def default_branch(self) -> str:
        """Read the branch that people author on."""

    def branch(self, name: str) -> ForgeBranch | None:
        """Read a branch; None where there is none."""

    def pulls(self, branch: str, *, base: str, stop: Stop | None = None) -> Sequence[PullRequest]:
        """List the pull requests that offer a branch of this repository, open ones first, then newest first.

        Those of another repository's branch with the same name (a fork's) are not among them.
        """

    def pull(self, number: int) -> PullRequest:
        """Read one.

        Raises:
            NotFound: there is none.
        """

    def offer(self, offer: Offer, *, stop: Stop | None = None) -> Offered:
        """Have one open pull request for a branch that is as wanted; looks before it creates.

        Raises:
            SideMoved: an open one for this branch is another offer's (another key); nothing was written.
        """

    def comment(self, number: int, *, key: str, text: str, stop: Stop | None = None) -> None:
        """Have one comment with this key that says this; it is edited in place and never repeated."""

    def close(self, number: int, *, stop: Stop | None = None) -> PullRequest:
        """Close one without a merge; one that is not open stays as it is."""

    def merge_when_green(self, pull: PullRequest, method: MergeMethod) -> ScheduledMerge:
        """Ask the forge to merge it by itself once its checks are green, at no other head than was seen."""
