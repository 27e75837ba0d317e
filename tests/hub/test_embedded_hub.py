import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import NotFound, SideMoved, SourceUnreadable
from core.hub.embedded.hub import EmbeddedHub
from core.model.names import RevisionNumber, UnitName, hash_of
from tests.builders.children import UNPRIVILEGED, finished
from tests.builders.hub_calls import READS, WRITES, Ask
from tests.builders.hubs import CART, NONE, WEB, a_change, a_point, seen
from tests.fakes.clock import FakeClock


def named(asks: dict[str, Ask]) -> list[object]:
    return [pytest.param(ask, id=name) for name, ask in asks.items()]


@pytest.mark.parametrize("ask", named(READS))
def test_without_a_file_every_reading_is_empty_and_makes_none(tmp_path: Path, ask: Ask) -> None:
    with closing(EmbeddedHub.open(tmp_path / "state" / "hub.db", FakeClock())) as hub:
        assert not ask(hub)
        hub.check()
    assert list(tmp_path.iterdir()) == []


def test_without_a_file_no_revision_is_found(tmp_path: Path) -> None:
    with closing(EmbeddedHub.open(tmp_path / "hub.db", FakeClock())) as hub, pytest.raises(NotFound):
        hub.data(WEB, RevisionNumber(1))


@pytest.mark.parametrize("ask", named(READS | WRITES))
def test_an_unreadable_file_is_never_read_as_an_empty_hub(tmp_path: Path, ask: Ask) -> None:
    path = tmp_path / "hub.db"
    path.write_bytes(b"not a database, but long enough to be one " * 100)
    path.chmod(0o600)
    with closing(EmbeddedHub.open(path, FakeClock())) as hub, pytest.raises(SourceUnreadable) as refused:
        ask(hub)
    assert (refused.value.exit_code, str(path) in refused.value.why) == (6, True)
    assert refused.value.changed == "nothing; the file is left as it is"
    assert refused.value.next_step.endswith(f"mv {path} {path}.damaged")


READ_ONLY = (
    UNPRIVILEGED
    + """
import sys
from pathlib import Path
from core.errors import HeadgateError
from core.hub.embedded.hub import EmbeddedHub
from tests.builders.hub_calls import READS, WRITES
from tests.fakes.clock import FakeClock
hub = EmbeddedHub.open(Path(sys.argv[1]), FakeClock())
for name, ask in READS.items():
    print(name, bool(ask(hub)))
for name, ask in WRITES.items():
    try:
        ask(hub)
    except HeadgateError as error:
        print(name, error.exit_code, error.changed)
"""
)


def test_on_a_read_only_disk_everything_is_read_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "state" / "hub.db"
    with closing(EmbeddedHub.open(path, FakeClock())) as hub:
        hub.write(WEB, "a: 1\n", seen=NONE, change=a_change())
        hub.agree([a_point()])
        for name in ("offer", "offer_capture"):
            WRITES[name](hub)
    before = path.read_bytes()
    path.chmod(0o400)
    path.parent.chmod(0o500)
    said = finished(READ_ONLY, path).splitlines()
    path.parent.chmod(0o700)
    refused = [name for name in WRITES if not name.startswith("offer")]  # those are there, and returned
    assert said == [f"{name} True" for name in READS] + [f"{name} 9 nothing" for name in refused]
    assert path.read_bytes() == before


FULL = """
import resource, sys
from pathlib import Path
from core.errors import StorageUnwritable
from core.hub.embedded.hub import EmbeddedHub
from core.model.names import UnitName
from tests.builders.hubs import NONE, a_change, a_point
from tests.fakes.clock import FakeClock
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
hub = EmbeddedHub.open(Path(sys.argv[1]), FakeClock())
try:
    for number in range(10_000):
        unit = UnitName("shop", f"unit-{number}")
        hub.write(unit, f"{number} " * 300, seen=NONE, change=a_change())
        hub.agree([a_point(unit)])
        print(number)
except StorageUnwritable as error:
    print(error.exit_code, error.changed)
"""


