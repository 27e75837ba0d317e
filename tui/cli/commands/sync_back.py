"""``headgate sync-back``: what only the hub holds is offered to Git."""

from collections.abc import Iterator
from typing import Final

from core.errors import SourceUnreadable
from core.ports.forge import PullState
from core.report.branches import json_branches
from core.safetext import safe_line
from core.sync.sync_back import Branch, SyncedBack
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.opening import opened
from tui.cli.plan_text import diff_painted

__all__ = ["run"]

_STANDS: Final = {
    PullState.OPEN: "is open",
    PullState.CLOSED: "was closed without a merge, and is not opened again",
    PullState.MERGED: "was merged; git pull, then headgate propose",
}


def run(given: Given, console: Console) -> int:
    """Make the branches, or say what they would hold; gives 6 where a unit could not be read."""
    dry_run = given.flag("dry_run")
    with opened(given, console) as workspace:
        synced = workspace.desk.sync_back(
            space=given.text("space") or None,
            dry_run=dry_run,
            explain=given.flag("explain"),
            progress=console,
        )
    emit(
        console,
        json_branches(synced.branches, synced.left_out, synced.unknown, synced.cleaned),
        _lines(synced, console, dry_run=dry_run),
    )
    return SourceUnreadable.exit_code if synced.unknown else 0


def _lines(synced: SyncedBack, console: Console, *, dry_run: bool) -> Iterator[str]:
    if not synced.branches and not synced.left_out and not synced.unknown:
        yield "Git has all that the hub has."
    yield from (safe_line(f"{name} was merged, and is gone") for name in synced.cleaned)
    for branch in synced.branches:
        yield console.paint(safe_line(_title(branch, dry_run=dry_run)), "head")
        yield from (f"  {line}" for line in _offer(branch))
        for at, field in enumerate(branch.fields):
            yield safe_line(f"  carries {field}{f' by {branch.how[at]}' if branch.how else ''}")
            for tried in branch.tried[at] if branch.tried else ():
                yield safe_line(f"    {tried.how}, which {tried.confidence}: {tried.objection or 'proved'}")
        yield from diff_painted(branch.diff, console)
    for one in synced.left_out:
        yield safe_line(f"  left out {one.unit}#{one.path}: {one.why}")
        yield from (safe_line(f"    you can {option}") for option in one.options)
    for unread in synced.unknown:
        yield safe_line(f"  unknown {unread.unit}: {unread.why}")


def _offer(branch: Branch) -> Iterator[str]:
    """Say what became of its pull request, or where it stands, or what a person does without one."""
    pull = branch.pull
    if branch.said:
        yield safe_line(branch.said)
    elif pull is not None:
        yield safe_line(f"pull request {pull.number} {_STANDS[pull.state]}: {pull.url}")
    if branch.by_hand and pull is None:
        yield safe_line(branch.by_hand)


def _title(branch: Branch, *, dry_run: bool) -> str:
    if branch.pull is not None and branch.pull.state is PullState.CLOSED:
        return f"{branch.name} was declined by Git; the hub keeps its values"
    if branch.standing:
        return f"{branch.name} stands already and carries just this"
    if dry_run:
        return f"{branch.name} would be {'moved on' if branch.pull else 'made'}"
    tip = f" at {branch.commit.oid[:7]}" if branch.commit else ""
    return f"{branch.name} is made{tip}"
