"""Carry a plan out: journal first, then hub, sync point, offers, live; each step noted before and after.

The order is the protocol of design.md §5. Correctness rests on compare-and-set alone: the hub refuses a write
over anything that was not seen, and the sync point is stored only while Head is what this decision made it.
"""

from collections.abc import Callable
from dataclasses import replace

from core.errors import Blocked, HeadgateError, OutcomeUnknown, SideMoved
from core.krm.edit.changes import FieldChange
from core.krm.edit.values import is_same
from core.model.decision import Decision, Step
from core.model.names import NO_DATA, NO_REVISION, hash_of
from core.model.plan import Plan, Receipt
from core.model.syncpoint import SyncPoint
from core.progress import Progress, Stop
from core.sync.compared import held_in
from core.sync.context import Context
from core.sync.gather import parsed
from core.sync.points import joined

__all__ = ["carry_out"]


def carry_out(context: Context, plan: Plan, *, progress: Progress, stop: Stop) -> Receipt:
    """Carry one plan out; once the first step has begun it is finished.

    Raises:
        Blocked: a check forbids it, or it was stopped before it began; nothing was sent.
        StorageUnwritable: the journal cannot be written; nothing was sent.
        SideMoved: Head or sync point moved since they were seen; nothing was written.
        OutcomeUnknown: a later step failed after the hub was written; says what stands where.
    """
    _may_begin(plan, stop)
    plan = _over_a_newer_commit(context, plan)
    steps = _steps(plan)
    context.ledger.record(_decision(plan), steps)
    saga = _Saga(context, plan, progress, len(steps))
    try:
        return saga.run()
    except SideMoved as moved:
        context.ledger.close(plan.id, outcome=f"refused: {moved.why}")
        raise


def _rewritten(plan: Plan) -> OutcomeUnknown:
    """The hub stored another text than was sent (a mutating trigger): nobody has seen it yet."""
    return OutcomeUnknown(
        f"The hub changed what was written for {plan.unit}",
        why="its text is not the one that was sent, so live was left alone",
        changed="hub yes, live no",
        next_step=f"headgate show {plan.unit}",
        ref=plan.id,
    )


def _remembered(point: SyncPoint) -> str:
    count = len(point.decided)
    if not count:
        return f"{point.cause}; Git and the hub agree"
    return f"{point.cause}; {count} field{'s' if count > 1 else ''} remembered as settled"


def _may_begin(plan: Plan, stop: Stop) -> None:
    if stop.is_set():
        raise Blocked(
            f"Decision {plan.id} was not carried out",
            why="it was stopped before its first step",
            next_step=f"headgate show {plan.unit}",
        )
    if plan.blocked:
        raise Blocked(
            f"Decision {plan.id} for {plan.unit} is not allowed",
            why="; ".join(f"{check.name}: {check.what}" for check in plan.blocked),
            next_step=f"headgate show {plan.unit}",
        )


def _over_a_newer_commit(context: Context, plan: Plan) -> Plan:
    """Let a decision stand where CI only noted a newer commit that says the same of this unit."""
    effects, seen = plan.effects, plan.effects.point_seen
    now = context.points.sync_point(plan.unit) if seen is not None else None
    if seen is None or now is None or now.version == seen.version or not _says_the_same(seen, now):
        return plan
    guard = replace(effects.guard, sync_version=now.version)
    point = effects.point
    if point is not None:
        point = replace(point, version=now.version, commit=now.commit, paths=now.paths)
    return replace(plan, effects=replace(effects, guard=guard, point=point))


def _says_the_same(a: SyncPoint, b: SyncPoint) -> bool:
    return (a.base, a.decided, a.git_text, a.hub_hash) == (b.base, b.decided, b.git_text, b.hub_hash)


def _decision(plan: Plan) -> Decision:
    effects, guard = plan.effects, plan.effects.guard
    return Decision(
        id=plan.id,
        unit=plan.unit,
        item=plan.item,
        actor=plan.actor,
        reason=plan.reason,
        choices=plan.choices,
        seen=(
            ("hub", guard.data_hash),
            ("sync", str(guard.sync_version)),
            ("git", effects.change.links.get("commit", "")),
            ("live", f"{len(effects.live)} field(s) to be set"),
        ),
        created=effects.when,
    )


def _steps(plan: Plan) -> list[Step]:
    effects = plan.effects
    steps = [Step(name="hub", intent=plan.hub)] if effects.text is not None or effects.deletes else []
    if effects.point is not None:
        steps.append(Step(name="sync", intent=f"record what was decided: {effects.point.cause}"))
    if effects.live:
        steps.append(Step(name="live", intent=plan.live))
    if effects.marks_applied:
        steps.append(Step(name="applied", intent="record what is applied"))
    ended = (*effects.settles, *effects.settles_captures)
    if ended:
        steps.append(Step(name="offers", intent=", ".join(f"{offer} {state}" for offer, state, _ in ended)))
    return steps


