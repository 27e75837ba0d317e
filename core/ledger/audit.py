"""The audit record in the journal's file: appended in the transaction of what it tells of."""

import json
from collections.abc import Sequence
from pathlib import Path

from core.errors import SourceUnreadable
from core.ledger.schema import AUDIT_COLUMNS
from core.model.audit import NO_HEAD, UNMARKED_BEFORE, AuditRecord, first_bad, marked, sealed
from core.ports.effects import Clock
from core.ports.heads import Heads
from core.store.files import load_or_create_key
from core.store.seal import canonical
from core.store.sqlite import Row, Transaction
from core.store.trouble import Place, damaged, unreadable

__all__ = ["Chain", "records"]


class Chain:
    """The records of one journal, each linked to the last and marked with a key that lies beside the journal.

    Args:
        clock: when.
        key: the key's file; made with the first record.
        heads: where the newest record's hash is sent.
    """

    def __init__(self, clock: Clock, key: Path, heads: Heads) -> None:
        self._clock = clock
        self._place = Place(key, "the key of the audit record")
        self._heads = heads
        self._known = b""

    def append(
        self,
        held: Transaction,
        event: str,
        *,
        decision: str,
        unit: str,
        who: str,
        about: Sequence[tuple[str, str]],
    ) -> None:
        """Add a record at the end of the chain.

        Raises:
            SourceUnreadable: the key is gone or damaged; nothing was added.
            StorageUnwritable: there is no key yet, and none can be made.
        """
        newest = held.rows("SELECT number, hash, mark FROM audit ORDER BY number DESC LIMIT 1")
        number, previous, mark = newest[0] if newest else (0, NO_HEAD, "")
        key = self._key(is_first=not mark)
        if newest and not mark:
            about = (*about, UNMARKED_BEFORE)
        record = AuditRecord(
            number=_whole(number) + 1,
            when=self._clock.now(),
            monotonic=f"{self._clock.monotonic():.3f}",
            event=event,
            decision=decision,
            unit=unit,
            who=who,
            about=tuple(about),
        )
        _store(held, marked(sealed(record, str(previous)), key))

    def first_bad(self, found: Sequence[AuditRecord]) -> tuple[int, str] | None:
        """Find the first record that is not as it was written; the key decides too, where there is one.

        Raises:
            SourceUnreadable: the key is gone or damaged.
        """
        is_marked = self._place.path.exists() or any(record.mark for record in found)
        return first_bad(found, key=self._key(is_first=False) if is_marked and found else None)

    def check(self, held: Transaction) -> None:
        """Read all records.

        Raises:
            SourceUnreadable: one is not as it was written, or the key is gone.
        """
        bad = self.first_bad(records(held))
        if bad is not None:
            raise damaged(held.place, f"audit record {bad[0]}", why=bad[1])

    def ship(self, held: Transaction) -> tuple[int, str]:
        """Read the newest record's number and hash, to be sent once they are on disk."""
        newest = held.rows("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")
        return (_whole(newest[0][0]), str(newest[0][1])) if newest else (0, NO_HEAD)

    def shipped(self, head: tuple[int, str]) -> None:
        """Send a head to where it is out of reach of whoever can write this disk."""
        if head[0]:
            self._heads.ship(*head)

    def _key(self, *, is_first: bool) -> bytes:
        if not self._known:
            if not is_first and not self._place.path.exists():
                raise _gone(self._place)
            self._known = load_or_create_key(self._place.path)[1]
        return self._known


def records(held: Transaction) -> list[AuditRecord]:
    """Read all records as they stand; whether they are whole is for `Chain.first_bad` to say."""
    rows = held.rows(f"SELECT {', '.join(AUDIT_COLUMNS)} FROM audit ORDER BY number")  # noqa: S608  names of our own
    return [_record(row) for row in rows]


def _store(held: Transaction, record: AuditRecord) -> None:
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
        record.mark,
    )


def _record(row: Row) -> AuditRecord:
    number, when, monotonic, event, decision, unit, who, about, previous, seal, mark = row
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
        mark=str(mark),
    )


def _gone(place: Place) -> SourceUnreadable:
    return unreadable(
        place,
        "it is gone, and the records carry its mark",
        f"put {place.path} back from a backup; to begin a new record on purpose, move journal.db away too",
    )


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Read what a record tells; a text that is damaged is kept as it is, and its hash will not fit."""
    try:
        return tuple((str(name), str(what)) for name, what in json.loads(text))
    except (ValueError, TypeError):
        return (("damaged", text),)
