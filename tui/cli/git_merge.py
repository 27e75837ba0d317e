"""``headgate merge`` as Git starts it: for a file that two branches changed, as merge driver or mergetool.

The exit code is the one that Git expects: 0 where the file is merged, 1 where something is left in it to
decide. To people the sides are the current branch and the merged branch; in the engine they stand as Git and
hub.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from core.branches import USUAL_SIZE, MergedFile, merge_contents
from core.errors import SourceUnreadable, StorageUnwritable, UsageError
from core.merge.branches import BranchMerge
from core.merge.mask import masked
from core.merge.places import Place, Side
from core.safetext import safe_line
from tui.cli.console import Console
from tui.cli.given import Given
from tui.cli.here import here
from tui.cli.item_table import short_resource
from tui.cli.table import Column, table
from tui.oneline import one_line, printed_path

__all__ = ["driver", "mergetool"]

_CONFLICT: Final = 1
_FILES: Final = 4
_COLUMNS: Final = (
    Column("RESOURCE", least=10, leaves=1, keeps_end=True),
    Column("FIELD", least=16, keeps_end=True),
    Column("BASE", least=6),
    Column("CURRENT BRANCH", least=8),
    Column("MERGED BRANCH", least=8),
)
_QUESTION: Final = "1 current branch, 2 merged branch, 0 base, Enter leaves all open: "
_ANSWERS: Final = {"1": Side.GIT, "2": Side.HUB, "0": Side.BASE}


class _Files(NamedTuple):
    """What Git names: three files to merge, and the fourth by which people know them."""

    base: Path
    current: Path
    merged: Path
    name: str


def driver(given: Given, console: Console) -> int:
    """Merge as Git's merge driver: ``%O %A %B %P``, and ``%L`` behind them; writes over ``%A``."""
    words = given.texts("file")
    size = int(words[_FILES]) if len(words) > _FILES and words[_FILES].isdecimal() else USUAL_SIZE
    files = _files(words[:_FILES], "--git-driver %O %A %B %P", console)
    found = _merged(files, console, size)
    _write(files.current, found.content)
    console.aside(_lines(files.name, found, console))
    return 0 if found.clean else _CONFLICT


def mergetool(given: Given, console: Console) -> int:
    """Merge as Git's mergetool: ``$BASE $LOCAL $REMOTE $MERGED``; writes over the last one.

    On a terminal each conflict is asked for. Where one stays open, all of them are left between markers.
    """
    files = _files(given.texts("file"), "--git-mergetool $BASE $LOCAL $REMOTE $MERGED", console)
    found = _merged(files, console, USUAL_SIZE)
    console.aside(_lines(files.name, found, console))
    decided = _asked(found.merge, console) if found.merge and console.can_ask else None
    _write(here(console) / files.name, found.content if decided is None else decided.encode())
    return 0 if found.clean or decided is not None else _CONFLICT


def _files(words: Sequence[str], wanted: str, console: Console) -> _Files:
    if len(words) != _FILES:
        raise UsageError(
            "Could not understand the command line",
            why=f"{len(words)} files were named, {_FILES} are needed",
            next_step=f"headgate merge {wanted}",
        )
    base, current, merged, name = words
    folder = here(console)
    return _Files(folder / base, folder / current, folder / merged, name)


def _merged(files: _Files, console: Console, size: int) -> MergedFile:
    contents = [_content(file) for file in (files.base, files.current, files.merged)]
    return merge_contents(*contents, folder=here(console), env=console.world.env, size=size)


def _content(file: Path) -> bytes:
    """Read a side; Git names a file that is not there where a branch has none."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise SourceUnreadable(
            f"Could not read {file}", why=error.strerror or str(error), next_step="merge the file by hand"
        ) from error


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise StorageUnwritable(
            f"Could not write {file}",
            why=error.strerror or str(error),
            next_step="make it writable, then merge again",
        ) from error


def _lines(name: str, found: MergedFile, console: Console) -> Iterator[str]:
    """Say what is left to decide; a clean merge is silent."""
    head = f"headgate: {name}: "
    if found.refused is not None:
        yield safe_line(f"{head}merged line by line, as Git does: {found.refused.why}")
    if found.merge is None:
        return
    count = len(found.merge.conflicts)
    if count:
        fields = "1 field was" if count == 1 else f"{count} fields were"
        yield safe_line(f"{head}{fields} changed on both branches, unlike:")
        yield from table(_COLUMNS, [_row(place) for place in found.merge.conflicts], console)
    if found.merge.wordings:
        yield safe_line(f"{head}comments collide; the fields beside them mean the same on both branches")
    for comment in found.merge.lost:
        yield safe_line(f"{head}a comment found no place: {comment}")


def _row(place: Place) -> list[str]:
    shown = masked(place)
    sides = (shown.base, shown.git, shown.hub)
    return [
        short_resource(place.resource),
        printed_path(place.path),
        *(one_line(held, sensitive=place.sensitive) for held in sides),
    ]


def _asked(merge: BranchMerge, console: Console) -> str | None:
    """Ask for every conflict; None where one stays open, or where more than fields are open."""
    if not merge.conflicts or merge.wordings or merge.lost:
        return None
    sides: list[Side] = []
    for place in merge.conflicts:
        question = (
            f"{printed_path(place.path)}: 1 current branch, 2 merged branch, 0 base, Enter leaves all open: "
        )
        side = _ANSWERS.get(console.ask(question))
        if side is None:
            return None
        sides.append(side)
    return merge.decided(sides)
