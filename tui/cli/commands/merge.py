"""``headgate merge``: the engine on files, named by a person or by Git."""

from collections.abc import Iterator
from typing import Final

from core.errors import NotFound, SourceUnreadable, UsageError
from core.krm.read.documents import from_bytes
from core.merge.mask import masked
from core.merge.mergetext import MergeResult, merge_texts
from core.merge.places import Place
from core.report.opened import json_ignored
from core.safetext import safe_line
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.git_merge import driver, mergetool
from tui.cli.given import Given
from tui.cli.here import here
from tui.cli.item_table import ignored_lines, short_resource
from tui.cli.table import Column, table
from tui.oneline import one_line, printed_path

__all__ = ["run"]

_CONFLICT: Final = 3
_COLUMNS: Final = (
    Column("RESOURCE", least=10, leaves=1, keeps_end=True),
    Column("CONFLICT", least=16, keeps_end=True),
    Column("BASE", least=6),
    Column("GIT", least=6),
    Column("HUB", least=6),
    Column("LIVE", least=6),
)


def run(given: Given, console: Console) -> int:
    """Print the merged text, and what stands against it beside it; gives 3 while a conflict stands.

    Started by Git it writes the text over a file instead, and gives the exit code that Git expects.
    """
    if given.flag("git_driver"):
        return driver(given, console)
    if given.flag("git_mergetool"):
        return mergetool(given, console)
    _check(given)
    base, git, hub = (_read(given.text(side), console) for side in ("base", "git", "hub"))
    live = _read(given.text("live"), console) if given.text("live") else None
    merged, explain = merge_texts(base, git, hub, live), given.flag("explain")
    if console.format == "table":
        console.text(merged.merged)
        console.aside(_lines(merged, console, explain=explain))
    else:
        extra = {"ignored": json_ignored(merged.ignored)} if explain else {}
        emit(console, {**merged.as_json(), **extra}, ())
    return 0 if merged.clean else _CONFLICT


def _check(given: Given) -> None:
    missing = [f"--{side}" for side in ("base", "git", "hub") if not given.text(side)]
    if missing or given.texts("file"):
        why = f"these are missing: {', '.join(missing)}" if missing else "FILE... is for --git-driver"
        raise UsageError("Could not understand the command line", why=why, next_step="headgate merge --help")


def _read(name: str, console: Console) -> str:
    file = here(console) / name
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise NotFound(
            f"There is no file {name}", why="nothing has this name", next_step="name a file that is there"
        ) from None
    except OSError as error:
        raise SourceUnreadable(
            f"Could not read {name}", why=error.strerror or str(error), next_step="make it readable"
        ) from error
    return from_bytes(data, origin=name)


def _lines(merged: MergeResult, console: Console, *, explain: bool) -> Iterator[str]:
    if merged.conflicts:
        yield from table(_COLUMNS, [_row(place) for place in merged.conflicts], console)
        yield "The hub's value stands where there is a conflict."
    for path in merged.drift:
        yield safe_line(f"drift: {path}")
    for one in merged.warnings:
        yield safe_line(f"note: {printed_path(one.path)}: {one.what}")
    if explain:
        yield from ignored_lines(merged.ignored, console)


def _row(place: Place) -> list[str]:
    shown = masked(place) if place.sensitive else place
    sides = (shown.base, shown.git, shown.hub, shown.live)
    return [
        short_resource(place.resource),
        printed_path(place.path),
        *(one_line(held, sensitive=place.sensitive) for held in sides),
    ]
