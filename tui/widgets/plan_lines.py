"""A plan and a receipt as lines: what is written where, what it overwrites, what was checked, the diff."""

from collections.abc import Iterable, Sequence
from typing import Final

from rich.cells import cell_len

from core.model.foreseen import Foreseen
from core.model.plan import Check, Plan, Receipt
from core.safetext import exact_line, safe_line
from tui.look import Glyphs
from tui.widgets.bars import divider
from tui.widgets.lines import Line, Span, fit_tail, wrap

__all__ = ["plan_lines", "receipt_lines", "shared_lines"]

_LABEL: Final = 7


def plan_lines(plan: Plan, width: int, glyphs: Glyphs, git: Foreseen | None = None) -> list[Line]:
    """Lay a plan out, gravest first; nothing is cut, long lines go on below."""
    return [
        *_where(plan, width),
        *_overwrites(plan, width),
        *_checks(plan.checks, width, glyphs),
        *_by_rule(plan, width),
        divider((Span("what you decided", "title"),), width, glyphs),
        *_choices(plan, width, glyphs),
        divider((Span("what changes in the hub", "title"),), width, glyphs, _counts(plan.diff)),
        *_diff(plan.diff, width),
        *_live(plan.live_fields, width, glyphs),
        *_git(git or Foreseen(), width, glyphs),
        divider((), width, glyphs),
        *_labelled("same as", plan.twin, width, "quiet"),
        *(_labelled("cub", f"{plan.native}  (unguarded)", width, "quiet") if plan.native else []),
    ]


def shared_lines(plan: Plan, width: int, glyphs: Glyphs) -> list[Line]:
    """Lay out what plans that decide the same share: overwrites, checks, choices, Git and live."""
    parts = (("git", plan.git), ("live", plan.live))
    sides = [
        line for side, words in parts for line in _labelled(side, words or "not touched", width, "", side)
    ]
    return [
        *_overwrites(plan, width),
        *_choices(plan, width, glyphs),
        *sides,
        *_checks(plan.checks, width, glyphs),
        *_by_rule(plan, width),
    ]


def receipt_lines(receipt: Receipt, width: int, glyphs: Glyphs) -> list[Line]:
    """Lay a receipt out: what was done, what is left for later."""
    head: Line = (
        Span(f" {glyphs.ok} Done. ", "good"),
        Span(safe_line(f"{receipt.unit}, decision {receipt.decision}")),
    )
    done = [line for side, words in receipt.done for line in _labelled(side, words, width, "strong")]
    left = [
        line for side, words in receipt.left for line in _labelled(side, f"later: {words}", width, "quiet")
    ]
    return [head, (), *done, *left]


def _where(plan: Plan, width: int) -> list[Line]:
    parts = (("hub", plan.hub), ("git", plan.git), ("live", plan.live))
    return [
        line for side, words in parts for line in _labelled(side, words or "not touched", width, "", side)
    ]


def _overwrites(plan: Plan, width: int) -> list[Line]:
    return [
        line
        for sentence in plan.overwrites
        for line in _hanging(Span(" ! ", "alert"), _loud(safe_line(sentence)), width, "strong")
    ]


def _loud(sentence: str) -> str:
    """Begin with the word that is looked for, where the sentence does not."""
    return sentence if sentence.startswith("OVERWRITES") else f"OVERWRITES  {sentence}"


def _by_rule(plan: Plan, width: int) -> list[Line]:
    if not plan.by_rule:
        return []
    many = len(plan.by_rule)
    head = f" ~ {many} field{'s' if many > 1 else ''} merged by rule, nobody looked at them:"
    fields = [
        line for words in plan.by_rule for line in _hanging(Span("     "), safe_line(words), width, "quiet")
    ]
    return [(Span(head, "word"),), *fields]


def _checks(checks: Sequence[Check], width: int, glyphs: Glyphs) -> list[Line]:
    """Put short checks on shared lines, long ones on lines of their own; nothing is cut."""
    lines: list[Line] = []
    row: list[Span] = [Span(" checks ", "quiet")]
    for check in checks:
        words = _check_words(check)
        mark, style = _check_mark(check, glyphs)
        if check.ok is False:
            lines.extend(_hanging(Span(f" {mark} BLOCKED  ", "danger"), words, width, "strong"))
            continue
        told = "quiet" if check.ok is None else ""
        piece = (Span(f" {mark} ", style), Span(f"{words} ", told))
        if _LABEL + 1 + sum(len(span.text) for span in piece) > width:
            lines.extend([tuple(row)] if len(row) > 1 else [])
            begin = " " * (_LABEL + 1) if lines else row[0].text
            lines.extend(_hanging(Span(f"{begin} {mark} ", style), words, width, told))
            row = [Span(" " * (_LABEL + 1))]
            continue
        if sum(len(span.text) for span in (*row, *piece)) > width and len(row) > 1:
            lines.append(tuple(row))
            row = [Span(" " * (_LABEL + 1))]
        row.extend(piece)
    return [*lines, tuple(row)] if len(row) > 1 else lines


