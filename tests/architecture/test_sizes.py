"""Files are read in one sitting: sizes are counted, so that they do not creep."""

import ast
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).parents[2]
FILE, FUNCTION, CLASS = 300, 40, 200

# Rule tables are data: their length is the number of rules.
TABLES = ("core/krm/rules/",)


def _files() -> Iterator[tuple[str, str]]:
    for room in ("core", "tui"):
        for file in sorted((TOP / room).rglob("*.py")):
            yield str(file.relative_to(TOP)), file.read_text()


def test_no_file_is_longer_than_one_sitting() -> None:
    long = {name: len(text.splitlines()) for name, text in _files() if not name.startswith(TABLES)}
    assert {name: lines for name, lines in long.items() if lines > FILE} == {}


def test_no_function_and_no_class_outgrows_its_limit() -> None:
    found = {}
    for name, text in _files():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > (CLASS if isinstance(node, ast.ClassDef) else FUNCTION):
                    found[f"{name}:{node.name}"] = lines
    assert found == {}


def test_no_room_has_a_drawer_for_everything() -> None:
    forbidden = {"utils", "helpers", "manager", "misc", "util", "helper", "common"}
    assert [name for name, _ in _files() if Path(name).stem in forbidden] == []


def test_init_files_hold_a_docstring_and_nothing_else() -> None:
    wrong = [
        name
        for name, text in _files()
        if name.endswith("__init__.py")
        and (len(ast.parse(text).body) != 1 or ast.get_docstring(ast.parse(text)) is None)
    ]
    assert wrong == []
