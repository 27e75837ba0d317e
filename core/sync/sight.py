"""Which branch a group of changes goes on: a new one, one of ours that is moved on, or none any more.

The remote and the forge are each asked once a run about a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.model.proposal import Commit
from core.ports.forge import PullRequest, PullState
from core.sync.branching import branch_name, stem
from core.sync.context import Context
from core.sync.wanted import Wanted

__all__ = ["Sight", "Way"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where a group goes.

    Attributes:
        name: of the branch.
        over: the commit that the branch leads to and that goes; "" for a new branch.
        open: the pull request of a branch that is moved on.
        ended: a pull request that ended, so that nothing is sent: declined, or merged and not here yet.
    """

    name: str
    over: str = ""
    open: PullRequest | None = None
    ended: PullRequest | None = None


class Sight:
    """What there is of branches at the remote and the forge."""

    def __init__(self, context: Context, head: Commit) -> None:
        self._context = context
        self._head = head
        self._tips: dict[str, Commit | None] = {}
        self._pulls: dict[str, PullRequest | None] = {}

    def tip(self, name: str) -> Commit | None:
        """Read the tip of a branch; None where there is none."""
        if name not in self._tips:
            self._tips[name] = self._context.repository.branch(name)
        return self._tips[name]

    def pull(self, name: str) -> PullRequest | None:
        """Read the pull request of a branch; None where there is none, or no forge."""
        if name not in self._pulls:
            pulls = self._context.pulls
            self._pulls[name] = pulls.there(name) if pulls else None
        return self._pulls[name]

    def offers(self, name: str) -> str:
        """Find the commit that a branch offers, or offered until somebody closed its pull request.

        Returns:
            "" where there is none, or it arrived on the branch that people author on.
        """
        tip, pull = self.tip(name), self.pull(name)
        if self.arrived(name):
            return ""
        if tip is not None:
            return tip.oid
        known = pull is not None and self._context.repository.contains(pull.head, pull.head)
        return pull.head if pull is not None and known and pull.state is not PullState.OPEN else ""

    def arrived(self, name: str) -> bool:
        """Tell whether what a branch brought was merged in any style, and is here."""
        repository, tip, pull = self._context.repository, self.tip(name), self.pull(name)
        if pull is not None and pull.state is PullState.MERGED:
            here = repository.contains(self._head.oid, pull.merge_commit)
            return here or repository.has_change(self._head.oid, pull.head)
        return tip is not None and repository.has_change(self._head.oid, tip.oid)

    def way(self, space: str, group: Sequence[Wanted], *, harmless: bool) -> Way:
        """Find where a group goes; what was declined before is not what is offered now, so that is new."""
        name, number = branch_name(space, group), 1
        known = {one.branch for one in group if stem(one.branch) == stem(name)}
        for before in sorted(known - {""}):
            if over := self._moves_on(before, harmless=harmless):
                return Way(name=before, over=over, open=self.pull(before))
        free = name
        while self.arrived(free):
            number += 1
            free = f"{name}-{number}"
        pull = self.pull(free)
        return Way(name=free, ended=None if pull is None or pull.state is PullState.OPEN else pull)

    def _moves_on(self, name: str, *, harmless: bool) -> str:
        """Tell what goes when a branch is moved on: our own commit, in an open offer, with nobody on top.

        Without a pull request nobody knows who works with a branch, so a later change gets another. The same
        holds for what a person has to see, where the forge may be about to merge the branch by itself.
        """
        pulls = self._context.pulls
        if pulls is not None and pulls.merges_alone() and not harmless:
            return ""
        tip, pull = self.tip(name), self.pull(name)
        if tip is None or pull is None or pull.state is not PullState.OPEN or self.arrived(name):
            return ""
        return tip.oid if self._context.repository.is_ours(tip.oid) else ""