def _check_words(check: Check) -> str:
    silent = check.ok and not check.what
    return safe_line(check.name if silent or not check.what else f"{check.name}: {check.what}")


def _check_mark(check: Check, glyphs: Glyphs) -> tuple[str, str]:
    if check.ok is None:
        return glyphs.skipped, "quiet"
    return (glyphs.ok, "good") if check.ok else (glyphs.bad, "danger")


def _choices(plan: Plan, width: int, glyphs: Glyphs) -> list[Line]:
    if not plan.choices:
        return [(Span("   nothing by hand: all fields go by rule", "quiet"),)]
    longest = max(len(words) for _, words in plan.choices)
    names = max(cell_len(_field_name(key)) for key, _ in plan.choices)
    room = min(names, max(16, width - min(longest, width // 2) - 8))
    return [
        line
        for key, words in plan.choices
        for line in _hanging(
            Span(f" * {fit_tail(_field_name(key), room)} {glyphs.arrow} "),
            safe_line(words),
            width,
            "chosen",
        )
    ]


def _field_name(key: str) -> str:
    """Name a field by its path, a whole resource by its own name."""
    resource, _, path = key.partition("#")
    return safe_line(path or f"{resource} (whole)")


def _counts(diff: Iterable[str]) -> Line:
    rows = [row for row in diff if not row.startswith(("+++", "---"))]
    added = sum(row.startswith("+") for row in rows)
    removed = sum(row.startswith("-") for row in rows)
    return (Span(f"+{added}", "added"), Span(f" -{removed} lines", "removed"))


def _diff(diff: Sequence[str], width: int) -> list[Line]:
    if not diff:
        return [(Span("   nothing: Head already holds the result", "quiet"),)]
    lines: list[Line] = []
    for row in diff:
        style = _diff_style(row)
        head, *more = wrap(exact_line(row.rstrip("\n")), width - 2)
        lines.append((Span(" "), Span(head, style)))
        lines.extend((Span("   "), Span(rest, style)) for rest in more)
    return lines


def _live(fields: Sequence[str], width: int, glyphs: Glyphs) -> list[Line]:
    if not fields:
        return []
    title = divider((Span("what is written live", "title"),), width, glyphs)
    return [
        title,
        *(line for words in fields for line in _hanging(Span("   "), safe_line(words), width, "live")),
    ]


def _git(found: Foreseen, width: int, glyphs: Glyphs) -> list[Line]:
    """Lay out what sync-back will offer; nothing where it offers nothing."""
    if not (found.diff or found.left_out or found.why):
        return []
    words = (Span("what sync-back will offer to Git", "title"),)
    lines = [divider(words, width, glyphs, _counts(found.diff) if found.diff else ())]
    if found.why:
        lines += _hanging(Span(" ! ", "alert"), f"not known: {safe_line(found.why)}", width, "quiet")
    for sentence in found.left_out:
        lines += _hanging(Span(" # ", "alert"), f"by hand: {safe_line(sentence)}", width, "")
    return [*lines, *(_diff(found.diff, width) if found.diff else ())]


def _diff_style(row: str) -> str:
    if row.startswith(("+++", "---", "@@")):
        return "quiet"
    return {"+": "added", "-": "removed"}.get(row[:1], "")


def _labelled(label: str, text: str, width: int, style: str, label_style: str = "quiet") -> list[Line]:
    return _hanging(Span(f" {label:<{_LABEL}} ", label_style), safe_line(text), width, style)


def _hanging(head: Span, text: str, width: int, style: str) -> list[Line]:
    """Put words after a head; what does not fit goes on below them."""
    rows = wrap(text, max(12, width - len(head.text) - 1))
    pad = Span(" " * len(head.text))
    return [((head if number == 0 else pad), Span(row, style)) for number, row in enumerate(rows)]
