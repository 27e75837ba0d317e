"""What became of decisions that were cut off, printed."""

from collections.abc import Iterator, Sequence

from core.errors import OutcomeUnknown, SideMoved
from core.model.resumed import Resumed
from core.safetext import safe_line
from tui.cli.console import Console

__all__ = ["exit_code", "resumed_lines"]


def resumed_lines(results: Sequence[Resumed], console: Console) -> Iterator[str]:
    """Print each decision: how it ended, what stands where, what leads on."""
    if not results:
        yield "Nothing is open."
    for one in results:
        ended = one.outcome.partition(":")[0] or "still open"
        role = "good" if one.outcome == "applied" else "alert"
        yield console.paint(safe_line(f"{one.decision.id} for {one.decision.unit}: {ended}"), role)
        yield safe_line(f"  stands  {one.stands}")
        if one.why:
            yield safe_line(f"  why     {one.why}")
        if one.outcome != "applied":
            yield from (safe_line(f"  chosen  {key}: {choice}") for key, choice in one.decision.choices)
            yield safe_line(f"  next    {one.again}")


def exit_code(results: Sequence[Resumed]) -> int:
    """Give 7 while something is open or live was left alone, 5 where a side had moved, else 0."""
    if any(one.is_open or one.outcome.startswith("conflict") for one in results):
        return OutcomeUnknown.exit_code
    moved = any(one.outcome.startswith(("refused", "expired")) for one in results)
    return SideMoved.exit_code if moved else 0
