"""Probe: whether an effect of a decision arrived, looked up in history by the decision's id.

Never in what is newest alone: somebody may have written over it since, and it arrived all the same.
"""

from core.errors import SideMoved, SourceUnreadable
from core.krm.edit.values import is_same
from core.krm.values import Absent, Value
from core.model.names import DataHash
from core.model.plan import Plan
from core.model.proposal import OfferState
from core.model.unit import Head, Revision
from core.sync.compared import held_in
from core.sync.context import Context

__all__ = [
    "applied_mark",
    "head_moved",
    "live_moved",
    "live_runs",
    "offers_ended",
    "point_stored",
    "revision_written",
]


def revision_written(context: Context, plan: Plan) -> Revision | None:
    """Find the revision that the decision made since Head was seen; None where it made none."""
    for revision in context.hub.revisions(plan.unit, after=plan.effects.head):
        if revision.change.token == plan.id:
            return revision
    return None


def point_stored(context: Context, plan: Plan) -> bool:
    """Tell whether the sync point was moved by the decision."""
    point = context.points.sync_point(plan.unit)
    return point is not None and plan.id in point.decisions


def live_runs(context: Context, plan: Plan) -> bool:
    """Tell whether live holds every value that the decision sets."""
    held = _live(context, plan)
    return all(is_same(now, change.value) for now, change in zip(held, plan.effects.live, strict=True))


def live_moved(context: Context, plan: Plan) -> SideMoved | None:
    """Find a field of live that holds neither what was shown nor what it shall hold: nobody has seen that."""
    for now, change in zip(_live(context, plan), plan.effects.live, strict=True):
        if not is_same(now, change.seen) and not is_same(now, change.value):
            return SideMoved(
                f"{plan.unit} changed live after it was shown",
                why=f"{change.path} holds another value by now",
                next_step=f"headgate show {plan.unit}, then decide again",
            )
    return None


def applied_mark(context: Context, plan: Plan, number: int) -> bool:
    """Tell whether this revision, or a later one, is recorded as applied."""
    head = context.hub.head(plan.unit)
    return head is not None and head.applied >= number


def offers_ended(context: Context, plan: Plan) -> bool:
    """Tell whether no offer that the decision answers waits any more."""
    proposals = [context.proposals.proposal(offer) for offer, _, _ in plan.effects.settles]
    if any(found is not None and found.state is OfferState.PENDING for found in proposals):
        return False
    captures = {offer for offer, _, _ in plan.effects.settles_captures}
    if not captures:
        return True
    return not any(one.id in captures for one in context.captures.pending_captures(plan.unit.space))


def head_moved(context: Context, plan: Plan, expected: DataHash) -> SideMoved | None:
    """Find out whether Head is another than the one that live shall run, or may not be delivered any more."""
    head = context.hub.head(plan.unit)
    if head is not None and head.data_hash == expected:
        return _gated(plan, head)
    return SideMoved(
        f"Head of {plan.unit} moved before it was applied",
        why=f"revision {head.number} is Head by now" if head else "the unit is gone",
        next_step=f"headgate show {plan.unit}",
    )


def _gated(plan: Plan, head: Head) -> SideMoved | None:
    """Find a gate that the plan did not show: a trigger closed it over what was written."""
    shown = {check.name for check in plan.checks}
    fresh = [gate for gate in head.gates if f"gate {gate}" not in shown]
    if not fresh:
        return None
    return SideMoved(
        f"The hub does not let {plan.unit} be delivered",
        why=f"a gate was closed after the plan was made: {', '.join(fresh)}",
        next_step=f"headgate show {plan.unit}",
    )


def _live(context: Context, plan: Plan) -> list[Value | Absent]:
    unit = plan.unit
    space = context.spaces.get(unit.space)
    resources = list(dict.fromkeys(change.resource for change in plan.effects.live))
    observed = context.live.observe(unit.space, resources)
    if observed.unread:
        resource, why = next(iter(observed.unread.items()))
        raise SourceUnreadable(
            f"Could not look at {resource} live", why=why, next_step="headgate doctor, then headgate resume"
        )
    now = observed.documents(space.namespace if space else "")
    return [held_in(now, change.resource, change.path) for change in plan.effects.live]
