"""Carry a plan out: journal and audit record first, then hub, sync point, live and offers, step by step.

The order is the protocol of design.md §5. Correctness rests on compare-and-set alone: the hub refuses a write
over anything that was not seen, and the sync point is stored only while Head is what this decision made it.
"""

from dataclasses import replace

from core.errors import Blocked, SideMoved
from core.model.decision import Decision, Step
from core.model.plan import Plan, Receipt
from core.model.syncpoint import SyncPoint
from core.progress import Progress, Stop
from core.sync.carry.kept import keep
from core.sync.carry.saga import Saga
from core.sync.carry.sending import step_names
from core.sync.context import Context, DigestKey

__all__ = ["carry_out", "over_a_newer_commit"]


def carry_out(context: Context, plan: Plan, *, progress: Progress, stop: Stop) -> Receipt:
    """Carry one plan out; once the first step has begun it is finished.

    Raises:
        Blocked: a check forbids it, live fields are another manager's who was not named, or it was stopped
            before it began; nothing was sent.
        StorageUnwritable: the journal cannot be written; nothing was sent.
        SideMoved: Head, sync point or live moved since they were seen; nothing was written.
        OutcomeUnknown: a part is done, or nobody knows; says what stands where. `resume` goes on from there.
        HeadgateError: nothing happened yet, and the decision stays open for `resume`.
    """
    try:
        _may_begin(plan, stop)
    except Blocked as refused:
        context.ledger.note(
            "refused", decision=plan.id, unit=str(plan.unit), who=plan.actor, about=(("why", refused.why),)
        )
        raise
    before = _recorded_before(context, plan)
    plan = over_a_newer_commit(context, plan)
    kept, known = keep(plan, context.digest_key), (*context.operator.actor().evidence, *_unread(plan))
    decision = _decision(plan, context.digest_key)
    context.ledger.record(decision, _steps(plan), kept=kept, known=known, chosen=plan.chosen)
    return Saga(context, plan, progress, begun=frozenset() if before else None).run()


def _unread(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Say for the record that not all of a plan was read by whoever confirmed it.

    Source: reliability.md T5.
    """
    return (("plan", plan.read),) if plan.read else ()


def _recorded_before(context: Context, plan: Plan) -> bool:
    """Tell whether somebody began with this plan already; refuse one that is through."""
    known = context.ledger.decision(plan.id)
    if known is not None and known.outcome:
        raise SideMoved(
            f"Decision {plan.id} for {plan.unit} is through already",
            why=known.outcome,
            next_step=f"headgate show {plan.unit}",
            ref=plan.id,
        )
    return known is not None


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
    if plan.unnamed:
        raise _owned_by_others(plan)


def _owned_by_others(plan: Plan) -> Blocked:
    """Refuse before anything is written: the hub would hold what live then refuses to take."""
    named = " ".join(f"--over {name}" for name in plan.unnamed)
    return Blocked(
        f"Decision {plan.id} for {plan.unit} was not carried out",
        why=f"somebody else set live fields that it writes: {', '.join(plan.unnamed)}",
        next_step=f"decide {plan.unit} by itself with {named}, if they shall be taken over",
    )


def over_a_newer_commit(context: Context, plan: Plan) -> Plan:
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


def _decision(plan: Plan, key: DigestKey) -> Decision:
    effects, guard = plan.effects, plan.effects.guard
    return Decision(
        id=plan.id,
        unit=plan.unit,
        item=plan.item,
        actor=plan.actor,
        reason=plan.reason,
        choices=plan.choices,
        seen=(
            ("hub", key.digest(guard.data_hash)),
            ("sync", str(guard.sync_version)),
            ("git", effects.change.links.get("commit", "")),
            ("live", f"{len(effects.live)} field(s) to be set"),
        ),
        created=effects.when,
    )


def _steps(plan: Plan) -> list[Step]:
    effects = plan.effects
    ended = (*effects.settles, *effects.settles_captures)
    intents = {
        "hub": plan.hub,
        "sync": f"record what was decided: {effects.point.cause if effects.point else ''}",
        "live": plan.live,
        "applied": "record what is applied",
        "offers": ", ".join(f"{offer} {state}" for offer, state, _ in ended),
    }
    return [Step(name=name, intent=intents[name]) for name in step_names(plan)]
