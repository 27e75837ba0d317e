"""``python -m tests.simulate.race``: many processes at one hub file, each adding one under compare-and-set.

``make race`` runs it at full size. Arguments: operations a process (20000), processes (8), units (3).
"""

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from core.errors import SideMoved
from core.hub.embedded.hub import EmbeddedHub
from core.hub.embedded.schema import SCHEMA
from core.model.names import NO_DATA, NO_REVISION, UnitName
from core.model.unit import Guard
from core.store.sqlite import Database
from tests.builders.hubs import a_change
from tests.fakes.clock import FakeClock
from tests.simulate.kill import memory_folder

__all__ = ["main"]

_WAIT_SECONDS: Final = 120.0
"""How long a locked file is waited for: with eight at once somebody is always there."""


class Done(NamedTuple):
    """One operation that was acknowledged: what it made of which unit, and when it ran."""

    unit: str
    number: int
    text: str
    began: float
    ended: float


def counted(path: Path, log: Path, process: int, each: int, units: int) -> None:
    """Add one to a unit's count, again and again; write down what was acknowledged."""
    dice = random.Random(process)  # noqa: S311  an order, not a secret
    refused = 0
    with (
        closing(EmbeddedHub(Database(path, SCHEMA, busy_seconds=_WAIT_SECONDS), FakeClock())) as hub,
        log.open("w") as out,
    ):
        for _ in range(each):
            unit = UnitName("shop", f"unit-{dice.randrange(units)}")
            while True:
                began = time.monotonic()
                head = hub.head(unit)
                total = int(hub.data(unit, head.number).split()[0]) if head else 0
                text, seen = f"{total + 1} by {process}", Guard(data_hash=head.data_hash if head else NO_DATA)
                try:
                    made = hub.write(unit, text, seen=seen, change=a_change())
                except SideMoved:
                    refused += 1
                    continue
                done = Done(unit.unit, made.number, text, began, time.monotonic())
                out.write(json.dumps(done) + "\n")
                break
        out.write(json.dumps(refused) + "\n")


def wrong(path: Path, done: Sequence[Done], units: int) -> Iterator[str]:
    """Name what is lost, or happened in an order that nobody could have seen."""
    with closing(EmbeddedHub.open(path, FakeClock())) as hub:
        hub.check()
        for name in (f"unit-{number}" for number in range(units)):
            unit, mine = UnitName("shop", name), sorted(one for one in done if one.unit == name)
            history = hub.revisions(unit, after=NO_REVISION)
            if [one.number for one in mine] != [one.number for one in history]:
                yield f"{name}: {len(mine)} were acknowledged, {len(history)} are there"
            texts = [hub.data(unit, one.number) for one in history]
            if texts != [one.text for one in mine]:
                yield f"{name}: not every revision is what its writer was told"
            if [text.split()[0] for text in texts] != [str(at + 1) for at in range(len(texts))]:
                yield f"{name}: an update is lost"
            yield from disorder(mine)


def disorder(mine: Sequence[Done]) -> Iterator[str]:
    """Name an operation that ended before an earlier one began: no order of effects explains that."""
    latest = 0.0
    for one in mine:
        if one.ended < latest:
            yield f"{one.unit}: revision {one.number} ended before an earlier one began"
        latest = max(latest, one.began)


def main(each: int = 20_000, processes: int = 8, units: int = 3) -> int:
    """Let them race; gives 1 where something was wrong."""
    with tempfile.TemporaryDirectory(dir=memory_folder()) as folder:
        path, logs = Path(folder) / "hub.db", [Path(folder) / f"log-{number}" for number in range(processes)]
        began, children = time.monotonic(), []
        for number, log in enumerate(logs):
            child = os.fork()
            if child == 0:
                code = 1
                try:
                    counted(path, log, number, each, units)
                    code = 0
                finally:
                    os._exit(code)
            children.append(child)
        codes = [os.waitpid(child, 0)[1] for child in children]
        seconds = time.monotonic() - began
        lines = [json.loads(line) for log in logs for line in log.read_text().splitlines()]
        done = [Done(*line) for line in lines if isinstance(line, list)]
        refused = sum(line for line in lines if isinstance(line, int))
        found = [*wrong(path, done, units), *(f"a process ended with {code}" for code in codes if code)]
    sys.stdout.writelines(f"{what}\n" for what in found)
    sys.stdout.write(
        f"{processes} processes, {len(done)} operations, {refused} refused and repeated, "
        f"{seconds:.0f} s, {len(found)} wrong\n"
    )
    return 1 if found or len(done) != each * processes else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
