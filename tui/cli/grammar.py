"""The shape of a command and its arguments, as data. Imports nothing but typing (performance.md §4)."""

from typing import NamedTuple

__all__ = ["Argument", "Command", "synopsis"]


class Argument(NamedTuple):
    """One argument of a command.

    Attributes:
        name: ``UNIT``, ``--space`` or ``-o``; one that begins with a dash is an option.
        help: what it says or does.
        value: how its value is called, for options that take one; "" for a flag.
        many: it may be given several times.
        required: it must be given; every positional argument that is not must stand last.
        choices: the values it may have; empty for any.
        long: a second, longer name; "" for none.
    """

    name: str
    help: str
    value: str = ""
    many: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()
    long: str = ""

    @property
    def is_option(self) -> bool:
        """It is named, not placed."""
        return self.name.startswith("-")

    @property
    def key(self) -> str:
        """How a command asks for it."""
        return (self.long or self.name).lstrip("-").lower().replace("-", "_")


class Command(NamedTuple):
    """One command.

    Attributes:
        name: as it is typed; its module in ``tui.cli.commands`` has ``_`` for ``-``.
        does: one line.
        more: what else a newcomer must know, in sentences.
        arguments: its own, in the order of the synopsis.
        examples: what is typed, and what that does.
    """

    name: str
    does: str
    more: str
    arguments: tuple[Argument, ...]
    examples: tuple[tuple[str, str], ...]


def synopsis(command: Command) -> str:
    """Write a command's arguments on one line, without those that every command takes.

    >>> synopsis(Command("show", "", "", (Argument("ITEM", "", required=True), Argument("--all", "")), ()))
    'headgate show ITEM [--all]'
    """
    return " ".join(["headgate", command.name, *map(_word, command.arguments)])


def _word(argument: Argument) -> str:
    value = "|".join(argument.choices) or argument.value
    word = f"{argument.name} {value}" if argument.is_option and argument.value else argument.name
    word = word if argument.required else f"[{word}]"
    return f"{word}..." if argument.many else word
