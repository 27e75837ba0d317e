"""The hub's own process around a unit, for whoever is about to decide."""

from collections.abc import Sequence
from typing import Protocol

from core.model.names import UnitName
from core.model.review import Review

__all__ = ["Reviews"]


class Reviews(Protocol):
    """Says what of the hub's own process bears on a unit; reads only."""

    def of(self, unit: UnitName) -> Sequence[Review]:
        """List it, gravest first.

        Raises:
            HeadgateError: it cannot be asked.
        """
