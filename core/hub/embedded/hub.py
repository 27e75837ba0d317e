"""EmbeddedHub: one SQLite file that is hub, proposals, captures and sync points at once."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from core.errors import NotFound, UsageError
from core.hub.embedded.check import read_all
from core.hub.embedded.history import (
    grow,
    keep_text,
    revision_at,
    revisions_after,
    text_of,
    written_before,
)
from core.hub.embedded.offers import (
    captures_waiting,
    proposal_with,
    proposals_waiting,
    settle,
    store_capture,
    store_proposal,
)
from core.hub.embedded.points import expect, point_of, points_of, store_points
from core.hub.embedded.schema import CAPTURE, PROPOSAL, SCHEMA
from core.hub.embedded.units import (
    UnitRow,
    space_names,
    store_unit,
    unit_at,
    units_changed,
    units_of,
)
from core.model.names import DataHash, RevisionNumber, UnitName, hash_of
from core.model.probed import Probed
from core.model.proposal import Capture, OfferState, Proposal
from core.model.syncpoint import SyncPoint
from core.model.unit import Change, Guard, Head, Revision
from core.ports.effects import Clock
from core.store.sqlite import Database

__all__ = ["EmbeddedHub"]


class EmbeddedHub:
    """The authority in a file of our own; safe for several threads, processes and operators at once.

    Satisfies the ports `Hub`, `Proposals`, `Captures` and `SyncPoints`. A file that is not there yet reads
    as empty and is made by the first write. Each call is one transaction; guards are checked inside it.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @classmethod
    def open(cls, path: Path, clock: Clock, *, durable: bool = True) -> Self:
        """Make a hub of a file; nothing is read or written yet. See `Database` for ``durable``."""
        return cls(Database(path, SCHEMA, durable=durable), clock)

    def close(self) -> None:
        """Let go of the file; the next call opens it again."""
        self._database.close()

    def check(self) -> str:
        """Read every record and text, and say so; linear in the size of the file.

        Raises:
            SourceUnreadable: something is damaged, gone or unreadable.
        """
        self._database.check()
        with self._database.reading() as held:
            if held is not None:
                read_all(held)
        return "every record is sound"

    def probe(self, space: str) -> Sequence[Probed]:
        """Nothing about a file of our own is taken for granted.

        Raises:
            UsageError: always.
        """
        raise _no_server(space)

    def spaces(self) -> Sequence[str]:
        """List the names of the spaces, sorted."""
        with self._database.reading() as held:
            return space_names(held) if held else []

    def heads(self, space: str) -> Sequence[Head]:
        """List the heads of a space's units by name, deleted ones too."""
        with self._database.reading() as held:
            heads = [unit.head() for unit in units_of(held, space)] if held else []
        return [head for head in heads if head is not None]

    def head(self, unit: UnitName) -> Head | None:
        """Read a unit's head; None where the unit never was."""
        with self._database.reading() as held:
            return unit_at(held, unit).head() if held else None

    def data(self, unit: UnitName, number: RevisionNumber) -> str:
        """Read the text of a revision exactly as it was written; "" where it deletes.

        Raises:
            NotFound: no such unit or revision.
            SourceUnreadable: the stored text does not match its hash.
        """
        with self._database.reading() as held:
            revision = revision_at(held, unit_at(held, unit), number) if held else None
            if held is None or revision is None:
                raise _nothing(f"revision {number} of {unit}")
            return (
                "" if revision.deletes else text_of(held, revision.data_hash, f"revision {number} of {unit}")
            )

    def revisions(self, unit: UnitName, *, after: RevisionNumber) -> Sequence[Revision]:
        """List the revisions with a number above ``after``, oldest first."""
        with self._database.reading() as held:
            return revisions_after(held, unit_at(held, unit), after) if held else []

    def write(self, unit: UnitName, text: str, *, seen: Guard, change: Change) -> Revision:
        """Add a revision on top of the head that was seen; a repeat under the same token adds nothing.

        Raises:
            SideMoved: Head or sync point is not as seen, or the token stands for another content.
        """
        with self._database.writing() as held:
            written = written_before(held, unit, change.token, hash_of(text))
            if written is not None:
                return written
            row = unit_at(held, unit)
            _guard(row, seen)
            return grow(held, row, keep_text(held, text), change, now=self._clock.now(), deletes=False)

    def delete(self, unit: UnitName, *, seen: Guard, change: Change) -> Revision:
        """Add a revision that deletes the unit; a repeat under the same token adds nothing.

        Raises:
            SideMoved: Head or sync point is not as seen, or the token stands for another content.
            NotFound: no such unit, or it is deleted already.
        """
        with self._database.writing() as held:
            written = written_before(held, unit, change.token, DataHash(""))
            if written is not None:
                return written
            row = unit_at(held, unit)
            if not row.number:
                raise _nothing(f"unit {unit}")
            _guard(row, seen)
            if row.deleted:
                raise _nothing(f"unit {unit}", why=f"revision {row.number} deleted it")
            return grow(held, row, DataHash(""), change, now=self._clock.now(), deletes=True)

    def mark_applied(self, unit: UnitName, number: RevisionNumber) -> None:
        """Record which revision was last applied.

        Raises:
            NotFound: no such unit or revision.
        """
        with self._database.writing() as held:
            row = unit_at(held, unit)
            if revision_at(held, row, number) is None:
                raise _nothing(f"revision {number} of {unit}")
            store_unit(held, row, replace(row, applied=number))

    def changed_since(self, cursor: str) -> tuple[Sequence[UnitName], str]:
        """List units with news since the cursor, and the cursor to ask with next.

        A cursor of another file, or of none, lists everything.
        """
        with self._database.reading() as held:
            if held is None:
                return [], ""
            lineage, _, seen = cursor.partition(".")
            after = int(seen) if lineage == held.lineage and seen.isdecimal() else 0
            rows, newest = units_changed(held, after)
            return [row.unit for row in rows], f"{held.lineage}.{newest}"

    def offer(self, proposal: Proposal) -> Proposal:
        """Store a proposal; one with the same id is returned as it stands."""
        with self._database.writing() as held:
            return store_proposal(held, proposal)

    def pending(self, space: str | None = None) -> Sequence[Proposal]:
        """List the pending proposals, of one space or of all, by unit."""
        with self._database.reading() as held:
            return proposals_waiting(held, space) if held else []

    def proposal(self, proposal_id: str) -> Proposal | None:
        """Read one by its id; None where there is none."""
        with self._database.reading() as held:
            return proposal_with(held, proposal_id) if held else None

    def settle(self, proposal_id: str, state: OfferState, *, reason: str) -> None:
        """End a pending proposal's life; one that ended already is left as it is.

        Raises:
            NotFound: no such proposal.
        """
        with self._database.writing() as held:
            settle(held, PROPOSAL, proposal_id, state, reason)

    def offer_capture(self, capture: Capture) -> Capture:
        """Store a capture; one with the same id is returned as it stands."""
        with self._database.writing() as held:
            return store_capture(held, capture)

    def pending_captures(self, space: str | None = None) -> Sequence[Capture]:
        """List the pending captures, of one space or of all, by unit."""
        with self._database.reading() as held:
            return captures_waiting(held, space) if held else []

    def settle_capture(self, capture_id: str, state: OfferState, *, reason: str) -> None:
        """End a pending capture's life; one that ended already is left as it is.

        Raises:
            NotFound: no such capture.
        """
        with self._database.writing() as held:
            settle(held, CAPTURE, capture_id, state, reason)

    def sync_point(self, unit: UnitName) -> SyncPoint | None:
        """Read a unit's sync point; None where there is none."""
        with self._database.reading() as held:
            return point_of(held, unit_at(held, unit)) if held else None

    def sync_points(self, space: str) -> Sequence[SyncPoint]:
        """List a space's sync points by unit."""
        with self._database.reading() as held:
            return points_of(held, space) if held else []

    def agree(self, points: Sequence[SyncPoint], *, head: DataHash | None = None) -> None:
        """Store sync points, all or none, each over the version it carries.

        Raises:
            SideMoved: a stored version or Head is another; nothing was written.
        """
        with self._database.writing() as held:
            store_points(held, points, head)


def _guard(row: UnitRow, seen: Guard) -> None:
    expect(row.unit, "Head", now=row.data_hash, seen=seen.data_hash)
    if seen.sync_version is not None:
        expect(row.unit, "its sync point", now=row.sync_version, seen=seen.sync_version)


def _nothing(what: str, *, why: str = "the embedded hub has none") -> NotFound:
    return NotFound(f"Could not find {what}", why=why, next_step="headgate status --all")


def _no_server(space: str) -> UsageError:
    return UsageError(
        f"Could not probe the hub in space {space}",
        why="the hub is embedded, and there is no server to be asked",
        next_step="headgate doctor reads every record",
    )
