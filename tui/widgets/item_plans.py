"""Several plans, and what became of them, as lines: each unit named, and once what they have in common."""

from collections.abc import Iterator, Sequence

from core.model.many import NotDone, Plans, Receipts
from core.model.plan import Plan
from core.safetext import exact_line, safe_line
from tui.look import Glyphs
from tui.widgets.bars import divider
from tui.widgets.lines import Line, Span, line_width, wrap
from tui.widgets.plan_lines import shared_lines

__all__ = ["plans_lines", "receipts_lines"]

_LABEL = 7


def plans_lines(plans: Plans, width: int, glyphs: Glyphs) -> list[Line]:
    """Lay plans out: what stands in the way, each unit with the lines that change in it, then what all share.

    Plans that decide the same alike are told together; every line that is written is there.
    """
    lines = [*_refused(plans.refused, width, glyphs, "has no plan")]
    for alike in _alike(plans.plans):
        lines.append(divider((Span(_units(len(alike)), "title"),), width, glyphs))
        tail = _tail(alike)
        lines.extend(line for plan in alike for line in _unit(plan, tail, width, glyphs))
        title = f"the same for all {len(alike)}" if len(alike) > 1 else "what that means"
        lines.append(divider((Span(title, "title"),), width, glyphs))
        lines.extend(_hanging(" hub     ", "hub", tail, width) if tail else ())
        lines.extend(shared_lines(alike[0], width, glyphs))
    return lines


def receipts_lines(receipts: Receipts, plans: Plans, width: int, glyphs: Glyphs) -> list[Line]:
    """Lay receipts out: every unit, what was done and what was not."""
    total = len(plans.plans) + len(plans.refused)
    lines: list[Line] = [(Span(f" {len(receipts.done)} of {total} carried out", "good"),), ()]
    for receipt in receipts.done:
        done = "; ".join(words for _, words in receipt.done)
        lines.extend(
            _said(f"{glyphs.ok} ", "good", f"{receipt.unit}", f"{done}; decision {receipt.decision}", width)
        )
    lines.extend(_refused((*plans.refused, *receipts.failed), width, glyphs, "was not carried out"))
    for plan in receipts.left:
        lines.extend(_said(f"{glyphs.skipped} ", "quiet", str(plan.unit), "was not begun", width))
    later = dict.fromkeys(words for receipt in receipts.done for _, words in receipt.left)
    return [*lines, *((Span(f" later: {safe_line(words)}", "quiet"),) for words in later)]


def _alike(plans: Sequence[Plan]) -> list[list[Plan]]:
    found: dict[tuple[object, ...], list[Plan]] = {}
    for plan in plans:
        found.setdefault(_substance(plan), []).append(plan)
    return list(found.values())


def _substance(plan: Plan) -> tuple[object, ...]:
    """Give what two plans must share to be told together: what is decided, over what, and what is checked."""
    choices = tuple((key.partition("#")[2], words) for key, words in plan.choices)
    checks = tuple((check.ok, check.ok or check.what) for check in plan.checks)
    return (choices, plan.overwrites, plan.by_rule, plan.git, plan.live, checks)


def _units(count: int) -> str:
    return f"{count} units, a decision each" if count > 1 else "1 unit"


def _tail(plans: Sequence[Plan]) -> str:
    """Give what all plans say of the hub behind their first clause: said once, no line is long."""
    tails = {plan.hub.partition("; ")[2] for plan in plans}
    return safe_line(tails.pop()) if len(plans) > 1 and len(tails) == 1 else ""


def _unit(plan: Plan, tail: str, width: int, glyphs: Glyphs) -> Iterator[Line]:
    """Name a unit, which revision it gets, and every line of it that changes."""
    mark = Span(f" {glyphs.bad} ", "danger") if plan.blocked else Span("   ")
    words = safe_line(plan.hub.partition("; ")[0] if tail else plan.hub)
    name = safe_line(str(plan.unit))
    if line_width((mark, Span(f"{name}  {words}"))) < width:
        yield (mark, Span(name, "strong"), Span(f"  {words}", "quiet"))
    else:
        yield (mark, Span(name, "strong"))
        yield from _hanging(" " * (_LABEL - 2), "", words, width)
    for row in plan.diff:
        if row[:1] in "+-" and not row.startswith(("+++", "---")):
            style = "added" if row.startswith("+") else "removed"
            for part in wrap(exact_line(f"{row[0]} {row[1:].strip()}"), max(12, width - _LABEL)):
                yield (Span(" " * (_LABEL - 2)), Span(part, style))


def _refused(refused: Sequence[NotDone], width: int, glyphs: Glyphs, words: str) -> Iterator[Line]:
    for one in refused:
        why = f"{words}: {one.error.what}: {one.error.why}; changed: {one.error.changed}"
        yield from _said(f"{glyphs.bad} ", "danger", str(one.unit), why, width)


def _said(mark: str, style: str, unit: str, words: str, width: int) -> Iterator[Line]:
    yield (Span(f" {mark}", style), Span(safe_line(unit), "strong"))
    yield from _hanging(" " * (_LABEL - 2), "", safe_line(words), width)


def _hanging(head: str, style: str, words: str, width: int) -> Iterator[Line]:
    """Put words behind a head; what does not fit goes on below them."""
    for number, row in enumerate(wrap(words, max(12, width - len(head) - 1))):
        yield (Span(head if number == 0 else " " * len(head), style), Span(row, "quiet"))
