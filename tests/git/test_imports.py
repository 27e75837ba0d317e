"""GitPython costs a command 90 ms, so it comes only when a remote's address is asked for."""

import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parents[2]


def test_opening_and_reading_a_repository_does_without_gitpython(tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from core.git.repository import open_repository
from core.system.processes import run
from tests.builders.repo import commit, repository
top = repository(Path({str(tmp_path / "clone")!r}))
oid = commit(top, {{"a.yaml": "a: 1"}})
source = open_repository(
    top, branch="main", remote="origin", state=Path({str(tmp_path / "state")!r}), run=run, environment={{}}
)
assert source.read(source.head().oid, ["a.yaml"]) == {{"a.yaml": "a: 1"}}
print("git" in sys.modules)
source.commit_files(
    "headgate/a/b",
    parent=oid,
    files={{"a.yaml": "a: 2"}},
    message="m",
    author="A <a@b>",
    when="2026-02-16T12:00:00Z",
)
print("git" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=TOP, check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == ["False", "True"]


def test_one_file_knows_gitpython() -> None:
    files = [
        file
        for file in (TOP / "core").rglob("*.py")
        if "import git\n" in file.read_text().replace("  #", "\n")
    ]
    assert [file.relative_to(TOP).as_posix() for file in files] == ["core/git/configured.py"]
