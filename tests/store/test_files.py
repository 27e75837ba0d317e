import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import SourceUnreadable, StorageUnwritable
from core.store.files import distrusted, load_or_create_key, place_new, private_folder, write_private
from tests.builders.children import UNPRIVILEGED, all_at_once, finished

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="gives a file to somebody else")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def open_umask() -> Iterator[None]:
    """Whatever the operator's umask, our files are ours alone."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_a_folder_is_made_for_us_alone_with_what_is_missing_above_it(tmp_path: Path) -> None:
    private_folder(tmp_path / "a" / "b")
    assert [mode(tmp_path / "a"), mode(tmp_path / "a" / "b")] == [0o700, 0o700]
    private_folder(tmp_path / "a" / "b")


@pytest.mark.parametrize(
    ("bits", "trusted"),
    [
        pytest.param(0o700, True, id="ours alone"),
        pytest.param(0o755, True, id="others may look"),
        pytest.param(0o770, False, id="the group may write"),
        pytest.param(0o707, False, id="everybody may write"),
        pytest.param(0o1777, False, id="everybody may write, sticky"),
    ],
)
def test_a_folder_that_is_there_must_be_ours(tmp_path: Path, bits: int, *, trusted: bool) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    folder.chmod(bits)
    assert (distrusted(folder) is None) == trusted
    if not trusted:
        with pytest.raises(StorageUnwritable, match="Could not write") as refused:
            private_folder(folder)
        assert refused.value.next_step.endswith(f"chmod go= {folder}")
        assert mode(folder) == bits


def test_a_folder_that_is_a_link_or_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "file").touch()
    with pytest.raises(StorageUnwritable) as linked:
        private_folder(tmp_path / "link")
    with pytest.raises(StorageUnwritable) as filed:
        private_folder(tmp_path / "file")
    assert linked.value.why.endswith("it is a symbolic link")
    assert filed.value.why.endswith("it is not a folder")


@ROOT_ONLY
def test_what_belongs_to_somebody_else_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    folder.mkdir(mode=0o700)
    os.chown(folder, 65534, 65534)
    with pytest.raises(StorageUnwritable) as refused:
        private_folder(folder)
    assert "it belongs to uid 65534, and we run as uid 0" in refused.value.why


@pytest.mark.usefixtures("open_umask")
def test_a_file_is_written_for_us_alone_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "state" / "file"
    write_private(path, b"old")
    path.chmod(0o644)
    write_private(path, b"new")
    assert (path.read_bytes(), mode(path), list(path.parent.iterdir())) == (b"new", 0o600, [path])


def test_a_link_is_replaced_and_what_it_points_to_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"kept")
    (tmp_path / "file").symlink_to("victim")
    write_private(tmp_path / "file", b"new")
    assert ((tmp_path / "victim").read_bytes(), (tmp_path / "file").is_symlink()) == (b"kept", False)


def test_a_file_that_cannot_be_replaced_stays_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.mkdir()
    with pytest.raises(StorageUnwritable) as refused:
        write_private(path, b"new")
    assert (refused.value.exit_code, refused.value.changed) == (9, "nothing")
    assert list(tmp_path.iterdir()) == [path]


FULL = """
import resource, sys
from pathlib import Path
from core.errors import StorageUnwritable
from core.store.files import write_private
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_private(Path(sys.argv[1]), b"x" * 5000)
except StorageUnwritable as error:
    print(error.next_step)
"""


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_private(path, b"old")
    assert finished(FULL, path) == f"make room: df -h {tmp_path}\n"
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"old", [path])


def test_a_name_that_is_taken_stays_with_who_has_it(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).write_text(name)
    outcomes = [place_new(tmp_path / name, tmp_path / "name") for name in ("first", "second")]
    assert (outcomes, (tmp_path / "name").read_text()) == ([True, False], "first")
    assert list(tmp_path.iterdir()) == [tmp_path / "name"]


def test_a_key_is_made_once_and_read_from_then_on(tmp_path: Path) -> None:
    path = tmp_path / "state" / "digest.key"
    key_id, key = load_or_create_key(path)
    assert load_or_create_key(path) == (key_id, key)
    assert (len(key), mode(path), key.hex() in key_id) == (32, 0o600, False)
    assert load_or_create_key(tmp_path / "other.key")[0] != key_id


RACING = """
import sys
from pathlib import Path
from core.store.files import load_or_create_key
print("ready", flush=True)
sys.stdin.readline()
print(load_or_create_key(Path(sys.argv[1])))
"""


def test_of_several_who_make_the_key_at_once_all_get_the_same(tmp_path: Path) -> None:
    path = tmp_path / "state" / "digest.key"
    assert len(set(all_at_once(RACING, [[path]] * 6))) == 1
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("content", "bits"),
    [
        pytest.param(b"", 0o600, id="an empty file"),
        pytest.param(b"ab" * 31, 0o600, id="a key cut short"),
        pytest.param(b"zz" * 32, 0o600, id="no hexadecimal"),
        pytest.param(b"\xff" * 64, 0o600, id="no text"),
        pytest.param(b"ab" * 32, 0o640, id="a key that the group may read"),
    ],
)
def test_a_key_that_is_damaged_or_known_to_others_is_refused_and_kept(
    tmp_path: Path, content: bytes, bits: int
) -> None:
    path = tmp_path / "digest.key"
    path.write_bytes(content)
    path.chmod(bits)
    with pytest.raises(SourceUnreadable) as refused:
        load_or_create_key(path)
    assert str(path) in refused.value.why
    assert path.read_bytes() == content


def test_a_key_that_is_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "digest.key").symlink_to("nowhere")
    with pytest.raises(SourceUnreadable, match="symbolic link"):
        load_or_create_key(tmp_path / "digest.key")


NO_RIGHTS = (
    UNPRIVILEGED
    + """
import sys
from pathlib import Path
from core.errors import HeadgateError
from core.store.files import load_or_create_key
try:
    load_or_create_key(Path(sys.argv[1]))
except HeadgateError as error:
    print(type(error).__name__, error.changed)
"""
)


@pytest.mark.parametrize(
    ("folder_bits", "there", "said"),
    [
        pytest.param(0o500, False, "StorageUnwritable nothing", id="none is there and none can be written"),
        pytest.param(0o000, True, "SourceUnreadable nothing", id="the folder is closed to us"),
    ],
)
def test_a_key_out_of_our_reach(tmp_path: Path, folder_bits: int, said: str, *, there: bool) -> None:
    path = tmp_path / "state" / "digest.key"
    path.parent.mkdir()
    if there:
        load_or_create_key(path)
    path.parent.chmod(folder_bits)
    assert finished(NO_RIGHTS, path).strip() == said
    path.parent.chmod(0o700)
