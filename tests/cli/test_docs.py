"""The reference pages say what the program does."""

import pytest

import core.errors
from core.errors import HeadgateError
from core.krm.rules.table import ALL_RULES
from tui.cli.docs import FOLDER, pages
from tui.cli.verbs import COMMANDS


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_generated_page_is_what_the_program_would_write(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == pages()[name]


def test_the_command_page_has_a_section_for_every_command() -> None:
    text = (FOLDER / "cli.md").read_text(encoding="utf-8")
    assert [one.name for one in COMMANDS if f"\n## headgate {one.name}\n" not in text] == []


def test_the_exit_code_page_names_every_error_beside_its_code() -> None:
    rows = (FOLDER / "exit-codes.md").read_text(encoding="utf-8").splitlines()
    kinds = [getattr(core.errors, name) for name in core.errors.__all__]
    leaves = [kind for kind in kinds if kind is not HeadgateError]
    assert leaves
    assert [
        kind.__name__
        for kind in leaves
        if not any(row.startswith(f"| {kind.exit_code} |") and f"`{kind.__name__}`" in row for row in rows)
    ] == []


def test_the_page_of_rules_has_one_row_for_every_rule() -> None:
    rows = (FOLDER / "rules.md").read_text(encoding="utf-8").splitlines()
    listed = [row.split("`")[1] for row in rows if row.startswith("| `")]
    assert sorted(listed) == sorted(rule.id for rule in ALL_RULES)
