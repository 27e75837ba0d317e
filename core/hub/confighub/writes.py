"""Writes: revisions put on the head that was seen, and on no other."""

from dataclasses import replace

from core.errors import InputRefused, NotFound
from core.hub.confighub.described import description_of
from core.hub.confighub.heads import Heads
from core.hub.confighub.history import History
from core.hub.confighub.points import Points, expect
from core.hub.confighub.rows import UnitRow
from core.hub.confighub.spaces import Spaces
from core.hub.confighub.units import NewUnit, Units
from core.model.names import NO_DATA, DataHash, UnitName, hash_of
from core.model.unit import Change, Guard, Revision

__all__ = ["Writes", "hashed", "nothing"]


class Writes:
    """The writes of one server."""

    def __init__(self, units: Units, spaces: Spaces, heads: Heads, history: History, points: Points) -> None:
        self._units = units
        self._spaces = spaces
        self._heads = heads
        self._history = history
        self._points = points

    def put(self, unit: UnitName, data_hash: DataHash, text: str, *, seen: Guard, change: Change) -> Revision:
        """Write a text, or withdraw the unit where the hash is that of nothing.

        Raises:
            SideMoved: Head or sync point is not as seen, or the token stands for another content.
            NotFound: there is nothing to be withdrawn.
            Blocked: an open change set holds the unit.
        """
        row = self._heads.find(unit)
        earlier = self._history.written_under(unit, row, change.token) if row and change.token else None
        if earlier is not None:
            expect(unit, f"what {change.token} wrote", now=earlier.data_hash, seen=data_hash)
            return earlier
        self._may_be_written(unit, row, seen, gone=data_hash == NO_DATA)
        row = row or self._made(unit)
        description = description_of(change, deletes=data_hash == NO_DATA)
        head = self._units.write(row, text, description)
        written = self._history.head(unit, head)
        return replace(written, change=change)

    def _may_be_written(self, unit: UnitName, row: UnitRow | None, seen: Guard, *, gone: bool) -> None:
        """Compare with what was seen; the write itself is guarded by the hash that was read here.

        Raises:
            SideMoved: Head or sync point is another.
            NotFound: there is nothing to be deleted.
        """
        head = self._heads.of(unit, row) if row else None
        if gone and head is None:
            raise nothing(f"unit {unit}")
        expect(unit, "Head", now=head.data_hash if head else NO_DATA, seen=seen.data_hash)
        if seen.sync_version is not None:
            expect(unit, "its sync point", now=self._points.version(unit), seen=seen.sync_version)
        if gone and head is not None and head.deleted:
            raise nothing(f"unit {unit}", why=f"revision {head.number} deleted it")

    def _made(self, unit: UnitName) -> UnitRow:
        """Make space and unit; what came in between is not written on."""
        made = self._units.make(NewUnit(space_id=self._spaces.make(unit.space), slug=unit.unit, labels={}))
        if not self._heads.unwritten(made):
            expect(unit, "Head", now=made.data_hash, seen=NO_DATA)
        return made


def hashed(unit: UnitName, text: str) -> DataHash:
    """Hash a text that is to be written.

    Raises:
        InputRefused: it has no bytes.
    """
    try:
        return hash_of(text)
    except UnicodeEncodeError as error:
        raise InputRefused(
            f"Could not write {unit}",
            why=f"its text cannot be written as bytes: {error.reason}",
            next_step="correct the text in its source",
        ) from error


def nothing(what: str, *, why: str = "ConfigHub has none, or does not show it to us") -> NotFound:
    """Say that something is not there."""
    return NotFound(
        f"Could not find {what}", why=why, next_step="headgate status --all lists the units that there are"
    )
