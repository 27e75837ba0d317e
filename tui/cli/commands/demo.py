"""``headgate demo``: a workspace in which a story has happened."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

from core.demo.build import build, served
from core.demo.confighub.server import Loopback
from core.model.item import Inbox, ItemKind
from core.report.inbox import json_inbox
from core.safetext import safe_line
from core.workspace import Workspace
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.here import here
from tui.cli.inbox_table import inbox_lines
from tui.cli.item_table import item_lines
from tui.cli.opening import opened
from tui.cli.screens import Face, face_of, open_workspace_as

__all__ = ["run"]


def run(given: Given, console: Console) -> int:
    """Build it, then open it, print it, or only say where it is."""
    if given.text("hub") != "loopback":
        return _run(given, console, None)
    with served() as server:
        console.world.env.update(server.login())
        console.note(f"A ConfigHub that is none answers at {server.url} while this runs.")
        return _run(given, console, server)


def _run(given: Given, console: Console, server: Loopback | None) -> int:
    face = Face.PRINTED if given.flag("headless") else face_of(given, console)
    named = given.text("dir")
    folder = here(console) / named if named else Path(mkdtemp(prefix="headgate-demo-"))
    built = build(folder.absolute(), env=console.world.env, progress=console, server=server)
    console.note(f"The demo is in {built.folder}: {built.commits} commits, {built.events} events.")
    with opened(given, console, folder=built.folder) as workspace:
        if face is not Face.PRINTED:
            return open_workspace_as(face, workspace, given, console)
        _print(workspace, built.folder, given, console)
    return 0


def _print(workspace: Workspace, folder: Path, given: Given, console: Console) -> None:
    """Print the inbox, and but for ``--headless`` one whole comparison."""
    desk = workspace.desk
    inbox, now = desk.inbox(progress=console), desk.now()
    lines = _lines(workspace, inbox, console, headless=given.flag("headless"))
    emit(console, {"folder": str(folder), "inbox": json_inbox(inbox, now=now)}, lines)
    if given.text("hub") != "loopback":
        console.note(f"Next: cd {folder} && {_ourselves()}")


def _ourselves() -> str:
    """Name the program so that it is found: by its path where it is not on PATH."""
    beside = Path(sys.executable).with_name("headgate")
    return "headgate" if shutil.which("headgate") or not beside.exists() else str(beside)


def _lines(workspace: Workspace, inbox: Inbox, console: Console, *, headless: bool) -> Iterator[str]:
    desk, now = workspace.desk, workspace.desk.now()
    if headless:
        waits = f"{len(inbox.items)} items of {len({item.kind for item in inbox.items})} kinds wait"
        yield safe_line(f"{workspace.name}: {waits}")
        return
    yield from inbox_lines(inbox, console, now=now)
    conflict = next((item for item in inbox.items if item.kind is ItemKind.CONFLICT), None)
    if conflict:
        yield ""
        yield from item_lines(desk.open(conflict.id), console, now=now)
