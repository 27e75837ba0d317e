"""Drafts on disk: the last line of an item counts, and no torn line spoils another."""

import stat
from pathlib import Path

import pytest

from core.errors import SourceUnreadable, StorageUnwritable
from core.ledger.drafts import DraftFile
from tests.builders.children import UNPRIVILEGED, all_at_once, finished


def drafts(folder: Path) -> DraftFile:
    return DraftFile(folder / "state" / "drafts")


def test_what_was_put_last_counts_and_comes_last(tmp_path: Path) -> None:
    kept = drafts(tmp_path)
    for item, text in (("a", "1"), ("b", "2"), ("a", "3")):
        kept.put(item, text)
    kept.settle()
    assert drafts(tmp_path).all() == [("b", "2"), ("a", "3")]


def test_nothing_is_there_before_the_first(tmp_path: Path) -> None:
    drafts(tmp_path).settle()
    assert (drafts(tmp_path).all(), list(tmp_path.iterdir())) == ([], [])


def test_what_is_forgotten_is_gone(tmp_path: Path) -> None:
    kept = drafts(tmp_path)
    kept.put("a", "1")
    kept.put("a", "")
    assert kept.all() == []


def test_only_their_owner_reads_them(tmp_path: Path) -> None:
    drafts(tmp_path).put("a", "1")
    modes = [
        stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "state", tmp_path / "state" / "drafts")
    ]
    assert modes == [0o700, 0o600]


@pytest.mark.parametrize("length", range(1, 5))
def test_a_line_that_was_cut_short_spoils_no_other(length: int, tmp_path: Path) -> None:
    kept, path = drafts(tmp_path), tmp_path / "state" / "drafts"
    kept.put("a", "1")
    kept.put("b", "2")
    path.write_bytes(path.read_bytes()[:-length])
    assert kept.all() == [("a", "1")]
    kept.put("c", "3")
    assert dict(kept.all()).keys() >= {"a", "c"}


def test_a_long_file_is_written_anew_with_what_counts(tmp_path: Path) -> None:
    kept, path = drafts(tmp_path), tmp_path / "state" / "drafts"
    for number in range(40):
        kept.put("a", f"{number}" * 4000)
    long = path.stat().st_size
    before = kept.all()
    assert (before, kept.all()) == ([("a", "39" * 4000)], before)
    assert path.stat().st_size < long / 10


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    kept, path = drafts(tmp_path), tmp_path / "state" / "drafts"
    kept.put("a", "1")
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StorageUnwritable):
        kept.put("b", "2")
    with pytest.raises(SourceUnreadable):
        kept.all()


PUTTING = """
import sys
from pathlib import Path
from core.ledger.drafts import DraftFile
kept = DraftFile(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(60):
    kept.put(f"{sys.argv[2]}-{number % 7}", "x" * 500)
    if number % 10 == 0:
        kept.all()
"""


def test_several_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "state" / "drafts"
    all_at_once(PUTTING, [(path, name) for name in "abcd"])
    expected = {f"{name}-{number}" for name in "abcd" for number in range(7)}
    assert {item for item, text in DraftFile(path).all() if text == "x" * 500} == expected


FULL = """
import resource, signal, sys
from pathlib import Path
from core.errors import StorageUnwritable
from core.ledger.drafts import DraftFile
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
kept = DraftFile(Path(sys.argv[1]))
kept.put("a", "1")
resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))
try:
    kept.put("b", "2" * 100)
except StorageUnwritable as error:
    print(error.why)
print(kept.all())
"""


def test_a_full_disk_is_told_and_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    said = finished(FULL, tmp_path / "drafts").splitlines()
    assert said[0].endswith("No space left on device")
    assert said[1] == "[('a', '1')]"


READ_ONLY = (
    UNPRIVILEGED
    + """
import sys
from pathlib import Path
from core.errors import StorageUnwritable
from core.ledger.drafts import DraftFile
try:
    DraftFile(Path(sys.argv[1])).put("a", "1")
except StorageUnwritable as error:
    print(error.why)
"""
)


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert finished(READ_ONLY, tmp_path / "drafts").endswith("Permission denied\n")
    finally:
        tmp_path.chmod(0o700)
