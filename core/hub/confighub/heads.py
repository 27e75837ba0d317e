"""Heads: what ConfigHub's units mean as the house's heads: deleted ones, unwritten ones, what is applied."""

from typing import Final

from core.hub.confighub.deliveries import Deliveries
from core.hub.confighub.described import deletes
from core.hub.confighub.history import History
from core.hub.confighub.rows import EMPTY, UnitRow, text
from core.hub.confighub.spaces import Spaces
from core.hub.confighub.units import Units
from core.model.names import NO_DATA, NO_REVISION, DataHash, RevisionNumber, UnitName
from core.model.unit import Head

__all__ = ["Heads"]

_APPLIED: Final = "headgate/applied"
"""The annotation with the revision that Headgate applied, where ConfigHub itself delivers nothing."""


class Heads:
    """The heads of one server."""

    def __init__(self, units: Units, spaces: Spaces, history: History, deliveries: Deliveries) -> None:
        self._units = units
        self._spaces = spaces
        self._history = history
        self._deliveries = deliveries

    def find(self, unit: UnitName) -> UnitRow | None:
        """Read a unit as it is now; None where there is none."""
        space_id = self._spaces.find(unit.space)
        return self._units.find(space_id, unit.unit) if space_id else None

    def of(self, unit: UnitName, row: UnitRow) -> Head | None:
        """Read a head; None where the unit was made and nobody wrote it."""
        if self.unwritten(row):
            return None
        deleted = self.deleted(unit, row)
        return Head(
            unit=unit,
            number=row.number,
            data_hash=NO_DATA if deleted else row.data_hash,
            applied=self._applied(unit, row),
            deleted=deleted,
            gates=row.gates,
            delivered=self._delivers(unit, row),
            delivery=self._deliveries.of(row),
        )

    def hash_now(self, unit: UnitName) -> DataHash:
        """Read the hash of Head as it is now; "" where there is none or it deletes."""
        row = self.find(unit)
        head = self.of(unit, row) if row else None
        return head.data_hash if head else NO_DATA

    def unwritten(self, row: UnitRow) -> bool:
        """Tell a unit that has only the empty revision that making it leaves."""
        if not row.number:
            return True
        return row.number == 1 and row.data_hash == EMPTY and not row.description

    def deleted(self, unit: UnitName, row: UnitRow) -> bool:
        """Tell whether the newest revision withdraws the unit: it is empty, and says so."""
        if row.data_hash != EMPTY:
            return False
        return deletes(row.description) or self._history.head(unit, row).deletes

    def mark(self, row: UnitRow, number: RevisionNumber) -> None:
        """Record which revision Headgate applied."""
        self._units.annotate(row, {_APPLIED: str(number)})

    def _applied(self, unit: UnitName, row: UnitRow) -> RevisionNumber:
        """What ConfigHub's own delivery says counts where it delivers; else what Headgate recorded.

        Source: confighub-api.md §7: last released in the newest version, last applied in older ones.
        """
        if self._delivers(unit, row):
            return row.delivered
        marked = row.annotations.get(_APPLIED, "")
        return RevisionNumber(int(marked)) if marked.isdecimal() else NO_REVISION

    def _delivers(self, unit: UnitName, row: UnitRow) -> bool:
        if text(row.fields, "ProviderType") == "None":
            return False
        return bool(row.delivered or row.target) or self._spaces.delivers(unit.space)
