"""The audit record for other programs and for people: JSON, and a table in Markdown."""

from collections.abc import Iterator, Sequence

from core.model.audit import AuditRecord
from core.safetext import safe_line

__all__ = ["json_record", "json_verified", "markdown_audit", "markdown_cell"]


def json_record(record: AuditRecord) -> dict[str, object]:
    """Give one record; its ``hash`` covers all of it and ``previous``."""
    return {
        "number": record.number,
        "when": record.when,
        "monotonic": record.monotonic,
        "event": record.event,
        "decision": record.decision,
        "unit": record.unit,
        "who": record.who,
        "about": [list(pair) for pair in record.about],
        "previous": record.previous,
        "hash": record.hash,
        "mark": record.mark,
    }


def json_verified(records: Sequence[AuditRecord]) -> dict[str, object]:
    """Give how long a chain that holds is, and its head: note it elsewhere, and a cut tail shows."""
    return {"whole": True, "records": len(records), "head": records[-1].hash if records else ""}


def markdown_audit(records: Sequence[AuditRecord]) -> Iterator[str]:
    """Write the record as a table, line by line."""
    yield "| # | when | event | decision | unit | who | what | hash |"
    yield "|---|---|---|---|---|---|---|---|"
    for one in records:
        what = "; ".join(f"{name}: {text}" for name, text in one.about)
        cells = (str(one.number), one.when, one.event, one.decision, one.unit, one.who, what, one.hash[:12])
        yield f"| {' | '.join(map(markdown_cell, cells))} |"


def markdown_cell(text: str) -> str:
    """Write outside text so that no table, link or markup comes of it."""
    inert = safe_line(text)
    return "".join(f"\\{mark}" if mark in "\\`*_[]<>|#!~" else mark for mark in inert)
