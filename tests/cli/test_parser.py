"""The command line as a value."""

import re
from pathlib import Path

import pytest

from core.errors import UsageError
from tui.cli.grammar import Command
from tui.cli.parser import VERSION, Shown, parse
from tui.cli.verbs import COMMANDS, EVERYWHERE

NAMES = [command.name for command in COMMANDS]


@pytest.mark.parametrize("argv", [["-o", "json", "status"], ["status", "-o", "json"]])
def test_what_every_command_takes_may_stand_before_or_behind_it(argv: list[str]) -> None:
    given = parse(argv, width=80)
    assert (given.command, given.text("output")) == ("status", "json")


def test_an_argument_that_may_be_given_several_times_keeps_its_order() -> None:
    given = parse(["resolve", "c-1", "--path", "a=git", "--set", "b=1", "--path", "c=hub"], width=80)
    assert (given.texts("path"), given.texts("set")) == (("a=git", "c=hub"), ("b=1",))


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        pytest.param(["nope"], "nope", id="no such command"),
        pytest.param(["show"], "ITEM", id="an argument is missing"),
        pytest.param(["show", "a", "b"], "b", id="an argument too many"),
        pytest.param(["status", "-o", "xml"], "xml", id="no such format"),
        pytest.param(["status", "--al"], "--al", id="options are not shortened, for scripts must last"),
        pytest.param(["resolve", "a", "--take", "both"], "both", id="no such side"),
    ],
)
def test_a_wrong_command_line_is_a_usage_error_that_names_the_word(argv: list[str], why: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse(argv, width=80)
    assert why in refused.value.why
    assert refused.value.next_step.endswith("--help")


def test_version_is_the_one_of_the_package() -> None:
    with pytest.raises(Shown) as shown:
        parse(["--version"], width=80)
    written = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\nversion = "{VERSION}"\n' in written
    assert str(shown.value) == f"headgate {VERSION}\n"


@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_fits_the_width_but_for_what_is_typed(name: str) -> None:
    text = help_of(name, width=80)
    assert [line for line in text.splitlines() if len(line) > 80 and "headgate " not in line] == []


@pytest.mark.parametrize("command", COMMANDS, ids=NAMES)
def test_help_of_a_command_names_every_argument_and_shows_an_example(command: Command) -> None:
    text = help_of(command.name, width=100)
    words = [argument.long or argument.name for argument in (*command.arguments, *EVERYWHERE)]
    assert [word for word in words if word not in text] == []
    assert [typed for typed, _ in command.examples if typed not in text] == []
    assert command.examples


@pytest.mark.parametrize("command", COMMANDS, ids=NAMES)
def test_every_example_is_a_command_line_that_parses(command: Command) -> None:
    for typed, _ in command.examples:
        words = [word.strip("\"'") for word in re.findall(r"\"[^\"]*\"|\S+", typed)]
        assert parse(words[1:], width=80).command == command.name


def help_of(name: str, *, width: int) -> str:
    with pytest.raises(Shown) as shown:
        parse([name, "--help"] if name else ["--help"], width=width)
    return str(shown.value)
