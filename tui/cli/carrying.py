"""A plan is shown, confirmed by its word, and carried out."""

from collections.abc import Iterable, Sequence

from core.desk import Desk
from core.errors import Blocked, UsageError
from core.model.plan import Plan
from core.report.plans import json_plan, json_receipt
from core.safetext import safe_line
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.plan_text import plan_lines, receipt_lines

__all__ = ["carried", "need_named", "reason_of"]


def reason_of(given: Given) -> str:
    """Read the reason; a dry run needs none, since nothing is recorded."""
    return given.text("reason") or ("dry run" if given.flag("dry_run") else "")


def carried(plan: Plan, desk: Desk, given: Given, console: Console) -> int:
    """Show a plan and, unless it is a dry run, carry it out; gives the exit code.

    A signal that comes while it is carried out ends the run when the receipt is printed.

    Raises:
        UsageError: nobody is there to ask and ``--yes`` is missing; nothing was written.
        Blocked: the word was not typed, a check forbids it, or it writes live fields of a manager who was not
            named; nothing was written.
    """
    if given.flag("dry_run"):
        emit(console, json_plan(plan), plan_lines(plan, console))
        return 0
    _show(plan, given, console)
    if not plan.blocked:
        need_named(plan.managers, plan.effects.live_over, f"Nothing was written for {plan.unit}")
    if not given.flag("yes") and not plan.blocked:
        _confirm(plan, console)
    with console.world.signals:
        receipt = desk.carry_out(plan, progress=console)
        emit(console, json_receipt(receipt), receipt_lines(receipt))
    return 0


def _show(plan: Plan, given: Given, console: Console) -> None:
    """Show the plan beside the data, which is the receipt; with ``--quiet --yes`` not even that."""
    if not (given.flag("quiet") and given.flag("yes")):
        console.aside(plan_lines(plan, console))


def _confirm(plan: Plan, console: Console) -> None:
    if not console.can_ask:
        raise UsageError(
            f"Nobody is here to confirm the plan for {plan.unit}",
            why="standard input is no terminal",
            next_step="add --yes to carry it out, or --dry-run to look only",
        )
    typed = console.ask(f"Nothing is written yet. Type {plan.word} to carry it out: ")
    if typed != plan.word:
        raise Blocked(
            f"The plan for {plan.unit} was not carried out",
            why=f"{typed!r} was typed, not {plan.word}" if typed else f"{plan.word} was not typed",
            next_step="run it again and type the word",
        )


def need_named(managers: Iterable[str], over: Sequence[str], what: str) -> None:
    """Have every manager named whose live fields are taken over, before anything is written.

    Raises:
        Blocked: one was not named.
    """
    missing = [name for name in dict.fromkeys(managers) if name not in over]
    if missing:
        raise Blocked(
            what,
            why=f"somebody else set what would be changed live: {safe_line(', '.join(missing))}",
            next_step="add " + safe_line(" ".join(f"--over {name}" for name in missing)) + " to take it over",
        )
