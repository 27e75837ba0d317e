"""The audit record: what was attempted, by whom, and what came of it; each record is chained to the last."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

__all__ = ["NO_HEAD", "AuditRecord", "first_bad", "sealed"]

NO_HEAD: Final = ""
"""What the first record says of the one before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """One attempt or one step of it; never changed.

    Attributes:
        number: from 1, without gaps.
        when: RFC 3339 UTC, the wall clock.
        monotonic: seconds of the machine's own running clock, which nobody can set back; as text.
        event: ``recorded``, ``begins``, ``done``, ``closed``, ``refused``, ``resumed``, ``abandoned``.
        decision: its id; "" for none.
        unit: printed.
        who: printed, with how that is known.
        about: what was seen, meant or written, by name; never a value of a document.
        previous: hash of the record before.
        hash: of this one, over all the others' fields and ``previous``.
    """

    number: int
    when: str
    monotonic: str
    event: str
    decision: str
    unit: str
    who: str
    about: tuple[tuple[str, str], ...]
    previous: str = NO_HEAD
    hash: str = ""


def sealed(record: AuditRecord, previous: str) -> AuditRecord:
    """Chain a record to the one before it.

    Source: reliability.md T55: h = SHA-256(previous, canonical record).
    """
    return replace(record, previous=previous, hash=_hash(record, previous))


def first_bad(records: Sequence[AuditRecord]) -> tuple[int, str] | None:
    """Find the first record that does not continue the chain: its number and what is wrong; None for none.

    A tail that was cut off leaves a chain that is whole: compare its last hash with one noted elsewhere.
    """
    previous = NO_HEAD
    for number, record in enumerate(records, start=1):
        if record.number != number:
            return number, f"record {number} is gone: record {record.number} stands in its place"
        if record.previous != previous:
            return number, "it does not continue the record before it"
        if record.hash != _hash(record, previous):
            return number, "its content is not what was hashed when it was written"
        previous = record.hash
    return None


def _hash(record: AuditRecord, previous: str) -> str:
    content = [
        previous,
        record.number,
        record.when,
        record.monotonic,
        record.event,
        record.decision,
        record.unit,
        record.who,
        [list(pair) for pair in record.about],
    ]
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()
