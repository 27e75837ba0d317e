"""A branch and its pull request, carried out under the ledger like any decision.

The commit is made first, of objects that no name leads to, so its id is known before anything is sent: what
is looked up is that commit, in the history of the branch and of the branch that people author on, not a tip.
The name says what the branch carries, so the same offer has the same name in every run.
Source: reliability.md §4.2, P3.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Final

from core.errors import HeadgateError, OutcomeUnknown, SideMoved
from core.model.decision import Decision, Step
from core.model.names import RevisionNumber, UnitName
from core.sync.carry.branch_plan import BranchPlan, kept_plan, unkept_plan
from core.sync.carry.outcome import Outcome, changed_words, outcome_of
from core.sync.carry.pull import pull_found, pull_offered
from core.sync.context import Context

__all__ = ["SYNC_BACK", "branch_stands", "carry_branch", "go_on_with_branch", "is_branch"]

SYNC_BACK: Final = "sync-back"
"""What the journal calls the item of such a decision."""

_TRIES: Final = 3


def is_branch(decision: Decision) -> bool:
    """Tell whether a decision in the journal is a branch's."""
    return decision.item == SYNC_BACK


def carry_branch(context: Context, plan: BranchPlan, *, actor: str, reason: str) -> str:
    """Record the branch, then send it, have its pull request opened, and note it in the sync points.

    Returns:
        What became of the pull request, in words; "" where there is no forge.

    Raises:
        SideMoved: a branch of this name holds something else; nothing was sent, the decision is closed.
        OutcomeUnknown: a part is done, or nobody knows; `resume` goes on from there.
        HeadgateError: nothing was sent yet; the decision stays open.
    """
    decision = Decision(
        id=plan.id,
        unit=UnitName.parse(plan.units[0][0]),
        item=SYNC_BACK,
        actor=actor,
        reason=reason,
        choices=tuple((field, "hub") for field in plan.fields),
        seen=(("git", plan.parent), *((f"hub {unit}", f"revision {number}") for unit, number in plan.units)),
        created=context.clock.now(),
    )
    steps = [Step(name=name, intent=_INTENTS[name](plan)) for name in _names(plan)]
    context.ledger.record(
        decision, steps, kept=kept_plan(plan, context.digest_key), known=context.operator.actor().evidence
    )
    return _Run(context, plan, again=False).through().get("pull", "")


def go_on_with_branch(context: Context, decision: Decision) -> None:
    """Finish a branch that was cut off; see `carry_branch` for what it raises."""
    _Run(context, unkept_plan(context, decision), again=True).through()


def branch_stands(context: Context, decision: Decision) -> str:
    """Say what of a branch is there already, looked up and nothing sent."""
    plan = unkept_plan(context, decision)
    done: dict[str, str] = {}
    blind: dict[str, Outcome] = {}
    for name in _names(plan):
        try:
            if found := _found(context, plan, name):
                done[name] = found
        except HeadgateError:
            blind[name] = Outcome.UNKNOWN
    return changed_words(_names(plan), done, blind)


class _Run:
    """One run through the steps of a branch that is recorded."""

    def __init__(self, context: Context, plan: BranchPlan, *, again: bool) -> None:
        self._context = context
        self._plan = plan
        self._again = again
        self._done: dict[str, str] = {}

    def through(self) -> Mapping[str, str]:
        for name in _names(self._plan):
            try:
                self._done[name] = self._step(name)
                self._context.ledger.done(self._plan.id, name, outcome=self._done[name])
            except HeadgateError as error:
                self._stopped(name, error)
        self._context.ledger.close(self._plan.id, outcome="applied")
        return self._done

    def _step(self, name: str) -> str:
        context, plan, look_first = self._context, self._plan, self._again
        for _ in range(_TRIES):
            if look_first and (found := _found(context, plan, name)):
                return found
            context.ledger.begin(plan.id, name)
            try:
                return _sent(context, plan, name)
            except HeadgateError as error:
                if outcome_of(error) is Outcome.NO:
                    raise
                if found := _looked_up(context, plan, name, error):
                    return found
                if outcome_of(error) is Outcome.CONFLICT:
                    raise
            look_first = True
        raise _unknown(plan, f"step {name} was sent {_TRIES} times and never answered")

    def _stopped(self, name: str, error: HeadgateError) -> None:
        """Refuse before the first effect; after it close as a conflict where somebody's stands in the way."""
        outcome = outcome_of(error)
        if outcome is Outcome.CONFLICT:
            words = changed_words(_names(self._plan), self._done, {})
            kind = f"conflict: {error.why}; {words}" if self._done else f"refused: {error.why}"
            self._context.ledger.close(self._plan.id, outcome=kind)
            raise error
        if outcome is Outcome.NO and not self._done:
            raise error
        changed = changed_words(_names(self._plan), self._done, {name: outcome})
        raise _unknown(self._plan, f"step {name}: {error.what}: {error.why}", changed) from error


