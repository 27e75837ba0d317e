"""Leases: others see what is open here, until we let go of it or end; nobody is kept from writing."""

import signal
import socket
from pathlib import Path

import pytest

from core.ledger.leases import LeaseFiles
from core.model.names import UnitName
from tests.builders.children import child
from tests.builders.shop import WEB, conflicted
from tests.fakes.clock import FakeClock
from tests.fakes.operator import FakeOperator

UNIT = UnitName.parse(WEB)

HOLDING = """
import sys
from pathlib import Path
from core.ledger.leases import LeaseFiles
from core.model.names import UnitName
from tests.fakes.clock import FakeClock
from tests.fakes.operator import FakeOperator
leases = LeaseFiles(Path(sys.argv[1]), FakeClock(), FakeOperator(sys.argv[2]))
unit = UnitName.parse(sys.argv[3])
leases.take(unit)
print("held", flush=True)
sys.stdin.readline()
leases.let_go(unit)
print("let go", flush=True)
sys.stdin.readline()
"""


def leases(folder: Path, who: str = "op1") -> LeaseFiles:
    return LeaseFiles(folder / "leases", FakeClock(), FakeOperator(who))


def test_another_process_is_seen_while_it_has_a_unit_open(tmp_path: Path) -> None:
    with child(HOLDING, tmp_path / "leases", "op2", WEB) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        other.stdout.readline()
        (seen,) = leases(tmp_path).all()[UNIT]
        assert (seen.holder, seen.since) == (
            f"op2@{socket.gethostname()}, process {other.pid}",
            FakeClock().now(),
        )
        (mine,) = leases(tmp_path, "op2").all()[UNIT]
        assert mine.holder == f"you, other window, process {other.pid}"
        other.stdin.write("\n")
        other.stdin.flush()
        other.stdout.readline()
        assert leases(tmp_path).all() == {}


def test_no_lease_outlives_its_process(tmp_path: Path) -> None:
    with child(HOLDING, tmp_path / "leases", "op2", WEB) as other:
        assert other.stdout is not None
        other.stdout.readline()
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert list((tmp_path / "leases").iterdir()) != []
        assert leases(tmp_path).all() == {}
    assert list((tmp_path / "leases").iterdir()) == []


def test_one_window_does_not_see_itself_and_lets_go_as_often_as_it_took(tmp_path: Path) -> None:
    here = leases(tmp_path)
    here.take(UNIT)
    here.take(UNIT)
    here.let_go(UNIT)
    assert (here.all(), len([*(tmp_path / "leases").iterdir()])) == ({}, 1)
    here.let_go(UNIT)
    assert [*(tmp_path / "leases").iterdir()] == []


@pytest.mark.parametrize("name", ["nonsense", "a+b", "A+b+c-1", "shop+web+x-1"], ids=str)
def test_what_is_no_lease_is_passed_over(name: str, tmp_path: Path) -> None:
    (tmp_path / "leases").mkdir(mode=0o700)
    (tmp_path / "leases" / name).write_text("{}")
    assert leases(tmp_path).all() == {}


def test_where_no_lease_can_be_made_nothing_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "leases").write_text("a file")
    here = leases(tmp_path)
    here.take(UNIT)
    here.let_go(UNIT)
    assert here.all() == {}


def test_a_lease_keeps_nobody_from_writing(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    folder = made.workspace().state / "leases"
    with child(HOLDING, folder, "op2", WEB) as other:
        assert other.stdout is not None
        other.stdout.readline()
        item = made.items("shop-prod")[0]
        assert [lease.who for lease in item.open_at] == ["op2 (login)"]
        assert made.desk().open(item.id).item.open_at == item.open_at
        made.set(WEB, "spec.paused", value=True)
        assert made.head(WEB) == 3
        other.kill()
