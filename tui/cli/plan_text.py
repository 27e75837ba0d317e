"""Plans and receipts, printed."""

from collections.abc import Iterable, Iterator

from core.model.plan import Check, Plan, Receipt
from core.safetext import exact_line, safe_line
from tui.cli.console import Console

__all__ = ["diff_painted", "plan_lines", "receipt_lines"]


def plan_lines(plan: Plan, console: Console) -> Iterator[str]:
    """Print what a plan will write where, what it overwrites, what was checked, and the exact difference."""
    yield console.paint(safe_line(f"Plan {plan.id} for {plan.unit}, by {plan.actor}: {plan.reason}"), "head")
    yield safe_line(f"  hub   {plan.hub}")
    yield safe_line(f"  git   {plan.git}")
    yield safe_line(f"  live  {plan.live}")
    if plan.unnamed:
        yield console.paint(
            safe_line(f"  set live by {', '.join(plan.unnamed)}: to be named with --over"), "alert"
        )
    for sentence in plan.overwrites:
        yield console.paint(safe_line(f"  {sentence}"), "alert")
    if plan.by_rule:
        yield "  decided by rule:"
        yield from (safe_line(f"    {words}") for words in plan.by_rule)
    yield from (_check(check, console) for check in plan.checks)
    if plan.native:
        yield safe_line(f"  same with cub, unguarded: {plan.native}")
    yield from diff_painted(plan.diff, console)


def receipt_lines(receipt: Receipt) -> Iterator[str]:
    """Print what was written, and what is left for later."""
    yield safe_line(f"Decision {receipt.decision} for {receipt.unit} is carried out")
    yield from (safe_line(f"  {side}  {what}") for side, what in receipt.done)
    yield from (safe_line(f"  left: {side}  {what}") for side, what in receipt.left)


def diff_painted(diff: Iterable[str], console: Console) -> Iterator[str]:
    """Print a unified diff, inert."""
    for line in diff:
        yield console.paint(exact_line(line), _role(line))


def _role(line: str) -> str:
    if line.startswith(("+++", "---")):
        return "head"
    return {"+": "add", "-": "remove", "@": "quiet"}.get(line[:1], "")


def _check(check: Check, console: Console) -> str:
    mark, role = {True: ("ok", "good"), False: ("NO", "bad"), None: ("--", "quiet")}[check.ok]
    return f"  [{console.paint(mark, role)}] {safe_line(check.name)}: {safe_line(check.what)}"
