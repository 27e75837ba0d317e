"""Points: sync points, read from the ledgers of spaces and stored while a ledger is as it was read.

Several points of one space change at once or not at all. Points of several spaces are all compared first
and then stored space by space: a rival who comes between two of them is refused nothing, and is seen as
what they are, a later agreement. Head is compared just before: a write that comes between that look and
the ledger's makes a Head that is not the one of the agreement, which is shown as a change of the hub.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from core.errors import OutcomeUnknown, SideMoved, SourceUnreadable
from core.hub.confighub.ledgers import (
    Entry,
    entries_in,
    entry_of,
    ledger_slug,
    ledger_text,
    point_in,
    stored,
)
from core.hub.confighub.rows import UnitRow
from core.hub.confighub.spaces import BOOK, Spaces
from core.hub.confighub.units import NewUnit, Units
from core.model.names import DataHash, UnitName
from core.model.proposal import Proposal
from core.model.syncpoint import SyncPoint

__all__ = ["Points", "expect"]

_TRIES: Final = 12

_Entries = Mapping[str, Entry]


class Points:
    """The sync points of one server."""

    def __init__(self, units: Units, spaces: Spaces) -> None:
        self._units = units
        self._spaces = spaces

    def one(self, unit: UnitName) -> SyncPoint | None:
        """Read a unit's sync point as it is now; None where there is none."""
        entry = self._read(unit.space)[1].get(unit.unit)
        return point_in(unit, entry) if entry else None

    def before(self, proposal: Proposal) -> str:
        """Give what Git rendered when it last agreed with the hub; "" where they never did.

        Where a part of what is offered now was agreed on already, the base stands for it.
        """
        point = self.one(proposal.unit)
        if point is None:
            return ""
        return point.git_text if point.git_text != proposal.data else point.base

    def version(self, unit: UnitName) -> int:
        """Read the version of a unit's sync point; 0 for none."""
        entry = self._read(unit.space)[1].get(unit.unit)
        return entry.version if entry else 0

    def of(self, space: str) -> list[SyncPoint]:
        """List a space's sync points by unit."""
        entries = self._read(space)[1]
        return [point_in(UnitName(space, name), entries[name]) for name in sorted(entries)]

    def agree(
        self,
        points: Sequence[SyncPoint],
        *,
        head: DataHash | None,
        head_now: Callable[[UnitName], DataHash],
    ) -> None:
        """Store sync points, each over the version that it carries.

        Args:
            points: the points.
            head: what Head of each must be; None where it does not matter.
            head_now: reads it.

        Raises:
            SideMoved: a stored version or Head is another; nothing was written.
            OutcomeUnknown: several spaces, and not all were reached.
        """
        by_space: dict[str, list[SyncPoint]] = {}
        for point in points:
            entry_of(point, at=0)
            by_space.setdefault(point.unit.space, []).append(point)
        for space, mine in by_space.items():
            _joined(self._read(space)[1], mine, 0)
        if head is not None:
            for point in points:
                expect(point.unit, "Head", now=head_now(point.unit), seen=head)
        done: list[str] = []
        for space, mine in by_space.items():
            try:
                self._store(space, mine)
            except SideMoved as moved:
                if not done:
                    raise
                raise _partly(done, space, moved) from moved
            done.append(space)

    def _store(self, space: str, points: Sequence[SyncPoint]) -> None:
        """Write a ledger; where a rival wrote it for other units, theirs are kept and it is tried again."""
        for _ in range(_TRIES):
            row, entries = self._read(space)
            if row is None:
                self._make(space)  # a rival may have made and filled it meanwhile: it is read anew
                continue
            joined = _joined(entries, points, row.number + 1)
            try:
                self._units.write(row, ledger_text(space, joined), f"sync points of {space}")
            except SideMoved:
                continue
            return
        raise SideMoved(
            f"Could not store the sync points of {space}",
            why=f"others stored theirs {_TRIES} times while it was tried",
            next_step="try again",
        )

    def _read(self, space: str) -> tuple[UnitRow | None, _Entries]:
        book = self._spaces.find(BOOK)
        for _ in range(_TRIES):
            row = self._units.find(book, ledger_slug(space)) if book else None
            if row is None:
                return None, {}
            try:
                ledger = self._units.head_text(row)
            except SideMoved:
                continue
            return row, entries_in(ledger) if ledger else {}
        raise SourceUnreadable(
            f"Could not read the sync points of {space}",
            why=f"others stored theirs {_TRIES} times while they were read",
            next_step="try again",
        )

    def _make(self, space: str) -> None:
        labels = {"HeadgateKind": "points", "HeadgateSpace": space}
        book = self._spaces.make(BOOK)
        self._units.make(NewUnit(space_id=book, slug=ledger_slug(space), labels=labels, delivered=False))


def expect(unit: UnitName, side: str, *, now: str | int, seen: str | int) -> None:
    """Compare what a write builds on with what is there.

    Raises:
        SideMoved: they are not the same.
    """
    if now != seen:
        raise SideMoved(
            f"Could not write {unit}",
            why=f"{side} moved since it was seen: {_short(seen)} was seen, {_short(now)} is there",
            next_step=f"look at what changed, then decide again: headgate history {unit}",
        )


def _joined(entries: _Entries, points: Sequence[SyncPoint], at: int) -> dict[str, Entry]:
    joined = dict(entries)
    for point in points:
        there = joined.get(point.unit.unit)
        expect(point.unit, "its sync point", now=there.version if there else 0, seen=point.version)
        joined[point.unit.unit] = entry_of(stored(point), at=at)
    return joined


def _short(mark: str | int) -> str:
    return f"version {mark}" if isinstance(mark, int) else mark[:12] or "nothing"


def _partly(done: Sequence[str], space: str, moved: SideMoved) -> OutcomeUnknown:
    return OutcomeUnknown(
        "Only a part of the sync points is stored",
        why=f"{space}: {moved.why}",
        changed=f"sync points of {', '.join(done)}: stored; of {space}: not",
        next_step="headgate propose stores the rest",
    )
