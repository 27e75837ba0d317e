"""Several plans are shown together, confirmed by one word, and carried out one after another."""

from collections.abc import Iterator

from core.errors import Blocked, OutcomeUnknown, UsageError
from core.model.many import NotDone, Plans, Receipts
from core.report.many import json_plans, json_receipts
from core.safetext import safe_line
from core.sync.many import Many
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.plan_text import plan_lines, receipt_lines

__all__ = ["carried_many"]


def carried_many(plans: Plans, many: Many, given: Given, console: Console) -> int:
    """Show the plans and, unless it is a dry run, carry them out; gives the exit code.

    Raises:
        UsageError: nobody is there to ask and ``--yes`` is missing; nothing was written.
        Blocked: the word was not typed; nothing was written.
    """
    if given.flag("dry_run"):
        emit(console, json_plans(plans), _plan_lines(plans, console))
        return _worst(plans.refused, done=0)
    if not (given.flag("quiet") and given.flag("yes")):
        console.aside(_plan_lines(plans, console))
    if plans.plans and not given.flag("yes"):
        _confirm(plans, console)
    with console.world.signals:
        receipts = many.carry_out(plans.plans, progress=console)
        emit(console, json_receipts(receipts), _receipt_lines(receipts, plans))
    return _worst((*plans.refused, *receipts.failed), done=len(receipts.done))


def _worst(failed: tuple[NotDone, ...], *, done: int) -> int:
    """Give the exit code: that of the first that failed, or "partly done" where others are through."""
    if not failed:
        return 0
    return OutcomeUnknown.exit_code if done else failed[0].error.exit_code


def _plan_lines(plans: Plans, console: Console) -> Iterator[str]:
    for plan in plans.plans:
        yield from plan_lines(plan, console)
        yield ""
    yield from _not_done(plans.refused, "has no plan")
    yield f"{len(plans.plans)} plan{'' if len(plans.plans) == 1 else 's'}, each carried out by itself"


def _receipt_lines(receipts: Receipts, plans: Plans) -> Iterator[str]:
    for receipt in receipts.done:
        yield from receipt_lines(receipt)
    yield from _not_done((*plans.refused, *receipts.failed), "was not carried out")
    yield from (safe_line(f"{plan.unit} was not begun") for plan in receipts.left)
    total = len(plans.plans) + len(plans.refused)
    yield f"{len(receipts.done)} of {total} carried out"


def _not_done(failed: tuple[NotDone, ...], words: str) -> Iterator[str]:
    for one in failed:
        yield safe_line(f"{one.unit} {words}: {one.error.what}: {one.error.why}")
        yield safe_line(f"  changed: {one.error.changed}; next: {one.error.next_step}")


def _confirm(plans: Plans, console: Console) -> None:
    count = len(plans.plans)
    if not console.can_ask:
        raise UsageError(
            f"Nobody is here to confirm {count} plans",
            why="standard input is no terminal",
            next_step="add --yes to carry them out, or --dry-run to look only",
        )
    typed = console.ask(f"Nothing is written yet. Type {plans.word} to carry out {count}: ")
    if typed != plans.word:
        raise Blocked(
            f"{count} plans were not carried out",
            why=f"{typed!r} was typed, not {plans.word}" if typed else f"{plans.word} was not typed",
            next_step="run it again and type the word",
        )
