"""The saga of a branch under schedules of faults: Git remote, forge, sync points and ledger in memory."""

import copy
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from core.errors import HeadgateError
from core.model.audit import first_bad
from core.ports.forge import Offered
from core.ports.pulls import PullWish
from core.progress import NoProgress, never_stop
from core.sync.carry.branch import carry_branch
from core.sync.carry.branch_plan import BranchPlan
from core.sync.carry.resume import resume
from core.sync.context import Context
from tests.fakes.branches import MemoryPulls, MemoryRemote
from tests.simulate.seam import Crash, Fault, Seam, Through, faults_at
from tests.simulate.stage import UNIT, Stage

__all__ = ["BranchPlayed", "branch_schedules", "branch_wrongs", "play_branch", "staged"]

_RUNS: Final = 2
_NAME: Final = f"headgate/{UNIT.space}/0123456789"


class PlainPulls(MemoryPulls):
    """A forge that knows no keys when it is asked to open one: only a look tells ours."""

    def offer(self, wish: PullWish) -> Offered:
        self.opened.append(wish.branch)
        return super().offer(wish)


class BranchStage(Stage):
    """The unit's stage with a remote and a forge beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.remote = MemoryRemote()
        self.pulls = PlainPulls(self.remote)
        made = self.remote.make_commit(
            parent="0" * 40, files={"web.yaml": "x"}, message="sync: one field", author="a", when="w"
        )
        self.oid = made.oid

    def context(self, seam: Seam | None = None) -> Context:
        base = super().context(seam)
        if not hasattr(self, "pulls"):
            return base

        def through(port: object, name: str) -> Any:  # noqa: ANN401  any port
            return Through(port, name, seam) if seam else port

        repository, pulls = through(self.remote, "repository"), through(self.pulls, "pulls")
        return replace(base, repository=repository, pulls=pulls)

    def copy(self) -> "BranchStage":
        twin = cast("BranchStage", super().copy())
        twin.remote, twin.pulls = copy.deepcopy((self.remote, self.pulls))
        return twin

    def rival(self, call: str) -> None:
        """Let somebody else push the same branch first, or go on with ours."""
        if call.startswith("repository."):
            tip = self.remote.branch(_NAME)
            at = len(self.remote.branches.get(_NAME, []))
            self.remote.push(_NAME, f"{at + 1:x}".rjust(40, "f"), parent=tip.oid if tip else "0" * 40)
        else:
            super().rival(call)


@dataclass(frozen=True, slots=True)
class BranchPlayed:
    """A branch after it was played."""

    stage: BranchStage
    plan: BranchPlan
    seam: Seam


def staged() -> tuple[BranchStage, BranchPlan]:
    """Build the world, and the branch that is to be sent in it."""
    stage = BranchStage()
    return stage, BranchPlan(
        id="B1",
        space=UNIT.space,
        branch=_NAME,
        oid=stage.oid,
        parent="0" * 40,
        fields=(f"{UNIT}#spec.replicas",),
        units=((str(UNIT), 1),),
        title="sync: one field",
        body="",
        pull=True,
    )


def play_branch(stage: BranchStage, plan: BranchPlan, schedule: Mapping[int, Fault]) -> BranchPlayed:
    """Send the branch, resume until nothing is open, all under the schedule."""
    seam = Seam(schedule, stage.rival)
    context = stage.context(seam)
    with suppress(Crash, HeadgateError):
        carry_branch(context, plan, actor="op1 (login)", reason="offered")
    for _ in range(len(schedule) + _RUNS):
        with suppress(Crash, HeadgateError):
            resume(context, anybodys=True, progress=NoProgress(), stop=never_stop())
        if not stage.ledger.unfinished() and max(schedule, default=-1) < len(seam.calls):
            break
    return BranchPlayed(stage, plan, seam)


def branch_schedules(depth: int) -> Iterator[tuple[Mapping[int, Fault], BranchPlayed]]:
    """Play it under every schedule of up to so many faults."""
    stage, plan = staged()
    waiting: list[Mapping[int, Fault]] = [{}]
    while waiting:
        schedule = waiting.pop()
        played = play_branch(stage.copy(), plan, schedule)
        yield schedule, played
        if len(schedule) < depth:
            start = max(schedule, default=-1) + 1
            waiting += [
                {**schedule, at: fault}
                for at in range(start, len(played.seam.calls))
                for fault in faults_at(played.seam.calls[at].name)
            ]


def branch_wrongs(played: BranchPlayed) -> Iterator[str]:
    """Name the invariants that do not hold."""
    yield from _lost(played)
    yield from _effects(played)
    yield from _untold(played)


def _outcome(played: BranchPlayed) -> str:
    decision = played.stage.ledger.decision(played.plan.id)
    return decision.outcome if decision else ""


def _lost(played: BranchPlayed) -> Iterator[str]:
    recorded = any(call.name == "ledger.record" and call.happened for call in played.seam.calls)
    if recorded and not _outcome(played):
        yield "I1: the branch was recorded and never ended"
    if first_bad(played.stage.ledger.audit()) is not None:
        yield "I1: the audit record does not hold"


def _effects(played: BranchPlayed) -> Iterator[str]:
    stage, plan, outcome = played.stage, played.plan, _outcome(played)
    tips, opened = stage.remote.branches.get(plan.branch, []), stage.pulls.opened
    ours = plan.oid in tips
    if len(opened) > 1:
        yield f"I2: {len(opened)} pull requests"
    if ours and tips.index(plan.oid) > 0:
        yield "I3: ours was put over what nobody had seen"
    if outcome == "applied" and not (ours and opened):
        yield f"I4: closed as applied, and the branch is{'' if ours else ' not'} there"
    if outcome.startswith("refused") and (ours or opened):
        yield f"I4: closed as {outcome}, and the branch is there"
    if opened and not ours:
        yield "I5: a pull request without its branch"


def _untold(played: BranchPlayed) -> Iterator[str]:
    begun: set[object] = set()
    names = {"repository.send": "branch", "pulls.offer": "pull"}
    for call in played.seam.calls:
        if call.name == "ledger.begin" and call.happened:
            begun.add(call.args[1])
        if call.happened and call.name in names and names[call.name] not in begun:
            yield f"I4: {call.name} was not told of before"
