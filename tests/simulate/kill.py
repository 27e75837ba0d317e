"""``python -m tests.simulate.kill [TIMES]``: a workspace on real files, killed by signal 9 at each boundary.

A child process carries a decision out and kills itself before or after one call that writes, or is killed
from outside at some moment; then the decision is resumed by another process, and everything is counted.
``make kill`` runs it at full size. The failpoint is in a wrapper of the ports that only this script hands in.
"""

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from core.merge.places import Side
from core.model.audit import first_bad
from core.model.names import NO_REVISION, UnitName
from core.model.plan import Plan
from core.progress import NoProgress, never_stop
from core.sync.carry.steps import carry_out
from tests.builders.cut import behind
from tests.builders.shop import PROD, WEB, conflicted
from tests.builders.world import World
from tests.simulate.seam import Seam

__all__ = ["Ground", "Killing", "ground", "in_a_child", "main", "memory_folder", "told", "wrong"]

_WRITES: Final = frozenset(
    {"write", "agree", "apply", "mark_applied", "settle", "record", "begin", "done", "close"}
)
_ELSEWHEN: Final = 6
"""Kills from outside for each round of the boundaries."""

_LONGEST_SECONDS: Final = 0.04
"""Within this a decision is carried out, or nearly; kills from outside come at any moment of it."""


class Killing(Seam):
    """Counts the calls that write, and ends this process before or after one of them."""

    def __init__(self, at: int, *, after: bool) -> None:
        super().__init__({}, lambda _: None)
        self.writes = 0
        self._at = at
        self._after = after

    def effect(self, name: str, args: tuple[object, ...], call: Callable[[], object]) -> object:
        """Make one call, or die."""
        del args
        mine = name.partition(".")[2] in _WRITES
        number = self.writes
        self.writes += mine
        if mine and number == self._at and not self._after:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = call()
        if mine and number == self._at:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer


@dataclass(frozen=True, slots=True)
class Ground:
    """A workspace that can be put back to where the decision was confirmed."""

    made: World
    plan: Plan
    folder: Path

    def back(self) -> None:
        """Put hub, journal and live back."""
        for name in ("state", "live"):
            shutil.rmtree(self.folder / name)
            shutil.copytree(self.folder / "kept" / name, self.folder / name)

    def is_applied(self) -> bool:
        """Tell whether the decision is through already."""
        workspace = self.made.workspace("op1")
        decision = workspace.journal.decision(self.plan.id)
        workspace.close()
        return decision is not None and decision.outcome == "applied"

    def carry(self, seam: Seam) -> None:
        """Carry the decision out, as a process of its own would."""
        workspace = self.made.workspace("op1")
        carry_out(behind(workspace.context, seam), self.plan, progress=NoProgress(), stop=never_stop())


def ground(folder: Path) -> Ground:
    """Build the workspace, and confirm a decision with all five steps in it."""
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    made = conflicted(folder)
    desk = made.desk()
    opened = desk.open(WEB)
    chosen = opened.resolution.choose([field.key for field in opened.resolution.open], Side.GIT)
    plan = desk.plan(opened, chosen, reason="load test L-9", apply_live=True)
    for name in ("state", "live"):
        shutil.copytree(folder / name, folder / "kept" / name)
    return Ground(made, plan, folder)


def in_a_child(act: Callable[[], None], *, kill_after: float | None = None) -> None:
    """Do something in a process of its own, and wait for its end."""
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            act()
        os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def wrong(where: Ground) -> Iterator[str]:
    """Resume, and name what is lost, doubled or not as the journal says."""
    workspace = where.made.workspace("op1")
    workspace.desk.resume(anybodys=True)
    unit, ledger, hub = UnitName.parse(WEB), workspace.context.ledger, workspace.hub
    decision = ledger.decision(where.plan.id)
    revisions = hub.revisions(unit, after=NO_REVISION)
    ours = [one for one in revisions if one.change.token == where.plan.id]
    point = hub.sync_point(unit)
    stored = point.decisions.count(where.plan.id) if point else 0
    live = (where.folder / "live" / PROD / "web.yaml").read_text()
    if decision is None and (ours or stored):
        yield "an effect without a record"
    if decision is not None and decision.outcome != "applied":
        yield f"lost: {decision.outcome or 'still open'}"
    if decision is not None and (len(ours), stored, live) != (1, 1, where.made.text(WEB)):
        yield f"{len(ours)} revisions, {stored} in the sync point, live {'not ' if live else ''}as decided"
    if first_bad(ledger.audit()) is not None:
        yield "the audit record does not hold"
    workspace.hub.check()
    workspace.journal.check()
    workspace.close()


def main(times: int) -> int:
    """Kill at every boundary so many times, and at other moments; gives 1 where something was wrong."""
    dice, bad = random.Random(times), 0  # noqa: S311  moments, not secrets
    with tempfile.TemporaryDirectory(dir=memory_folder()) as folder:
        where = ground(Path(folder))
        counted = Killing(-1, after=False)
        where.carry(counted)
        points = [(at, after) for at in range(counted.writes) for after in (False, True)]
        for at, after in points * times:
            where.back()
            in_a_child(partial(where.carry, Killing(at, after=after)))
            bad += told(wrong(where), f"write {at}, {'after' if after else 'before'}")
        for _ in range(_ELSEWHEN * times):
            where.back()
            moment = dice.uniform(0, _LONGEST_SECONDS)
            in_a_child(partial(where.carry, Killing(-1, after=False)), kill_after=moment)
            bad += told(wrong(where), f"{moment:.4f} s")
        runs = (len(points) + _ELSEWHEN) * times
    sys.stdout.write(f"{len(points)} points, {runs} kills, {bad} wrong\n")
    return 1 if bad else 0


def memory_folder() -> str | None:
    """Name a folder in memory, where there is one: a kill loses nothing there that a disk would keep."""
    shared = Path("/dev/shm")  # noqa: S108  only where the folders of this run are made
    return str(shared) if shared.is_dir() and os.access(shared, os.W_OK) else None


def told(found: Iterator[str], when: str) -> int:
    """Print what was wrong; gives how much."""
    count = 0
    for what in found:
        count += 1
        sys.stdout.write(f"killed at {when}: {what}\n")
    return count


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
