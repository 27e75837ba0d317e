"""Decisions and steps for tests of ledgers."""

from core.model.decision import Decision, Step
from core.model.names import UnitName

__all__ = ["HUB", "SYNC", "a_decision"]

HUB = Step(name="hub", intent="revision 12 of shop/web, if Head is still 11")
SYNC = Step(name="sync", intent="the sync point of shop/web")


def a_decision(decision_id: str = "D1", *, unit: str = "web", reason: str = "as agreed é ✓") -> Decision:
    return Decision(
        id=decision_id,
        unit=UnitName("shop", unit),
        item="i-77",
        actor="ada (login)",
        reason=reason,
        choices=(("apps/v1/Deployment/shop/web#spec.replicas", "hub"), ("…#spec.paused", "edit")),
        seen=(("hub", "c0ffee"), ("sync", "3")),
        created="2026-02-16T12:00:00Z",
    )