class _Saga:
    """One run through the steps; holds what the hub answered."""

    def __init__(self, context: Context, plan: Plan, progress: Progress, total: int) -> None:
        self._context = context
        self._plan = plan
        self._progress = progress
        self._total = total
        self._done: list[tuple[str, str]] = []
        self._number = NO_REVISION
        self._hash = plan.effects.guard.data_hash

    def run(self) -> Receipt:
        effects = self._plan.effects
        if effects.live:
            self._live_is_as_seen()
        if effects.text is not None or effects.deletes:
            self._step("hub", self._hub)
        if effects.point is not None:
            self._step("sync", self._sync)
        if effects.live:
            self._step("live", self._live)
        if effects.marks_applied:
            self._step("applied", self._applied)
        if effects.settles or effects.settles_captures:
            self._step("offers", self._offers)
        self._context.ledger.close(self._plan.id, outcome="applied")
        return Receipt(
            decision=self._plan.id,
            unit=self._plan.unit,
            revision=self._number,
            data_hash=self._hash,
            done=tuple(self._done),
            left=self._left(),
        )

    def _step(self, name: str, act: Callable[[], str]) -> None:
        ledger = self._context.ledger
        try:
            ledger.begin(self._plan.id, name)
            outcome = act()
            self._done.append((name, outcome))
            ledger.done(self._plan.id, name, outcome=outcome)
        except HeadgateError as error:
            if self._done:
                raise self._partly(name, error) from error
            raise
        self._progress.step(name, len(self._done), self._total)

    def _hub(self) -> str:
        effects, hub = self._plan.effects, self._context.hub
        if effects.deletes:
            written = hub.delete(self._plan.unit, seen=effects.guard, change=effects.change)
            self._number, self._hash = written.number, NO_DATA
            return f"revision {written.number} deletes the unit"
        text = effects.text or ""
        written = hub.write(self._plan.unit, text, seen=effects.guard, change=effects.change)
        self._number, self._hash = written.number, written.data_hash
        if effects.live and written.data_hash != hash_of(text):
            self._done.append(("hub", f"revision {written.number}"))
            raise _rewritten(self._plan)
        return f"revision {written.number}"

    def _sync(self) -> str:
        point = self._plan.effects.point
        if point is None:
            return "nothing"
        if self._plan.effects.moves_head:
            number = self._number or self._plan.effects.head
            point = replace(point, hub_revision=number, hub_hash=self._hash)
        if self._number:
            self._over_whatever_came(point)
        else:
            self._context.points.agree([point], head=self._hash)
        return _remembered(point)

    def _over_whatever_came(self, point: SyncPoint) -> None:
        """Store the point after our own revision; what others stored since is joined, never dropped."""
        try:
            self._context.points.agree([point])
        except SideMoved:
            now = self._context.points.sync_point(self._plan.unit)
            if now is None:
                raise
            self._context.points.agree([joined(point, now)])

    def _live_is_as_seen(self) -> None:
        """Refuse where live holds another value by now than the plan showed: nobody has seen that one."""
        effects, unit = self._plan.effects, self._plan.unit
        space = self._context.spaces.get(unit.space)
        resources = list(dict.fromkeys(change.resource for change in effects.live))
        observed = self._context.live.observe(unit.space, resources)
        now = parsed(observed.text, space.namespace if space else "")
        for change in effects.live:
            if not is_same(held_in(now, change.resource, change.path), change.seen):
                raise SideMoved(
                    f"{unit} changed live after it was shown",
                    why=f"{change.path} holds another value by now",
                    next_step=f"headgate show {unit}, then decide again",
                )

    def _offers(self) -> str:
        effects = self._plan.effects
        for offer, state, reason in effects.settles:
            self._context.proposals.settle(offer, state, reason=reason)
        for offer, state, reason in effects.settles_captures:
            self._context.captures.settle_capture(offer, state, reason=reason)
        return f"{len(effects.settles) + len(effects.settles_captures)} settled"

    def _live(self) -> str:
        effects, space = self._plan.effects, self._plan.unit.space
        self._live_is_as_seen()
        changes = [
            FieldChange(resource=change.resource, path=change.path, value=change.value)
            for change in effects.live
        ]
        return self._context.live.apply(space, changes, whole=effects.live_text, token=self._plan.id)

    def _applied(self) -> str:
        number = self._number or self._plan.effects.head
        self._context.hub.mark_applied(self._plan.unit, number)
        return f"revision {number}"

    def _partly(self, step: str, error: HeadgateError) -> OutcomeUnknown:
        stands = "; ".join(f"{name}: {what}" for name, what in self._done)
        return OutcomeUnknown(
            f"Only a part of decision {self._plan.id} for {self._plan.unit} is done",
            why=f"step {step}: {error.what}: {error.why}",
            changed=f"{stands}; {step} no",
            next_step=f"headgate show {self._plan.unit}; what is left is listed there",
            ref=self._plan.id,
        )

    def _left(self) -> tuple[tuple[str, str], ...]:
        return (("git", self._plan.git),) if self._plan.git.startswith("headgate ") else ()
