"""Every file that a command makes for us is ours alone, whatever umask it is started under."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders.repo import commit, repository
from tests.builders.shop import CART, WEB, conflicted
from tests.builders.terminal import TOP

COMMANDS = """
import os, sys
os.umask(int(sys.argv.pop(1), 8))
sys.path.insert(0, {top!r})
from tests.builders.terminal import run
from pathlib import Path
top = Path({repo!r})
for argv in {commands!r}:
    run(top, *argv)
"""
ACTS = (
    ("status",),
    ("breakglass", "start", "--space", "shop-dev", "--incident", "I-1", "--reason", "down"),
    ("set", CART, "spec.replicas=7", "--reason", "load", "--yes"),
    ("resolve", WEB, "--take", "hub", "--reason", "load", "--yes"),
    ("sync-back",),
    ("capture",),
    ("watch", "--once"),
    ("hub", "export", "exported.jsonl"),
)


@pytest.mark.parametrize("umask", ["000", "077"])
def test_no_file_and_no_folder_of_ours_lets_others_in(umask: str, tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    code = COMMANDS.format(top=str(TOP), repo=str(made.top), commands=ACTS)
    subprocess.run([sys.executable, "-c", code, umask], check=True, capture_output=True, cwd=made.top)
    state = Path(os.environ["XDG_STATE_HOME"])
    ours = [*state.rglob("*"), made.top / "exported.jsonl"]
    let_in = {str(path): oct(path.lstat().st_mode) for path in ours if opened_to_others(path)}
    assert let_in == {}
    assert {"journal.db", "hub.db", "digest.key", "audit.key", "sessions.db", "watch.json"} <= {
        path.name for path in ours
    }


PROBE = """
import os, sys
from core.system.foreground import run_in_foreground
from core.system.processes import run
from tui.sealing import close_to_others
close_to_others()
asked = run(["sh", "-c", "umask"], env={}, timeout_seconds=20, limit_bytes=99).out.decode().strip()
run_in_foreground(["sh", "-c", "umask"], env=os.environ)
print(asked, oct(os.umask(0)))
"""


def test_what_we_make_is_ours_alone_and_programs_keep_their_users_umask() -> None:
    argv = ["sh", "-c", f'umask 027; exec "{sys.executable}" -c "$0"', PROBE]
    told = subprocess.run(argv, check=True, capture_output=True, text=True, cwd=TOP).stdout
    assert told.split() == ["0027", "0027", "0o77"]


@pytest.mark.parametrize(("umask", "mode"), [("022", 0o644), ("002", 0o664), ("077", 0o600)])
def test_a_file_for_the_repository_is_made_as_its_user_makes_files(
    umask: str, mode: int, tmp_path: Path
) -> None:
    made = repository(tmp_path / "r")
    commit(made, {"web.yaml": "kind: Deployment\n"})
    argv = ["sh", "-c", f'umask {umask}; exec "{sys.executable}" -P -m tui init', "x"]
    subprocess.run(argv, check=True, capture_output=True, cwd=made)
    assert stat.S_IMODE((made / "headgate.yaml").stat().st_mode) == mode


def opened_to_others(path: Path) -> bool:
    """Tell whether the mode of a file or folder names anybody but its owner."""
    if path.is_symlink():
        return False
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
