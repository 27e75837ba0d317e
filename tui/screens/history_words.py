"""A decision's account and a comparison of revisions, as lines to be read."""

from collections.abc import Iterator, Sequence
from typing import Final

from core.model.audit import AuditRecord
from core.model.past import Account, Past
from core.safetext import exact_line, safe_line
from tui.look import Glyphs
from tui.widgets.bars import divider
from tui.widgets.history_preview import past_lines
from tui.widgets.lines import Line, Span, wrap

__all__ = ["account_lines", "beside_lines", "diff_lines"]

_LABEL: Final = 9


def beside_lines(
    row: Past, account: Account | None, diff: Sequence[str], width: int, glyphs: Glyphs
) -> list[Line]:
    """Lay a row out beside the list: what it was, what was chosen, what it changed, the record."""
    lines = past_lines(row, width, glyphs)
    if account is not None:
        lines.append(divider((Span("what was chosen", "title"),), width, glyphs))
        lines += _chosen(account, width, glyphs)
    if diff:
        lines.append(divider((Span("what changed", "title"),), width, glyphs))
        lines += diff_lines(diff, width)
    if account is not None:
        lines += _recorded(account, width, glyphs)
    return lines


def account_lines(account: Account, width: int, glyphs: Glyphs) -> list[Line]:
    """Lay one decision out: what was chosen, what was seen, and each step as the record has it."""
    decision = account.decision
    facts = (
        ("unit", str(decision.unit)),
        ("by", f"{decision.actor}, {decision.created}"),
        ("why", decision.reason),
        ("outcome", decision.outcome or "open: headgate resume finishes it"),
        ("revision", str(account.revision) if account.revision else "none was made"),
    )
    lines = [line for label, words in facts for line in _labelled(label, words, width, "strong")]
    lines.append(divider((Span("what was chosen", "title"),), width, glyphs))
    return [*lines, *_chosen(account, width, glyphs), *_recorded(account, width, glyphs)]


def _chosen(account: Account, width: int, glyphs: Glyphs) -> list[Line]:
    choices = account.decision.choices
    lines = [line for key, choice in choices for line in _choice(key, choice, width, glyphs)]
    return lines or [(Span("   nothing by hand", "quiet"),)]


def _recorded(account: Account, width: int, glyphs: Glyphs) -> list[Line]:
    title = divider((Span("the record", "title"),), width, glyphs)
    return [title, *(line for record in account.records for line in _record(record, width))]


def diff_lines(diff: Sequence[str], width: int) -> list[Line]:
    """Lay a comparison of two revisions out."""
    if not diff:
        return [(Span(" No line differs.", "quiet"),)]
    lines: list[Line] = []
    for row in diff:
        style = "quiet" if row.startswith(("+++", "---", "@@")) else _STYLES.get(row[:1], "")
        lines.extend((Span(" "), Span(part, style)) for part in wrap(exact_line(row), width - 2))
    return lines


_STYLES: Final = {"+": "added", "-": "removed"}


def _choice(key: str, choice: str, width: int, glyphs: Glyphs) -> Iterator[Line]:
    resource, _, path = key.partition("#")
    words = safe_line(f"{path or resource} {glyphs.arrow} {choice}")
    for number, row in enumerate(wrap(words, width - 4)):
        yield (Span("   " if number else " * "), Span(row, "chosen"))


def _record(record: AuditRecord, width: int) -> Iterator[Line]:
    time = record.when.partition("T")[2].rstrip("Z")
    yield (Span(f" {safe_line(time):<8} ", "quiet"), Span(safe_line(record.event), "word"))
    for name, text in record.about:
        yield from _labelled(name, text, width, "", indent=10) if text else ()


def _labelled(label: str, text: str, width: int, style: str, *, indent: int = 1) -> Iterator[Line]:
    head = f"{' ' * indent}{safe_line(label):<{_LABEL + 2 * (indent > 1)}} "
    for number, row in enumerate(wrap(safe_line(text), max(12, width - len(head) - 1))):
        yield (Span(head if number == 0 else " " * len(head), "quiet"), Span(row, style))
