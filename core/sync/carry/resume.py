"""Resume: finish decisions that were cut off, from wherever they were; or say what stands where, and let go.

Nothing is ever guessed or refreshed: each effect is looked up by the decision's id, and what is written is
what was confirmed, over what was seen then. Source: reliability.md §4.2, P5 and P6.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from core.errors import Blocked, HeadgateError, NotFound, UsageError
from core.model.decision import Decision
from core.model.plan import Plan
from core.model.resumed import Resumed, Unfinished
from core.progress import Progress, Stop
from core.sync.carry.branch import branch_stands, go_on_with_branch, is_branch
from core.sync.carry.kept import unkeep
from core.sync.carry.saga import Saga
from core.sync.carry.standing import standing, stands_words
from core.sync.carry.steps import over_a_newer_commit
from core.sync.context import Context

_PROOFS: Final = ("hub", "sync", "live")
"""The steps that nobody but the decision itself leaves traces of."""

__all__ = ["abandon", "resume", "unfinished"]

_FRESH_SECONDS: Final = 24 * 3600
"""How old a decision may be before its first effect. Source: reliability.md §4.2, P5."""


def unfinished(context: Context) -> tuple[Unfinished, ...]:
    """List the decisions that are not closed, oldest first."""
    found: list[Unfinished] = []
    for decision, steps in context.ledger.unfinished():
        plan = _plan_or_none(context, decision)
        found.append(Unfinished(decision=decision, steps=tuple(steps), twin=plan.twin if plan else ""))
    return tuple(found)


def resume(
    context: Context, decision_id: str = "", *, anybodys: bool, progress: Progress, stop: Stop
) -> tuple[Resumed, ...]:
    """Finish one unfinished decision, or all of them, oldest first.

    Args:
        context: the ports.
        decision_id: which; "" for all.
        anybodys: a person looked at the list and confirmed it; False leaves other people's decisions open.
        progress: told after each step.
        stop: asked between two decisions.

    Raises:
        NotFound: there is no such decision.
        StorageUnwritable: the journal cannot be written; nothing was sent.
    """
    asked = [one for one in unfinished(context) if decision_id in {"", one.decision.id}]
    if decision_id and not asked:
        _closed_already(context, decision_id)
    done: list[Resumed] = []
    for one in asked:
        if stop.is_set():
            break
        done.append(_resumed(context, one, anybodys=anybodys, progress=progress))
    return tuple(done)


def abandon(context: Context, decision_id: str, *, reason: str) -> Resumed:
    """Close an unfinished decision as it stands; nothing is sent and nothing is taken back.

    Raises:
        UsageError: no reason was given.
        NotFound: there is no such decision.
        Blocked: it is closed already.
        StorageUnwritable: the journal cannot be written.
    """
    if not reason.strip():
        raise UsageError(
            "A decision is not abandoned without a reason",
            why="the record says why",
            next_step='add --reason "…"',
        )
    found = [one.decision for one in unfinished(context) if one.decision.id == decision_id]
    if not found:
        closed = _closed_already(context, decision_id)
        raise Blocked(
            f"Decision {decision_id} cannot be abandoned",
            why=f"it is closed: {closed.outcome}",
            next_step=f"headgate undo {decision_id} takes back what it wrote",
            ref=decision_id,
        )
    stands = _stands(context, found[0])
    outcome = f"abandoned: {reason.strip()}; {stands}"
    context.ledger.note(
        "abandoned",
        decision=decision_id,
        unit=str(found[0].unit),
        who=_who(context),
        about=(("reason", reason.strip()), ("stands", stands), *context.operator.actor().evidence),
    )
    context.ledger.close(decision_id, outcome=outcome)
    again = _way_on(found[0], stands)
    return Resumed(decision=found[0], outcome=outcome, stands=stands, why=reason.strip(), again=again)


def _way_on(decision: Decision, stands: str) -> str:
    """Say what leads on from an abandoned decision, by what stands where."""
    if is_branch(decision):
        return "headgate sync-back offers Git what it does not have yet"
    if " yes" in stands or "unknown" in stands:
        return f"headgate undo {decision.id} takes back what was written"
    return f"nothing was written: headgate show {decision.unit}, then decide again"


def _resumed(context: Context, one: Unfinished, *, anybodys: bool, progress: Progress) -> Resumed:
    decision, who = one.decision, _who(context)
    if who != decision.actor and not anybodys:
        why = f"{decision.actor} decided it, and you are {who}"
        return _open(decision, why, f"headgate resume {decision.id}, without --yes")
    try:
        if is_branch(decision):
            _note_resumed(context, decision, branch_stands(context, decision))
            go_on_with_branch(context, decision)
            return _after(context, decision, None)
        plan = _plan(context, decision)
        stands = standing(context, plan)
        _note_resumed(context, decision, stands_words(stands))
        return _gone_on(context, one, plan, stands, progress)
    except HeadgateError as error:
        return _after(context, decision, error)


def _note_resumed(context: Context, decision: Decision, stands: str) -> None:
    context.ledger.note(
        "resumed",
        decision=decision.id,
        unit=str(decision.unit),
        who=_who(context),
        about=(("stands", stands), *context.operator.actor().evidence),
    )


def _gone_on(
    context: Context, one: Unfinished, plan: Plan, stands: Mapping[str, str | None], progress: Progress
) -> Resumed:
    """Finish it; a decision that is old ends before its first effect, and leaves live alone after it."""
    old = _is_old(context, one.decision)
    if old and None in stands.values():
        return _open(one.decision, "it is old, and not every side could be looked at", "headgate doctor")
    if old and not any(stands.get(name) for name in _PROOFS):
        context.ledger.close(plan.id, outcome="expired: nothing was written within 24 hours")
        return _after(context, one.decision, None, twin=plan.twin)
    out = "it was decided more than 24 hours ago: look at live again" if old and plan.effects.live else ""
    begun = frozenset(step.name for step in one.steps if step.state != "planned")
    Saga(context, over_a_newer_commit(context, plan), progress, begun=begun, live_is_out=out).run()
    return _after(context, one.decision, None)


def _after(context: Context, decision: Decision, error: HeadgateError | None, *, twin: str = "") -> Resumed:
    """Say how the decision stands in the journal now; the choices of a refused one are offered again."""
    now = context.ledger.decision(decision.id) or decision
    why = f"{error.what}: {error.why}" if error else now.outcome.partition(": ")[2]
    again = twin or f"headgate show {decision.unit}"
    if error is not None and not now.outcome:
        again = error.next_step
    stands = error.changed if error else ("as decided" if now.outcome == "applied" else "nothing was written")
    return Resumed(decision=now, outcome=now.outcome, stands=stands, why=why, again=again)


def _open(decision: Decision, why: str, again: str) -> Resumed:
    return Resumed(decision=decision, outcome="", stands="not looked at", why=why, again=again)


def _stands(context: Context, decision: Decision) -> str:
    try:
        if is_branch(decision):
            return branch_stands(context, decision)
        return stands_words(standing(context, _plan(context, decision)))
    except HeadgateError:
        return "not known: its plan was not kept"


def _plan(context: Context, decision: Decision) -> Plan:
    kept = context.ledger.kept(decision.id)
    if not kept:
        raise NotFound(
            f"Could not find the plan of decision {decision.id}",
            why="an older Headgate recorded it, and did not keep what finishes it",
            next_step=f"headgate abandon {decision.id} --reason '…', then decide again",
            ref=decision.id,
        )
    return unkeep(kept, context.digest_key, decision.id)


def _plan_or_none(context: Context, decision: Decision) -> Plan | None:
    if is_branch(decision):
        return None
    try:
        return _plan(context, decision)
    except HeadgateError:
        return None


def _is_old(context: Context, decision: Decision) -> bool:
    try:
        made = datetime.fromisoformat(decision.created).timestamp()
    except ValueError:
        return True
    return context.clock.seconds() - made > _FRESH_SECONDS


def _closed_already(context: Context, decision_id: str) -> Decision:
    found = context.ledger.decision(decision_id)
    if found is None:
        raise NotFound(
            f"Could not find decision {decision_id}",
            why="the journal of this workspace has no such decision",
            next_step="headgate audit export lists all there were",
            ref=decision_id,
        )
    return found


def _who(context: Context) -> str:
    actor = context.operator.actor()
    return f"{actor.name} ({actor.how_known})"
