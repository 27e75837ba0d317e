"""The way from the command line to the screens: the only place that loads them."""

import importlib

from core.workspace import Workspace
from tui.cli.console import Console
from tui.cli.given import Given
from tui.environment import scrub

__all__ = ["has_screen", "open_screens"]


def has_screen(console: Console) -> bool:
    """Tell whether screens can be shown, and are what was asked for; they are drawn on standard error."""
    world = console.world
    terminals = world.stdin.isatty() and world.stdout.isatty() and world.stderr.isatty()
    return terminals and world.env.get("TERM", "dumb") != "dumb" and console.format == "table"


def open_screens(workspace: Workspace, given: Given, console: Console) -> int:
    """Show the screens until the operator leaves; gives the exit code.

    Their library is loaded here and not before: it costs every other command a fifth of a second, and it
    obeys variables of the environment, which are taken out first.
    """
    world = console.world
    scrub(world.env)
    environment = {**world.env, "NO_COLOR": "1"} if given.flag("no_color") else world.env
    look = importlib.import_module("tui.look").choose(environment)
    code: int = importlib.import_module("tui.app").run_app(
        workspace.desk, look=look, space=given.text("space") or None, workspace=workspace.name
    )
    return code
