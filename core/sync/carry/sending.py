"""Sending: the effects of one plan, each of which can be looked up, checked and sent."""

from dataclasses import replace
from typing import Final

from core.errors import SideMoved
from core.krm.edit.changes import FieldChange
from core.model.names import NO_DATA, NO_REVISION, RevisionNumber, hash_of
from core.model.plan import Plan
from core.model.syncpoint import SyncPoint
from core.model.unit import Revision
from core.ports.live import Live
from core.sync.carry.probe import (
    applied_mark,
    head_moved,
    live_moved,
    live_runs,
    offers_ended,
    point_stored,
    revision_written,
)
from core.sync.context import Context
from core.sync.points import joined

__all__ = ["ABOUT_LIVE", "Sending", "step_names"]

ABOUT_LIVE: Final = frozenset({"live", "applied"})
"""The steps that are left out where live is left alone."""


def step_names(plan: Plan) -> tuple[str, ...]:
    """Name the steps that a plan has, in the order they are carried out: live never before the hub."""
    effects = plan.effects
    asked = {
        "hub": effects.text is not None or effects.deletes,
        "sync": effects.point is not None,
        "live": bool(effects.live),
        "applied": effects.marks_applied,
        "offers": bool(effects.settles or effects.settles_captures),
    }
    return tuple(name for name, is_asked in asked.items() if is_asked)


class Sending:
    """The effects of one plan; holds what the hub answered.

    Attributes:
        number: of the revision that was made; 0 while there is none.
        data_hash: of Head as this decision leaves it.
        rewritten: the hub stored another text than was sent (a mutating trigger): nobody has seen it yet.
    """

    def __init__(self, context: Context, plan: Plan) -> None:
        self._context = context
        self._plan = plan
        self.number = NO_REVISION
        self.data_hash = plan.effects.guard.data_hash
        self.rewritten = False

    def found(self, name: str) -> str:
        """Look in history for the effect of a step; "" where it is not there."""
        match name:
            case "hub":
                revision = revision_written(self._context, self._plan)
                return self._written(revision) if revision else ""
            case "sync":
                return "stored" if point_stored(self._context, self._plan) else ""
            case "live":
                return "it was live already" if live_runs(self._context, self._plan) else ""
            case "applied":
                number = self._applies
                return f"revision {number}" if applied_mark(self._context, self._plan, number) else ""
            case _:
                return "settled already" if offers_ended(self._context, self._plan) else ""

    def check(self, name: str, *, first: bool) -> None:
        """Look whether live, and Head that it shall run, are as they were shown.

        Raises:
            SideMoved: they are not; nothing may be sent.
        """
        if name == "live":
            self._raise(head_moved(self._context, self._plan, self.data_hash))
        if name == "live" or (first and self._plan.effects.live):
            self._raise(live_moved(self._context, self._plan))

    def send(self, name: str) -> str:
        """Send the effect of a step; says in words what it did."""
        match name:
            case "hub":
                return self._hub()
            case "sync":
                return self._sync()
            case "live":
                return self._live()
            case "applied":
                self._context.hub.mark_applied(self._plan.unit, self._applies)
                return f"revision {self._applies}"
            case _:
                return self._offers()

    def _hub(self) -> str:
        effects, hub, unit = self._plan.effects, self._context.hub, self._plan.unit
        if effects.deletes:
            return self._written(hub.delete(unit, seen=effects.guard, change=effects.change))
        return self._written(hub.write(unit, effects.text or "", seen=effects.guard, change=effects.change))

    def _written(self, revision: Revision) -> str:
        self.number = revision.number
        self.data_hash = NO_DATA if revision.deletes else revision.data_hash
        sent = NO_DATA if self._plan.effects.deletes else hash_of(self._plan.effects.text or "")
        self.rewritten = self.data_hash != sent
        return f"revision {revision.number}{' deletes the unit' if revision.deletes else ''}"

    def _sync(self) -> str:
        point = self._plan.effects.point
        if point is None:
            return "nothing"
        if self._plan.effects.moves_head:
            point = replace(point, hub_revision=self._applies, hub_hash=self.data_hash)
        if self.number:
            self._over_whatever_came(point)
        else:
            self._context.points.agree([point], head=self.data_hash)
        return _remembered(point)

    def _over_whatever_came(self, point: SyncPoint) -> None:
        """Store the point after our own revision; what others stored since is joined, never dropped."""
        try:
            self._context.points.agree([point])
        except SideMoved:
            now = self._context.points.sync_point(self._plan.unit)
            if now is None:
                raise
            if self._plan.id not in now.decisions:
                self._context.points.agree([joined(point, now, self._plan.effects.point_seen)])

    def _live(self) -> str:
        plan, live = self._plan, self._plan.effects.live
        return self._side().apply(
            plan.unit.space,
            [FieldChange(resource=one.resource, path=one.path, value=one.value) for one in live],
            whole=plan.effects.live_text,
            token=plan.id,
            seen=[FieldChange(resource=one.resource, path=one.path, value=one.seen) for one in live],
        )

    def _side(self) -> Live:
        """Give live, with the right to take over from the managers whom the operator named."""
        over, overruling = self._plan.effects.live_over, self._context.overruling
        return overruling(frozenset(over)) if over and overruling is not None else self._context.live

    def _offers(self) -> str:
        effects = self._plan.effects
        for offer, state, reason in effects.settles:
            self._context.proposals.settle(offer, state, reason=reason)
        for offer, state, reason in effects.settles_captures:
            self._context.captures.settle_capture(offer, state, reason=reason)
        return f"{len(effects.settles) + len(effects.settles_captures)} settled"

    @property
    def _applies(self) -> RevisionNumber:
        return self.number or self._plan.effects.head

    def _raise(self, moved: SideMoved | None) -> None:
        if moved is not None:
            raise moved


def _remembered(point: SyncPoint) -> str:
    count = len(point.decided)
    if not count:
        return f"{point.cause}; Git and the hub agree"
    return f"{point.cause}; {count} field{'s' if count > 1 else ''} remembered as settled"
