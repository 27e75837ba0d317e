"""What the screens load: nouns, pure rules and the ports; no adapter and none of their libraries."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import tui.app

ROOM = Path(tui.app.__file__).parent
HEAVY = ("httpcore", "git", "ruamel", "deepdiff", "yaml", "sqlite3", "markdown_it")
ALLOWED = (
    "core.errors", "core.fieldpath", "core.krm.resource", "core.krm.values", "core.lookalike", "core.merge.",
    "core.model.", "core.ports.", "core.progress", "core.report.",
    "core.safetext", "core.umask",
)  # fmt: skip
FILES = sorted(path for path in ROOM.rglob("*.py") if "cli" not in path.parts and path.name != "__main__.py")


def loaded(code: str) -> list[str]:
    """List the heavy modules that some code loads, in a fresh interpreter."""
    probe = f"{code}; import sys; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_the_app_loads_none_of_the_adapters_libraries() -> None:
    assert loaded("import tui.app") == []


def test_scrubbing_loads_nothing_of_textual() -> None:
    probe = "import tui.environment, sys; print('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOM)))
def test_the_screens_see_only_the_nouns_the_rules_and_the_ports_of_core(path: Path) -> None:
    nodes = ast.walk(ast.parse(path.read_text()))
    seen = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name for name in seen if name.startswith("core") and not name.startswith(ALLOWED)} == set()
