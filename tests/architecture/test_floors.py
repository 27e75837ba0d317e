"""The floors of the house, held by the linter's contract and again at run time."""

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]

PURE = ("core.krm", "core.merge", "core.model", "core.policy", "core.actuation", "core.report")
EFFECTS = ("socket", "sqlite3", "subprocess", "httpcore", "git", "logging", "uuid")


def _modules(room: str) -> list[str]:
    files = sorted((TOP / room.replace(".", "/")).rglob("*.py"))
    return [".".join(file.relative_to(TOP).with_suffix("").parts).removesuffix(".__init__") for file in files]


def _loaded_by(modules: list[str]) -> set[str]:
    code = f"import sys\nfor name in {modules!r}: __import__(name)\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=TOP, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_import_contracts_hold() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_core_runs_without_the_screens_library() -> None:
    loaded = _loaded_by([name for name in _modules("core") if not name.endswith("__main__")])
    assert not loaded & {"textual", "rich"}


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_loads_nothing_with_effects(room: str) -> None:
    assert not _loaded_by(_modules(room)) & set(EFFECTS)


def test_gitpython_stands_in_one_file() -> None:
    holders = [
        str(file.relative_to(TOP))
        for file in (TOP / "core").rglob("*.py")
        if any(line.strip().startswith(("import git", "from git ")) for line in file.read_text().splitlines())
    ]
    assert holders == ["core/git/configured.py"]