def _names(plan: BranchPlan) -> list[str]:
    return ["branch", *(["pull"] if plan.pull else []), "noted"]


_INTENTS: Final[Mapping[str, Callable[[BranchPlan], str]]] = {
    "branch": lambda plan: f"{plan.branch} at {plan.oid[:12]}, on {plan.parent[:12]}",
    "pull": lambda plan: f"a pull request for {plan.branch}",
    "noted": lambda plan: f"{len(plan.units)} sync points name {plan.branch}",
}


def _found(context: Context, plan: BranchPlan, name: str) -> str:
    """Look for the effect of a step; "" where it is not there."""
    match name:
        case "branch":
            return _branch_found(context, plan)
        case "pull":
            return pull_found(context.pulls, plan)
        case _:
            return "" if _unnoted(context, plan) else "noted already"


def _branch_found(context: Context, plan: BranchPlan) -> str:
    tip = context.repository.branch(plan.branch)
    if tip is not None and context.repository.contains(tip.oid, plan.oid):
        return f"{plan.branch} holds it already"
    if context.repository.contains(context.repository.head().oid, plan.oid):
        return "it was merged already"
    return ""


def _sent(context: Context, plan: BranchPlan, name: str) -> str:
    match name:
        case "branch":
            context.repository.send(plan.branch, plan.oid, over=plan.over)
            return f"{plan.branch} at {plan.oid[:12]}"
        case "pull":
            return pull_offered(context.pulls, plan)
        case _:
            return _note(context, plan)


def _note(context: Context, plan: BranchPlan) -> str:
    """Let the sync points name the branch; one that moved meanwhile is left, the next run finds it."""
    for unit, number in _unnoted(context, plan):
        point = context.points.sync_point(unit)
        if point is not None:
            with suppress(SideMoved):
                context.points.agree([replace(point, sync_back=plan.branch, sync_back_head=number)])
    return "noted"


def _unnoted(context: Context, plan: BranchPlan) -> list[tuple[UnitName, RevisionNumber]]:
    """List the units whose sync point does not name the branch; of a merged one nobody needs to know."""
    found: list[tuple[UnitName, RevisionNumber]] = []
    if context.repository.contains(context.repository.head().oid, plan.oid):
        return found
    for text, number in plan.units:
        unit = UnitName.parse(text)
        point = context.points.sync_point(unit)
        known = point is not None and point.sync_back == plan.branch and point.sync_back_head >= number
        if point is not None and not known:
            found.append((unit, RevisionNumber(number)))
    return found


def _looked_up(context: Context, plan: BranchPlan, name: str, error: HeadgateError) -> str:
    try:
        return _found(context, plan, name)
    except HeadgateError as blind:
        why = f"step {name}: {error.why}; and it could not be looked up: {blind.why}"
        raise _unknown(plan, why) from error


def _unknown(plan: BranchPlan, why: str, changed: str = "unknown") -> OutcomeUnknown:
    return OutcomeUnknown(
        f"Could not confirm all of branch {plan.branch}",
        why=why,
        changed=changed,
        next_step=f"headgate resume {plan.id} looks first and never sends twice",
        ref=plan.id,
    )
