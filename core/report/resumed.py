"""Decisions that were cut off, as JSON."""

from collections.abc import Sequence

from core.model.resumed import Resumed

__all__ = ["json_resumed"]


def json_resumed(results: Sequence[Resumed]) -> dict[str, object]:
    """Give what became of each decision; ``outcome`` is "" while it is still open."""
    return {
        "decisions": [
            {
                "decision": one.decision.id,
                "unit": str(one.decision.unit),
                "space": one.decision.unit.space,
                "actor": one.decision.actor,
                "reason": one.decision.reason,
                "choices": dict(one.decision.choices),
                "outcome": one.outcome,
                "stands": one.stands,
                "why": one.why,
                "next": one.again,
            }
            for one in results
        ]
    }
