"""The way from the command line to the screens: the only place that loads them."""

import importlib
from enum import Enum

from core.errors import UsageError
from core.workspace import Workspace
from tui.cli.console import Console
from tui.cli.given import Given
from tui.clipboard import clipboard
from tui.environment import scrub
from tui.preferences import Preferences, preferences

__all__ = ["Face", "face_of", "open_workspace_as"]


class Face(Enum):
    """How a workspace is shown to people."""

    SCREENS = "screens"
    QUESTIONS = "questions"
    PRINTED = "printed"


def open_workspace_as(face: Face, workspace: Workspace, given: Given, console: Console) -> int:
    """Show an open workspace until the operator leaves; gives the exit code."""
    shown = _screens if face is Face.SCREENS else _questions
    return shown(workspace, given, console)


def face_of(given: Given, console: Console) -> Face:
    """Choose how a workspace is shown; screens are drawn on standard error.

    Raises:
        UsageError: questions were asked for, and nobody is here to answer.
        SettingsError: the operator's own file is wrong.
    """
    world = console.world
    terminals = world.stdin.isatty() and world.stdout.isatty() and world.stderr.isatty()
    if not terminals or console.format != "table":
        return _printed(given)
    asked = given.flag("plain") or preferences(world.env).plain
    return Face.QUESTIONS if asked or world.env.get("TERM", "dumb") == "dumb" else Face.SCREENS


def _printed(given: Given) -> Face:
    if given.flag("plain"):
        raise UsageError(
            "Nobody is here to answer questions",
            why="standard input or output is no terminal, or -o asks for data",
            next_step="leave --plain out; headgate status prints the inbox",
        )
    return Face.PRINTED


def _screens(workspace: Workspace, given: Given, console: Console) -> int:
    """Show the screens until the operator leaves; gives the exit code.

    Their library is loaded here and not before: it costs every other command a fifth of a second, and it
    obeys variables of the environment, which are taken out first.
    """
    world = console.world
    scrub(world.env)
    environment = {**world.env, "NO_COLOR": "1"} if given.flag("no_color") else world.env
    liked = preferences(world.env)
    look = importlib.import_module("tui.look").choose(
        environment,
        ascii_only=liked.ascii or given.flag("ascii"),
        theme=_theme(given.text("theme") or liked.theme),
    )
    code: int = importlib.import_module("tui.app").run_app(
        workspace.desk,
        look=look,
        space=given.text("space") or None,
        workspace=workspace.name,
        shared=importlib.import_module("tui.context").Shared(
            book=workspace.drafts,
            leases=workspace.context.leases,
            breakglass=workspace.breakglass,
            cut_off=workspace.desk,
        ),
        terminal=_terminal(liked, workspace, given, console),
    )
    return code


def _terminal(liked: Preferences, workspace: Workspace, given: Given, console: Console) -> object:
    """Join what the operator likes; loads the verb table, and with it the screens' library."""
    return importlib.import_module("tui.terminal").Terminal(
        keymap=importlib.import_module("tui.keymap").keymap(liked.keys, liked.file),
        clipboard=clipboard(liked.copy, console.world.env, workspace.programs),
        mouse=liked.mouse and not given.flag("no_mouse"),
        foreground=workspace.foreground,
        sizes=liked.sizes,
        read_only=_only_looked_at(given),
    )


def _questions(workspace: Workspace, given: Given, console: Console) -> int:
    session = importlib.import_module("tui.cli.plain.session")
    code: int = session.plain_session(
        workspace.desk,
        workspace.drafts,
        console,
        space=given.text("space") or None,
        read_only=_only_looked_at(given),
    )
    return code


def _only_looked_at(given: Given) -> str:
    return "it was opened with --read-only" if given.flag("read_only") else ""


def _theme(name: str) -> str:
    return f"headgate-{name}" if name else ""