@pytest.mark.parametrize("limit_bytes", [70_000, 90_000, 130_000])
def test_on_a_full_disk_all_that_was_acknowledged_stands(tmp_path: Path, limit_bytes: int) -> None:
    path = tmp_path / "hub.db"
    *numbers, refusal = finished(FULL, path, limit_bytes).splitlines()
    with closing(EmbeddedHub.open(path, FakeClock())) as hub:
        hub.check()
        units = {head.unit for head in hub.heads("shop")}
        agreed = {point.unit for point in hub.sync_points("shop")}
    assert refusal == "9 nothing"
    assert {UnitName("shop", f"unit-{number}") for number in numbers} == agreed
    assert len(units - agreed) <= 1


def test_revisions_are_numbered_from_one_and_the_same_bytes_make_one_too(tmp_path: Path) -> None:
    with closing(EmbeddedHub.open(tmp_path / "hub.db", FakeClock())) as hub:
        guards = (NONE, seen("a: 1\n"))
        written = [hub.write(WEB, "a: 1\n", seen=guard, change=a_change()) for guard in guards]
        gone = hub.delete(WEB, seen=seen("a: 1\n"), change=a_change())
    assert [revision.number for revision in (*written, gone)] == [1, 2, 3]


def test_what_was_written_is_there_for_the_next_process(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    with closing(EmbeddedHub.open(path, FakeClock())) as hub:
        written = hub.write(WEB, "a: 1\n", seen=NONE, change=a_change("t1"))
        _, cursor = hub.changed_since("")
    with closing(EmbeddedHub.open(path, FakeClock())) as hub:
        assert list(hub.revisions(WEB, after=RevisionNumber(0))) == [written]
        assert hub.changed_since(cursor) == ([], cursor)


@pytest.mark.parametrize("cursor", ["", "0", "nonsense", "é.1", ".", "abc.999999"])
def test_a_cursor_of_another_file_lists_everything(tmp_path: Path, cursor: str) -> None:
    with closing(EmbeddedHub.open(tmp_path / "hub.db", FakeClock())) as hub:
        hub.write(WEB, "a: 1\n", seen=NONE, change=a_change())
        assert list(hub.changed_since(cursor)[0]) == [WEB]


def test_a_hub_brought_back_from_a_copy_goes_on_from_there(tmp_path: Path) -> None:
    path, copy = tmp_path / "hub.db", tmp_path / "copy"
    with closing(EmbeddedHub.open(path, FakeClock())) as hub:
        hub.write(WEB, "a: 1\n", seen=NONE, change=a_change())
        shutil.copy(path, copy)
        hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=a_change())
        copy.rename(path)
        hub.write(WEB, "a: 3\n", seen=seen("a: 1\n"), change=a_change())
        assert hub.data(WEB, RevisionNumber(2)) == "a: 3\n"
        hub.check()


def test_threads_read_and_write_one_hub_at_once(tmp_path: Path) -> None:
    units = [UnitName("shop", f"unit-{number}") for number in range(30)]
    with closing(EmbeddedHub.open(tmp_path / "hub.db", FakeClock())) as hub, ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda unit: hub.write(unit, str(unit), seen=NONE, change=a_change()), units))
        texts = pool.map(lambda unit: hub.data(unit, RevisionNumber(1)), units)
        assert list(texts) == [str(unit) for unit in units]
        hub.check()


def test_equal_texts_are_stored_once(tmp_path: Path) -> None:
    path, text = tmp_path / "hub.db", "x" * 100_000
    with closing(EmbeddedHub.open(path, FakeClock())) as hub:
        for number in range(10):
            hub.write(UnitName("shop", f"unit-{number}"), text, seen=NONE, change=a_change())
    assert path.stat().st_size < 250_000


def test_a_refusal_says_what_was_seen_and_what_is_there(tmp_path: Path) -> None:
    with closing(EmbeddedHub.open(tmp_path / "hub.db", FakeClock())) as hub:
        hub.write(CART, "a: 1\n", seen=NONE, change=a_change())
        with pytest.raises(SideMoved, match="moved since it was seen") as refused:
            hub.write(CART, "a: 2\n", seen=seen("a: 0\n"), change=a_change())
    assert hash_of("a: 1\n")[:12] in str(refused.value)
    assert hash_of("a: 0\n")[:12] in str(refused.value)
