"""``python -m tests.simulate``: every schedule of three faults, and random ones of four to nine.

``make simulate`` runs it. Arguments: how many faults (3), how many random machines (20000), a seed (1).
"""

import random
import sys
import time
from collections.abc import Iterator, Mapping
from itertools import chain
from multiprocessing import Pool
from typing import Final

from tests.simulate.branches import branch_schedules, branch_wrongs
from tests.simulate.play import Played, broken, play, schedules
from tests.simulate.seam import Fault, faults_at
from tests.simulate.stage import STORIES

_PROCESSES: Final = 2


def _every(job: tuple[int, int]) -> tuple[str, int, list[str]]:
    """Play one story under every schedule of so many faults."""
    at, depth = job
    count = 0
    found: list[str] = []
    for schedule, played in schedules(STORIES[at], depth):
        count += 1
        found += _told(schedule, played)
    return STORIES[at].__name__, count, found


def _branches(depth: int) -> tuple[str, int, list[str]]:
    """Send a branch under every schedule of so many faults."""
    count, found = 0, list[str]()
    for schedule, played in branch_schedules(depth):
        count += 1
        found += [f"{what} under {dict(schedule)}" for what in branch_wrongs(played)]
    return "send_a_branch", count, found


def _random(job: tuple[int, int, int]) -> tuple[str, int, list[str]]:
    """Play one story under random schedules of four to nine faults."""
    at, machines, seed = job
    stage, plan = STORIES[at]()
    dice = random.Random(seed)  # noqa: S311  a schedule, not a secret
    found: list[str] = []
    for _ in range(machines):
        schedule: Mapping[int, Fault] = {}
        played = play(stage.copy(), plan, schedule)
        for _ in range(dice.randint(4, 9)):
            start = max(schedule, default=-1) + 1
            if start >= len(played.seam.calls):
                break
            position = min(start + int(dice.expovariate(0.3)), len(played.seam.calls) - 1)
            fault = dice.choice(faults_at(played.seam.calls[position].name))
            schedule = {**schedule, position: fault}
            played = play(stage.copy(), plan, schedule)
        found += _told(schedule, played)
    return STORIES[at].__name__, machines, found


def _told(schedule: Mapping[int, Fault], played: Played) -> Iterator[str]:
    for what in broken(played):
        calls = {at: (played.seam.calls[at].name, fault.value) for at, fault in schedule.items()}
        yield f"{what} under {calls}"


def main(argv: list[str]) -> int:
    """Run both kinds; gives 1 where an invariant broke."""
    depth, machines, seed = [*map(int, argv), *(3, 20_000, 1)[len(argv) :]]
    each = -(-machines // len(STORIES))
    jobs = [(at, depth) for at in range(len(STORIES))]
    throws = [(at, each, seed * 100 + at) for at in range(len(STORIES))]
    bad = 0
    with Pool(_PROCESSES) as pool:
        kinds = (
            ("every", chain(pool.imap_unordered(_branches, [depth]), pool.imap_unordered(_every, jobs))),
            ("random", pool.imap_unordered(_random, throws)),
        )
        for kind, runs in kinds:
            started, total = time.monotonic(), 0
            for name, count, found in runs:
                total += count
                bad += len(found)
                sys.stdout.write(f"{kind:6} {name:20} {count:9,} schedules {len(found)} violations\n")
                sys.stdout.writelines(f"  {line}\n" for line in found[:10])
                sys.stdout.flush()
            sys.stdout.write(f"{kind:6} {total:,} in {time.monotonic() - started:.0f} s\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
