"""``headgate resume``: decisions that were cut off are looked up and finished."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from core.errors import Blocked, SourceUnreadable, UsageError
from core.model.resumed import Resumed, Unfinished
from core.report.resumed import json_resumed
from core.safetext import safe_line
from core.workspace import Workspace
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.opening import opened
from tui.cli.resumed_text import exit_code, resumed_lines

__all__ = ["run"]

_WORD = "resume"


def run(given: Given, console: Console) -> int:
    """List what is open, ask, finish it; 7 while something stays open."""
    wanted = given.text("decision")
    with opened(given, console) as workspace:
        desk = workspace.desk
        found = [one for one in desk.unfinished() if wanted in {"", one.decision.id}]
        if found and not given.flag("yes"):
            console.aside(_open_lines(found, console))
            _confirm(found, console)
        results: Sequence[Resumed] = ()
        if found or wanted:
            with console.world.signals:
                results = desk.resume(wanted, anybodys=not given.flag("yes"), progress=console)
        emit(console, json_resumed(results), resumed_lines(results, console))
        _say_what_waits(workspace, console)
    return exit_code(results)


def _say_what_waits(workspace: Workspace, console: Console) -> None:
    """What was seen live while the hub was away is no decision yet: its session's end makes it one."""
    with suppress(SourceUnreadable):
        for one in workspace.breakglass.sessions():
            if one.to_keep:
                count = f"{len(one.to_keep)} live change{'s' if len(one.to_keep) > 1 else ''} to keep"
                end = f"headgate breakglass end --session {one.id} writes them"
                console.note(safe_line(f"{one.incident}: {count}, not yet in hub: {end}"))


def _confirm(found: Sequence[Unfinished], console: Console) -> None:
    if not console.can_ask:
        raise UsageError(
            f"Nobody is here to confirm that {len(found)} open decisions are finished",
            why="standard input is no terminal",
            next_step="add --yes to finish your own ones",
        )
    typed = console.ask(f"Each is looked up before anything is sent. Type {_WORD} to finish them: ")
    if typed != _WORD:
        raise Blocked(
            "Nothing was resumed",
            why=f"{typed!r} was typed, not {_WORD}" if typed else f"{_WORD} was not typed",
            next_step="run it again and type the word",
        )


def _open_lines(found: Sequence[Unfinished], console: Console) -> Iterator[str]:
    for one in found:
        decision = one.decision
        told = f"by {decision.actor} {decision.created}: {decision.reason}"
        yield console.paint(safe_line(f"{decision.id} for {decision.unit}, {told}"), "head")
        yield from (safe_line(f"  {step.name:8} {step.state:8} {step.intent}") for step in one.steps)
