"""No file, class or function of the screens grows beyond what reads in one sitting."""

import ast
from pathlib import Path

import pytest

import tui.app

ROOM = Path(tui.app.__file__).parent
FILES = sorted(path for path in ROOM.rglob("*.py") if "cli" not in path.parts)
LINES_OF_A_FILE, LINES_OF_A_CLASS, LINES_OF_A_FUNCTION = 300, 200, 40


def length(node: ast.AST) -> int:
    """Count the lines of a definition, docstring and signature too."""
    assert isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOM)))
def test_a_file_its_classes_and_its_functions_are_short(path: Path) -> None:
    text = path.read_text()
    nodes = list(ast.walk(ast.parse(text)))
    classes = {node.name: length(node) for node in nodes if isinstance(node, ast.ClassDef)}
    functions = {
        node.name: length(node) for node in nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert len(text.splitlines()) <= LINES_OF_A_FILE
    assert {name: lines for name, lines in classes.items() if lines > LINES_OF_A_CLASS} == {}
    assert {name: lines for name, lines in functions.items() if lines > LINES_OF_A_FUNCTION} == {}


def test_there_are_files_to_look_at() -> None:
    assert len(FILES) > 30
