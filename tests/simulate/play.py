"""Play a story under a schedule of faults with the real code, and hold what came of it against the truth."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from core.errors import HeadgateError
from core.model.audit import first_bad
from core.model.names import NO_DATA, DataHash
from core.model.plan import Plan
from core.progress import NoProgress, never_stop
from core.sync.carry.probe import live_runs
from core.sync.carry.resume import resume
from core.sync.carry.sending import step_names
from core.sync.carry.steps import carry_out
from tests.simulate.seam import Crash, Fault, Seam, faults_at
from tests.simulate.stage import UNIT, Stage, Story

__all__ = ["Played", "broken", "play", "schedules"]

_RUNS: Final = 2
"""How often ``headgate resume`` is asked for at most, beside once for each fault, which may end a run."""


@dataclass(frozen=True, slots=True)
class Played:
    """A story after it was played: the world, the plan, and every call that was made."""

    stage: Stage
    plan: Plan
    seam: Seam


def play(stage: Stage, plan: Plan, schedule: Mapping[int, Fault]) -> Played:
    """Carry the plan out, resume until nothing is open, all under the schedule."""
    seam = Seam(schedule, stage.rival)
    context = stage.context(seam)
    with suppress(Crash, HeadgateError):
        carry_out(context, plan, progress=NoProgress(), stop=never_stop())
    for _ in range(len(schedule) + _RUNS):
        with suppress(Crash, HeadgateError):
            resume(context, anybodys=True, progress=NoProgress(), stop=never_stop())
        if not stage.ledger.unfinished() and not _faults_left(seam):
            break
    return Played(stage, plan, seam)


def _faults_left(seam: Seam) -> bool:
    return max(seam.schedule, default=-1) >= len(seam.calls)


def schedules(story: Story, depth: int) -> Iterator[tuple[Mapping[int, Fault], Played]]:
    """Play a story under every schedule of up to so many faults."""
    stage, plan = story()
    waiting: list[Mapping[int, Fault]] = [{}]
    while waiting:
        schedule = waiting.pop()
        played = play(stage.copy(), plan, schedule)
        yield schedule, played
        if len(schedule) == depth:
            continue
        start = max(schedule, default=-1) + 1
        waiting += [
            {**schedule, position: fault}
            for position in range(start, len(played.seam.calls))
            for fault in faults_at(played.seam.calls[position].name)
        ]


def broken(played: Played) -> list[str]:
    """Name the invariants that do not hold, I1 to I5 of reliability.md §4.3, each with what happened."""
    return [*_lost(played), *_twice(played), *_unseen(played), *_untold(played), *_too_early(played)]


def _outcome(played: Played) -> str:
    decision = played.stage.ledger.decision(played.plan.id)
    return decision.outcome if decision else ""


def _lost(played: Played) -> Iterator[str]:
    recorded = any(call.name == "ledger.record" and call.happened for call in played.seam.calls)
    if recorded and not _outcome(played):
        yield "I1: the decision was saved and never ended"
    if recorded and first_bad(played.stage.ledger.audit()) is not None:
        yield "I1: the audit record does not hold"


def _ours(played: Played) -> list[int]:
    """Give the positions in history of the revisions that are this decision's, whatever they call it."""
    token = played.plan.id
    revisions = played.stage.revisions()
    return [at for at, one in enumerate(revisions) if one.change.links.get("decision") == token]


def _stored(played: Played) -> int:
    """Count how often the sync point took this decision in."""
    count, before = 0, False
    for point in played.stage.hub.stored:
        now = played.plan.id in point.decisions
        count += now and not before
        before = now
    return count


def _live_writes(played: Played) -> int:
    return sum(write.token == played.plan.id for write in played.stage.live.writes)


def _twice(played: Played) -> Iterator[str]:
    if len(_ours(played)) > 1:
        yield f"I2: {len(_ours(played))} revisions"
    if _stored(played) > 1:
        yield f"I2: the sync point took it in {_stored(played)} times"
    if _live_writes(played) > 1:
        yield f"I2: live was written {_live_writes(played)} times"


def _unseen(played: Played) -> Iterator[str]:
    revisions = played.stage.revisions()
    seen = played.plan.effects.guard.data_hash
    for at in _ours(played):
        before: DataHash = revisions[at - 1].data_hash if at else NO_DATA
        if before != seen:
            yield "I3: a revision over one that nobody saw"
    for write in played.stage.live.writes:
        if write.token == played.plan.id and _unseen_replicas(write.before):
            yield "I3: live was written over a value that nobody saw"


def _unseen_replicas(text: str) -> bool:
    """Tell whether live held the value that only a rival gives it."""
    return any(line.startswith("  replicas: ") and line.endswith("7") for line in text.splitlines())


def _untold(played: Played) -> Iterator[str]:
    """Every effect was told of before, and the journal's last word is the truth."""
    begun: set[object] = set()
    names = {"hub.write": "hub", "hub.delete": "hub", "points.agree": "sync", "live.apply": "live"}
    for call in played.seam.calls:
        if call.name == "ledger.begin" and call.happened:
            begun.add(call.args[1])
        if call.happened and call.name in names and names[call.name] not in begun:
            yield f"I4: {call.name} was not told of before"
    outcome, there = _outcome(played), dict(_truth(played))
    if outcome.startswith("applied") and not all(there.values()):
        yield f"I4: closed as applied, but {there}"
    ours = there.get("hub", False) or there.get("sync", False) or bool(_live_writes(played))
    if outcome.startswith(("refused", "expired")) and ours:
        yield f"I4: closed as {outcome}, but {there}"
    if outcome.startswith("conflict") and "live no" in outcome and _live_writes(played):
        yield f"I4: closed as {outcome}, but live was written"


def _truth(played: Played) -> Iterator[tuple[str, bool]]:
    """Say of each step whether its effect is in the true history."""
    stage, plan = played.stage, played.plan
    for name in step_names(plan):
        match name:
            case "hub":
                yield name, bool(_ours(played))
            case "sync":
                yield name, bool(_stored(played))
            case "live":
                yield name, bool(_live_writes(played)) or live_runs(stage.context(), plan)
            case "offers":
                yield name, _offers_ended(played)
            case _:
                head, ours = stage.hub.head(UNIT), _ours(played)
                number = ours[0] + 1 if ours else plan.effects.head
                yield name, head is not None and head.applied >= number


def _offers_ended(played: Played) -> bool:
    stage, plan = played.stage, played.plan
    waits = {offer.id for offer in stage.hub.pending()} | {one.id for one in stage.hub.pending_captures()}
    return not waits.intersection(
        offer for offer, _, _ in (*plan.effects.settles, *plan.effects.settles_captures)
    )


def _too_early(played: Played) -> Iterator[str]:
    needed = [name for name in ("hub", "sync") if name in step_names(played.plan)]
    calls = {"hub.write": "hub", "hub.delete": "hub", "points.agree": "sync"}
    done: set[str] = set()
    for call in played.seam.calls:
        if call.happened and call.name in calls:
            done.add(calls[call.name])
        if call.happened and call.name == "live.apply" and not done.issuperset(needed):
            yield "I5: live changed before what it runs stood in the hub"
