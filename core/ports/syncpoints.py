"""Where agreements are recorded."""

from collections.abc import Sequence
from typing import Protocol

from core.model.names import DataHash, UnitName
from core.model.syncpoint import SyncPoint

__all__ = ["SyncPoints"]


class SyncPoints(Protocol):
    """Sync points, one per unit. Raises as `core.ports.hub.Hub` does."""

    def sync_point(self, unit: UnitName) -> SyncPoint | None:
        """Read a unit's sync point; None where there is none."""

    def sync_points(self, space: str) -> Sequence[SyncPoint]:
        """List a space's sync points by unit."""

    def agree(self, points: Sequence[SyncPoint], *, head: DataHash | None = None) -> None:
        """Store sync points, all or none. Each carries the version it replaces; that plus one is stored.

        Args:
            points: at most one per unit; ``version`` is the one that was read, 0 for a first one.
            head: with a single point: also check that the unit's Head still has this hash ("" for no such
                unit), so that a decision that writes no revision still cannot pass a rival unseen.

        Raises:
            SideMoved: a stored version or Head is another; nothing was written.
        """
