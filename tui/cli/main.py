"""The door of the program: a command line in, an exit code out. Loads of the rest only what is asked for."""

import importlib
from collections.abc import Callable, Sequence
from typing import Final, Protocol, TypeAlias

from core.errors import HeadgateError
from tui.cli.console import Console
from tui.cli.given import Given
from tui.cli.parser import Shown, parse
from tui.cli.signals import Interrupted
from tui.cli.world import World

__all__ = ["Run", "guarded", "main"]

Run: TypeAlias = Callable[[Given, Console], int]

_INTERRUPTED: Final = 130


class _Command(Protocol):
    """A module of ``tui.cli.commands``."""

    def run(self, given: Given, console: Console) -> int:
        """Do it; gives the exit code."""


def main(argv: Sequence[str], world: World) -> int:
    """Run one command line; gives the exit code of design.md §6."""
    return guarded(argv, world, dispatch)


def dispatch(given: Given, console: Console) -> int:
    """Load a command's module, and with it all that the command needs, and run it."""
    name = given.command.replace("-", "_") or "inbox"
    module: _Command = importlib.import_module(f"tui.cli.commands.{name}")
    return module.run(given, console)


def guarded(argv: Sequence[str], world: World, run: Run) -> int:
    """Read the command line, run it, and turn whatever comes out of it into words and an exit code."""
    console = Console(world, Given({}))
    try:
        given = parse(argv, width=console.width or 80)
        console = Console(world, given)
        code = run(given, console)
        console.hidden_told()
    except Shown as shown:
        console.data(str(shown).splitlines())
        return 0
    except HeadgateError as error:
        _trouble(error, console)
        return error.exit_code
    except Interrupted as signal:
        return signal.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as fault:  # noqa: BLE001  the door of the program: nothing may pass it as a traceback
        return _fault(fault, console)
    return code


def _trouble(error: HeadgateError, console: Console) -> None:
    if console.format == "table":
        console.trouble(error)
    else:
        importlib.import_module("tui.cli.emit").emit_error(error, console)


def _fault(fault: Exception, console: Console) -> int:
    """Report a fault of our own; the report is loaded only now, since it costs time."""
    report: str = importlib.import_module("tui.cli.fault").report(
        fault, console.world.env, debug=console.debug
    )
    console.say(report)
    return 1
