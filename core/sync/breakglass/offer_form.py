"""The plan of a freeze as JSON."""

from core.actuation.freezing import FreezeOffer, FreezeStep
from core.actuation.undoers import Undoer
from core.krm.values import ABSENT, Absent, Value
from core.report.held import json_value

__all__ = ["json_offer"]


def json_offer(offer: FreezeOffer) -> dict[str, object]:
    """Give the steps of a freeze, who cannot be stopped, and what could not be looked at."""
    pairs = zip(offer.plan.steps, offer.owners, strict=True)
    return {
        "steps": [_step(step, owners) for step, owners in pairs],
        "cannot": [_left(one) for one in offer.plan.cannot],
        "traps": list(offer.plan.traps),
        "unknown": [{"unit": one.unit, "why": one.why} for one in offer.unknown],
    }


def _step(step: FreezeStep, owners: tuple[str, ...]) -> dict[str, object]:
    return {
        "resource": str(step.change.resource),
        "path": str(step.change.path),
        "rule": step.reverter.value,
        "why": step.why,
        "was": _value(step.seen.value),
        "becomes": _value(step.change.value),
        "prove_after_seconds": step.prove_after_seconds,
        "managers": list(owners),
    }


def _value(value: Value | Absent) -> object:
    return {"absent": True} if value is ABSENT or isinstance(value, Absent) else json_value(value)


def _left(one: Undoer) -> dict[str, object]:
    return {
        "rule": one.reverter.value,
        "target": str(one.target),
        "by": str(one.by) if one.by else None,
        "fields": one.fields or None,
        "soonest_seconds": one.soonest_seconds,
        "latest_seconds": one.latest_seconds,
        "why": one.why,
    }
