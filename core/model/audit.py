"""The audit record: what was attempted, by whom, and what came of it; each record is chained to the last."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

__all__ = ["NO_HEAD", "UNMARKED_BEFORE", "AuditRecord", "first_bad", "marked", "sealed"]

NO_HEAD: Final = ""
"""What the first record says of the one before it."""

UNMARKED_BEFORE: Final = ("records before this one", "carry no mark of the key")
"""What the first record with a mark tells, where an older Headgate wrote some before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """One attempt or one step of it; never changed.

    Attributes:
        number: from 1, without gaps.
        when: RFC 3339 UTC, the wall clock.
        monotonic: seconds of the machine's own running clock, which nobody can set back; as text.
        event: ``recorded``, ``begins``, ``done``, ``closed``, ``refused``, ``resumed``, ``abandoned``,
            ``cleaned up`` (a merged branch of ours was taken away).
        decision: its id; "" for none.
        unit: printed.
        who: printed, with how that is known.
        about: what was seen, meant or written, by name; never a value of a document.
        previous: hash of the record before.
        hash: of this one, over all the others' fields and ``previous``.
        mark: HMAC of the hash under a key that lies beside the journal; "" where an older Headgate wrote it.
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
    mark: str = ""


def marked(record: AuditRecord, key: bytes) -> AuditRecord:
    """Mark a sealed record with a key: who can write the journal but has not the key cannot make one.

    Source: reliability.md T55.
    """
    return replace(record, mark=_mark(record, key))


def sealed(record: AuditRecord, previous: str) -> AuditRecord:
    """Chain a record to the one before it.

    Source: reliability.md T55: h = SHA-256(previous, canonical record).
    """
    return replace(record, previous=previous, hash=_hash(record, previous))


def first_bad(records: Sequence[AuditRecord], *, key: bytes | None = None) -> tuple[int, str] | None:
    """Find the first record that does not continue the chain: its number and what is wrong; None for none.

    A tail that was cut off leaves a chain that is whole: compare its last hash with one noted elsewhere.

    Args:
        records: from the beginning.
        key: that they are marked with; None looks at the chain alone.
    """
    previous, is_marked = NO_HEAD, False
    for number, record in enumerate(records, start=1):
        if record.number != number:
            return number, f"record {number} is gone: record {record.number} stands in its place"
        if record.previous != previous:
            return number, "it does not continue the record before it"
        if record.hash != _hash(record, previous):
            return number, "its content is not what was hashed when it was written"
        if key is not None and (why := _unmarked(record, key, is_marked=is_marked)):
            return number, why
        previous, is_marked = record.hash, is_marked or bool(record.mark)
    if key is not None and records and not is_marked:
        return len(records), "there is a key, and no record carries its mark"
    return None


def _unmarked(record: AuditRecord, key: bytes, *, is_marked: bool) -> str:
    """Say what is wrong with a record's mark; one may be missing only before the first, which says so."""
    if not record.mark:
        return "it carries no mark of the key, and records before it do" if is_marked else ""
    if not hmac.compare_digest(record.mark.encode("utf-8", "replace"), _mark(record, key).encode()):
        return "its mark is not of this key"
    if not is_marked and record.number > 1 and UNMARKED_BEFORE not in record.about:
        return "the marks of the records before it are gone"
    return ""


def _mark(record: AuditRecord, key: bytes) -> str:
    return hmac.digest(key, b"headgate audit\0" + record.hash.encode(), "sha256").hex()


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
