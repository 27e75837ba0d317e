"""``headgate hub``: everything that a hub holds, out of one and into another."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from core.errors import HeadgateError, InputRefused, SideMoved, StorageUnwritable, UsageError
from core.progress import NoProgress
from core.safetext import safe_line
from core.sync.moving import Moved, exported, imported
from core.workspace import Workspace
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.here import here
from tui.cli.opening import opened

__all__ = ["run"]


def run(given: Given, console: Console) -> int:
    """Write the hub into a file, or a file into the hub."""
    ask = _ASKS.get(given.text("action"))
    if ask is None:
        raise UsageError(
            f"headgate hub cannot {given.text('action')!r}",
            why="it can export and import",
            next_step="headgate hub export FILE",
        )
    file = Path(here(console)) / given.text("file")
    with opened(given, console) as workspace:
        return ask(workspace, file, console)


def _export(workspace: Workspace, file: Path, console: Console) -> int:
    """Write a new file that only its owner reads; one that is there is never written over."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise _unwritable(file, error) from error
    lines = 0
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as opened_file:
            for line in exported(workspace.context, progress=NoProgress()):
                opened_file.write(f"{line}\n")
                lines += 1
    except OSError as error:
        file.unlink()
        raise _unwritable(file, error) from error
    except HeadgateError:
        file.unlink()
        raise
    form = {"file": str(file), "units": lines - 2}
    emit(console, form, [f"{lines - 2} units in {safe_line(str(file))}; secrets in it are in clear"])
    return 0


def _import(workspace: Workspace, file: Path, console: Console) -> int:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise InputRefused(
            f"Could not read {file}", why=str(error), next_step="name a file of headgate hub export"
        ) from error
    moved = imported(workspace.context, lines, progress=NoProgress())
    form = {
        "units": moved.units,
        "revisions": moved.revisions,
        "points": moved.points,
        "offers": moved.offers,
        "left": [{"unit": str(unit), "why": why} for unit, why in moved.left],
    }
    emit(console, form, _lines(moved))
    return SideMoved.exit_code if moved.left else 0


def _lines(moved: Moved) -> list[str]:
    said = (
        f"{moved.units} units, {moved.revisions} revisions, {moved.points} sync points, {moved.offers} offers"
    )
    return [said, *(safe_line(f"left as it is: {unit}: {why}") for unit, why in moved.left)]


def _unwritable(file: Path, error: OSError) -> StorageUnwritable:
    return StorageUnwritable(
        f"Could not write {file}", why=error.strerror or str(error), next_step="name a file that is not there"
    )


_ASKS: Final[Mapping[str, Callable[[Workspace, Path, Console], int]]] = {
    "export": _export,
    "import": _import,
}
