"""What sync needs of the authority.

Shaped so that an embedded hub and ConfigHub's HTTP API both fit: data is written under a guard of the hash
that was seen (``If-Match``), history is read by number, news by cursor. Proposals are a port of their own.
"""

from collections.abc import Sequence
from typing import Protocol

from core.model.names import RevisionNumber, UnitName
from core.model.unit import Change, Guard, Head, Revision

__all__ = ["Hub"]


class Hub(Protocol):
    """The authority. Every adapter, the fakes too, passes ``tests/conformance/test_hub.py``.

    Every method may raise `SourceUnreadable` (cannot be read or reached: unknown, never "no units") and, if
    it writes, `StorageUnwritable` (nothing was written) or `OutcomeUnknown` (look for the change's token in
    `revisions` before trying again).
    """

    def spaces(self) -> Sequence[str]:
        """List the names of the spaces, sorted."""

    def heads(self, space: str) -> Sequence[Head]:
        """List the heads of a space's units by name, deleted ones too; empty where there is no such space."""

    def head(self, unit: UnitName) -> Head | None:
        """Read a unit's head; None where the unit never was."""

    def data(self, unit: UnitName, number: RevisionNumber) -> str:
        """Read the text of a revision exactly as it was written.

        Raises:
            NotFound: no such unit or revision.
            SourceUnreadable: the stored text does not match its hash.
        """

    def revisions(self, unit: UnitName, *, after: RevisionNumber) -> Sequence[Revision]:
        """List the revisions with a number above ``after``, oldest first."""

    def write(self, unit: UnitName, text: str, *, seen: Guard, change: Change) -> Revision:
        """Add a revision on top of the head that was seen; makes space and unit where there are none.

        Brings a deleted unit back. A hub may make no revision of the bytes that Head has already, and gives
        Head then. A hub may rewrite what it was sent (mutating triggers): compare the
        answer's ``data_hash``.

        Raises:
            SideMoved: Head or sync point is not as seen; nothing was written.
        """

    def delete(self, unit: UnitName, *, seen: Guard, change: Change) -> Revision:
        """Add a revision that deletes the unit; its history stays.

        Raises:
            SideMoved: Head or sync point is not as seen; nothing was written.
            NotFound: no such unit.
        """

    def mark_applied(self, unit: UnitName, number: RevisionNumber) -> None:
        """Record which revision was last applied.

        Raises:
            NotFound: no such unit or revision.
        """

    def changed_since(self, cursor: str) -> tuple[Sequence[UnitName], str]:
        """List units with news since the cursor (at least once each), and the cursor to ask with next.

        The empty cursor lists everything. Cursors are opaque and survive a restart.
        """
