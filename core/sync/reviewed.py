"""Reviewed: the hub's own process beside a plan. What it forbids live, we do not make live past it."""

from dataclasses import replace

from core.errors import HeadgateError
from core.model.plan import Check, Plan
from core.model.review import Review
from core.sync.context import Context

__all__ = ["reviewed"]


def reviewed(context: Context, plan: Plan) -> Plan:
    """Add what the hub's own process says of a plan's unit.

    A revision may be written whatever it says; live is held back where it forbids that, and where it could
    not be asked the plan says so.
    """
    if context.reviews is None:
        return plan
    try:
        found = context.reviews.of(plan.unit)
    except HeadgateError as error:
        told = Check(name="hub's own process", ok=None, what=f"was not asked: {error.what}: {error.why}")
        return replace(plan, checks=(*plan.checks, told))
    return replace(plan, checks=(*plan.checks, *(_check(plan, one) for one in found)))


def _check(plan: Plan, review: Review) -> Check:
    writes = plan.effects.text is not None or plan.effects.deletes
    if plan.effects.live and (review.stops_new if writes else review.stops_head):
        return Check(name=review.name, ok=False, what=f"{review.what}; live is not written past it")
    return Check(name=review.name, ok=True if review.good and not writes else None, what=review.what)
