"""The audit record in the journal's file: appended in the transaction of what it tells of."""

import json
from collections.abc import Sequence

from core.ledger.schema import AUDIT_COLUMNS
from core.model.audit import NO_HEAD, AuditRecord, sealed
from core.ports.effects import Clock
from core.store.seal import canonical
from core.store.sqlite import Row, Transaction

__all__ = ["append", "records"]


def append(
    held: Transaction,
    clock: Clock,
    event: str,
    *,
    decision: str,
    unit: str,
    who: str,
    about: Sequence[tuple[str, str]],
) -> None:
    """Add a record at the end of the chain."""
    newest = held.rows("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")
    number, previous = newest[0] if newest else (0, NO_HEAD)
    record = sealed(
        AuditRecord(
            number=_whole(number) + 1,
            when=clock.now(),
            monotonic=f"{clock.monotonic():.3f}",
            event=event,
            decision=decision,
            unit=unit,
            who=who,
            about=tuple(about),
        ),
        str(previous),
    )
    held.run(
        f"INSERT INTO audit ({', '.join(AUDIT_COLUMNS)}) VALUES ({', '.join('?' * len(AUDIT_COLUMNS))})",  # noqa: S608  names of our own
        record.number,
        record.when,
        record.monotonic,
        record.event,
        record.decision,
        record.unit,
        record.who,
        canonical(record.about),
        record.previous,
        record.hash,
    )


def records(held: Transaction) -> list[AuditRecord]:
    """Read all records as they stand; whether they are whole is for `core.model.audit.first_bad` to say."""
    rows = held.rows(f"SELECT {', '.join(AUDIT_COLUMNS)} FROM audit ORDER BY number")  # noqa: S608  names of our own
    return [_record(row) for row in rows]


def _record(row: Row) -> AuditRecord:
    number, when, monotonic, event, decision, unit, who, about, previous, seal = row
    return AuditRecord(
        number=_whole(number),
        when=str(when),
        monotonic=str(monotonic),
        event=str(event),
        decision=str(decision),
        unit=str(unit),
        who=str(who),
        about=_pairs(str(about)),
        previous=str(previous),
        hash=str(seal),
    )


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Read what a record tells; a text that is damaged is kept as it is, and its hash will not fit."""
    try:
        return tuple((str(name), str(what)) for name, what in json.loads(text))
    except (ValueError, TypeError):
        return (("damaged", text),)
