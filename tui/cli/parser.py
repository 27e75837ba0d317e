"""The command line becomes a value. What argparse refuses is a `UsageError` like any other."""

import argparse
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final, NoReturn

from core.errors import UsageError
from tui.cli.given import Given
from tui.cli.grammar import Argument, Command, synopsis
from tui.cli.verbs import COMMANDS, EVERYWHERE, SCREENS, TOP

__all__ = ["VERSION", "Shown", "parse"]

VERSION: Final = "0.1.0"

_BARE: Final = "Without a command: the inbox, as a screen on a terminal, printed elsewhere."
_WIDEST: Final = 100
_NARROWEST: Final = 40


class Shown(Exception):
    """Help or version was asked for, which is no error; holds the text."""


def parse(argv: Sequence[str], *, width: int) -> Given:
    """Read a command line.

    Args:
        argv: without the program's name.
        width: of the terminal, for help texts.

    Raises:
        UsageError: it is no command of ours, or an argument is wrong.
        Shown: help or version was asked for.
    """
    parser = _parser(max(_NARROWEST, min(width, _WIDEST)))
    return Given(vars(parser.parse_args(argv)))


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Refuse in our own style; argparse would print its own and exit."""
        raise UsageError(
            "Could not understand the command line", why=message, next_step=f"{self.prog} --help"
        )


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str, *, width: int) -> None:
        super().__init__(prog, width=width, max_help_position=26)


class _Help(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        raise Shown(parser.format_help())


class _Version(argparse.Action):
    def __call__(self, *_: object) -> None:
        raise Shown(f"headgate {VERSION}\n")


def _parser(width: int) -> _Parser:
    top = _Parser(
        prog="headgate",
        usage="headgate [COMMAND] [ARGUMENTS]",
        description=_wrapped([TOP, _BARE], width),
        epilog="headgate COMMAND --help explains a command, with examples.",
        formatter_class=partial(_Formatter, width=width),
        add_help=False,
        allow_abbrev=False,
    )
    _add_help(top)
    top.add_argument(
        "--version", action=_Version, nargs=0, default=argparse.SUPPRESS, help="print the version"
    )
    commands = top.add_subparsers(
        prog="headgate", dest="command", metavar="COMMAND", title="commands", parser_class=_Parser
    )
    for command in COMMANDS:
        _add_command(commands, command, width)
    _add(top.add_argument_group("the screens take"), SCREENS)
    _add(top.add_argument_group("every command takes"), EVERYWHERE)
    return top


def _add_command(commands: "argparse._SubParsersAction[_Parser]", command: Command, width: int) -> None:
    added = commands.add_parser(
        command.name,
        help=command.does,
        usage="\n  ".join(textwrap.wrap(synopsis(command), width - 9, break_on_hyphens=False)),
        description=_wrapped([_sentence(command.does), command.more], width),
        epilog="\n".join(_examples(command)),
        formatter_class=partial(_Formatter, width=width),
        add_help=False,
        allow_abbrev=False,
    )
    _add_help(added)
    _add(added, command.arguments)
    _add(added.add_argument_group("every command takes"), EVERYWHERE)


def _add_help(parser: _Parser) -> None:
    parser.add_argument("-h", "--help", action=_Help, nargs=0, default=argparse.SUPPRESS, help="print this")


def _add(group: argparse._ActionsContainer, arguments: Iterable[Argument]) -> None:
    """Tell argparse of some arguments; what is not given stays out, so it can stand before or behind."""
    for one in arguments:
        if not one.is_option:
            nargs = ("+" if one.required else "*") if one.many else None if one.required else "?"
            group.add_argument(one.key, metavar=one.name, nargs=nargs, help=_help(one))
        elif not one.value:
            group.add_argument(*_names(one), action="store_true", default=argparse.SUPPRESS, help=_help(one))
        else:
            group.add_argument(
                *_names(one),
                action="append" if one.many else "store",
                choices=one.choices or None,
                default=argparse.SUPPRESS,
                metavar="|".join(one.choices) or one.value,
                required=one.required,
                help=_help(one),
            )


def _help(argument: Argument) -> str:
    """Write the help so that argparse, which fills in what follows a percent sign, prints it as it is."""
    return argument.help.replace("%", "%%")


def _names(argument: Argument) -> tuple[str, ...]:
    return (argument.name, argument.long) if argument.long else (argument.name,)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _wrapped(paragraphs: Sequence[str], width: int) -> str:
    return "\n".join(textwrap.fill(text, width) for text in paragraphs if text)


def _examples(command: Command) -> Iterator[str]:
    yield "examples:"
    for typed, does in command.examples:
        yield f"  {typed}"
        yield f"      {does}"
