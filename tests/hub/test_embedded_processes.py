"""Several real processes on one hub file: no update is lost, nobody writes over what was not seen."""

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from core.hub.embedded.hub import EmbeddedHub
from core.model.names import RevisionNumber, UnitName
from tests.builders.children import all_at_once, child
from tests.builders.hubs import NONE, WEB, a_change, a_point
from tests.fakes.clock import FakeClock

OPENING = """
import sys
from pathlib import Path
from core.errors import SideMoved
from core.hub.embedded.hub import EmbeddedHub
from core.model.names import DataHash, RevisionNumber, UnitName
from core.model.unit import Guard
from tests.builders.hubs import WEB, a_change, a_point
from tests.fakes.clock import FakeClock
hub = EmbeddedHub.open(Path(sys.argv[1]), FakeClock())

def add(head, text):
    guard = Guard(data_hash=head.data_hash if head else DataHash(""))
    return hub.write(WEB, text, seen=guard, change=a_change())
"""

ADDING_UP = (
    OPENING
    + """
print("ready", flush=True)
sys.stdin.readline()
added = refused = 0
while added < int(sys.argv[2]):
    head = hub.head(WEB)
    total = int(hub.data(WEB, head.number)) if head else 0
    try:
        add(head, str(total + 1))
    except SideMoved:
        refused += 1
    else:
        added += 1
print(added, refused)
"""
)

DECIDING = (
    OPENING
    + """
units = [UnitName("shop", f"unit-{number}") for number in range(int(sys.argv[2]))]
seen = {unit: (hub.head(unit).data_hash, hub.sync_point(unit).version) for unit in units}
print("ready", flush=True)
sys.stdin.readline()
for unit in units:
    data_hash, version = seen[unit]
    guard = Guard(data_hash=data_hash, sync_version=version)
    try:
        revision = hub.write(unit, f"decided by {sys.argv[3]}", seen=guard, change=a_change(sys.argv[3]))
        hub.agree([a_point(unit, version=version)], head=revision.data_hash)
    except SideMoved as moved:
        print(unit, moved.exit_code, moved.changed)
    else:
        print(unit, "won")
"""
)


@pytest.mark.parametrize(("processes", "each"), [(2, 25)])
def test_of_many_updates_at_once_none_is_lost(tmp_path: Path, processes: int, each: int) -> None:
    path = tmp_path / "hub.db"
    said = all_at_once(ADDING_UP, [[path, each]] * processes)
    assert [line.split()[0] for line in said] == [str(each)] * processes
    with closing(EmbeddedHub.open(path, FakeClock())) as hub:
        history = hub.revisions(WEB, after=RevisionNumber(0))
        texts = [hub.data(WEB, revision.number) for revision in history]
        hub.check()
    assert texts == [str(number) for number in range(1, processes * each + 1)]


@pytest.mark.parametrize("processes", [2, 8])
def test_of_several_who_decide_the_same_at_once_one_wins(tmp_path: Path, processes: int) -> None:
    path, names = tmp_path / "hub.db", [f"unit-{number}" for number in range(6)]
    with closing(EmbeddedHub.open(path, FakeClock())) as hub:
        for name in names:
            hub.write(UnitName("shop", name), "a: 1\n", seen=NONE, change=a_change())
            hub.agree([a_point(UnitName("shop", name))])
        said = all_at_once(DECIDING, [[path, len(names), f"process-{number}"] for number in range(processes)])
        outcomes = Counter(line for text in said for line in text.splitlines())
        for name in names:
            assert outcomes[f"shop/{name} won"] == 1
            assert outcomes[f"shop/{name} 5 nothing"] == processes - 1
            assert len(hub.revisions(UnitName("shop", name), after=RevisionNumber(0))) == 2
        hub.check()


WRITING_ON = (
    OPENING
    + """
print("ready", flush=True)
sys.stdin.readline()
number = 0
while True:
    head = hub.head(WEB)
    number = head.number + 1 if head else 1
    add(head, f"{number} " * 400)
    print(number, flush=True)
"""
)


def test_a_process_that_is_killed_loses_nothing_it_was_told_is_written(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    for told in (1, 3, 7, 12):
        with child(WRITING_ON, path) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            process.stdin.write("go\n")
            process.stdin.flush()
            numbers = [int(process.stdout.readline()) for _ in range(told)]
            process.kill()
            rest = [int(line) for line in process.stdout if line.endswith("\n")]
        with closing(EmbeddedHub.open(path, FakeClock())) as hub:
            hub.check()
            head = hub.head(WEB)
        assert head is not None
        assert head.number in {max(numbers + rest), max(numbers + rest) + 1}
