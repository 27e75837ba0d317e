"""Stale: what Git offers is from a commit that the branch has left, so it must be offered and looked at anew.

Source: reliability.md T23 and §4.1: a base that was force-pushed is never built on silently.
"""

from typing import Final

from core.errors import SideMoved
from core.model.item import ItemKind
from core.model.names import UnitName
from core.model.plan import Plan
from core.sync.context import Context
from core.sync.gather import Gathered

__all__ = ["refuse_left", "refuse_stale", "stale"]


_FROM_GIT: Final = frozenset(
    {ItemKind.PROPOSAL, ItemKind.CONFLICT, ItemKind.HOLD, ItemKind.DELETION, ItemKind.UNRELATED}
)
"""What is decided about these is Git's offer; what live or the hub changed is decided without it."""


def stale(context: Context, kind: ItemKind, sides: Gathered) -> str:
    """Say why what Git offers in an item cannot be decided any more; "" where it can, or there is none."""
    offer = sides.proposal if kind in _FROM_GIT else None
    return _left(context, offer.commit.oid) if offer else ""


def _left(context: Context, oid: str) -> str:
    if not oid or not context.repository.has_left(oid):
        return ""
    return (
        f"commit {oid[:7]} is in the history of {context.branch} no more: it was force-pushed or "
        "rebased away; headgate propose offers what is there now"
    )


def refuse_stale(context: Context, kind: ItemKind, sides: Gathered) -> None:
    """Refuse to decide about a proposal that is stale; it stays open.

    Raises:
        SideMoved: it is.
    """
    if why := stale(context, kind, sides):
        raise _refusal(sides.unit, why)


def refuse_left(context: Context, plan: Plan) -> None:
    """Refuse a plan that settles a proposal whose commit was left since it was made; on record.

    Raises:
        SideMoved: it was; nothing was written.
        StorageUnwritable: that cannot be recorded.
    """
    oid = plan.effects.change.links.get("commit", "") if plan.kind in _FROM_GIT else ""
    if why := _left(context, oid):
        context.ledger.note(
            "refused", decision=plan.id, unit=str(plan.unit), who=plan.actor, about=(("why", why),)
        )
        raise _refusal(plan.unit, why)


def _refusal(unit: UnitName, why: str) -> SideMoved:
    return SideMoved(
        f"What Git offers for {unit} is not in Git any more",
        why=why,
        next_step=f"headgate propose, then headgate show {unit}",
    )
