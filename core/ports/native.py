"""What a hub's own program says in words of its own, for people who know it."""

from collections.abc import Collection
from typing import Protocol

from core.model.names import UnitName

__all__ = ["Native"]


class Native(Protocol):
    """The words of the hub's own program."""

    def matching(self, where: str) -> Collection[UnitName]:
        """Name the units that an expression in the hub's own language means.

        Raises:
            UsageError: it is none.
            SourceUnreadable: the hub cannot be reached.
        """

    def applying(self, unit: UnitName) -> str:
        """Write the command that lets the hub's own delivery apply Head; "" where there is none."""

    def restoring(self, unit: UnitName, number: int) -> str:
        """Write the command that goes back to a revision, without our guard."""
