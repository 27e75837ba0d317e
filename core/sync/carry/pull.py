"""The pull request of a branch that is carried out: found or offered, and what is said of it."""

from typing import Final

from core.ports.forge import Offered, Outcome, PullRequest, PullState
from core.ports.pulls import Pulls, PullWish
from core.safetext import safe_line
from core.sync.carry.branch_plan import BranchPlan

__all__ = ["found_words", "pull_found", "pull_offered"]

_DONE: Final = {
    Outcome.CREATED: "opened",
    Outcome.UPDATED: "brought up to date",
    Outcome.ADOPTED: "was there already",
    Outcome.UNCHANGED: "stands as it is",
    Outcome.LEFT_ALONE: "was opened by a person, and is left alone",
    Outcome.DECLINED: "was closed without a merge: Git declined, it is not opened again",
    Outcome.MERGED: "was merged already",
}
_STANDS: Final = {
    PullState.OPEN: "is open",
    PullState.CLOSED: _DONE[Outcome.DECLINED],
    PullState.MERGED: "was merged",
}


def pull_found(pulls: Pulls | None, plan: BranchPlan) -> str:
    """Look for the pull request; an open one of a branch that was moved on has to say what it carries now."""
    pull = pulls.there(plan.branch) if pulls else None
    if pull is None:
        return ""
    if plan.over and pull.state is PullState.OPEN:
        says = pull.title == plan.title and plan.body.strip() in pull.body.replace("\r\n", "\n")
        return found_words(pull) if says else ""
    return found_words(pull)


def pull_offered(pulls: Pulls | None, plan: BranchPlan) -> str:
    """Have the pull request; what was planned with a token and goes on without one is left to a person."""
    if pulls is None or not pulls.can_open():
        return f"left out: {pulls.by_hand(plan.branch) if pulls else 'there is no forge here'}"
    wish = PullWish(
        branch=plan.branch,
        head=plan.oid,
        title=plan.title,
        body=plan.body,
        labels=plan.labels,
        harmless=plan.harmless,
    )
    return _offered_words(pulls.offer(wish))


def _offered_words(offered: Offered) -> str:
    """Say what became of an offer, with what could not be done beside it."""
    return "; ".join([_named(offered.pull, _DONE[offered.outcome]), *map(safe_line, offered.notes)])


def found_words(pull: PullRequest) -> str:
    """Say where a pull request stands."""
    return _named(pull, _STANDS[pull.state])


def _named(pull: PullRequest, done: str) -> str:
    return f"pull request {pull.number} {done}: {safe_line(pull.url)}"
