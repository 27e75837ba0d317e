"""``headgate init``: the first headgate.yaml of a repository, or how its Git is told to merge."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from core.errors import StorageUnwritable, UsageError
from core.safetext import safe_line
from core.settings.loading import FILE_NAME
from core.settings.template import Sketch, sketches, template
from core.umask import UMASK
from tui.cli.checkout import find_checkout
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.git_init import set_up_git
from tui.cli.given import Given
from tui.cli.here import here

__all__ = ["run"]


def run(given: Given, console: Console) -> int:
    """Write the file at the top of the repository, or where ``--config`` says; never over another.

    With ``--git`` no file but what Git needs is printed.
    """
    if given.flag("git"):
        return set_up_git(given, console)
    if given.flag("yes"):
        raise UsageError(
            "Could not understand the command line",
            why="--yes is for --git",
            next_step="headgate init --help",
        )
    checkout = find_checkout(here(console).absolute())
    config = given.text("config")
    file = here(console) / config if config else checkout.top / FILE_NAME
    spaces = sketches(checkout.files)
    _write(file, template(branch=checkout.branch, remote=checkout.remote, spaces=spaces))
    emit(
        console,
        {"file": str(file), "spaces": [{"name": one.name, one.key: one.value} for one in spaces]},
        _lines(file, spaces),
    )
    return 0


def _write(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8") as stream:
            UMASK.open_as_usual(stream.fileno())
            stream.write(text)
    except FileExistsError:
        raise UsageError(
            f"Did not write {file}",
            why="there is one already",
            next_step="edit it, or move it away first",
        ) from None
    except OSError as error:
        raise StorageUnwritable(
            f"Could not write {file}",
            why=error.strerror or str(error),
            next_step="make the folder writable, or name another file with --config",
        ) from error


def _lines(file: Path, spaces: Sequence[Sketch]) -> Iterator[str]:
    yield safe_line(f"Wrote {file}")
    for one in spaces:
        yield safe_line(f"  space {one.name}  {one.key}: {one.value}")
    if not spaces:
        yield "  no manifests were found; the file holds an example to edit"
    yield "Next: look through it, then headgate doctor, then headgate propose"
