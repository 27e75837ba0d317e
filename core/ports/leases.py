"""Who has which unit open: a courtesy among operators. Correctness rests on compare-and-set alone."""

from collections.abc import Mapping
from typing import Final, Protocol

from core.model.lease import Lease
from core.model.names import UnitName

__all__ = ["NOBODY", "Leases", "NoLeases"]


class Leases(Protocol):
    """Never in the way: what cannot be noted or read is left out, and nothing raises."""

    def take(self, unit: UnitName) -> None:
        """Note that this process has a unit open; any number of processes may."""

    def let_go(self, unit: UnitName) -> None:
        """Note that it has it open no more; the end of the process says so too."""

    def all(self) -> Mapping[UnitName, tuple[Lease, ...]]:
        """List what other processes have open, by unit."""


class NoLeases:
    """Where nobody can be seen."""

    def take(self, unit: UnitName) -> None:
        """Note nothing."""

    def let_go(self, unit: UnitName) -> None:
        """Note nothing."""

    def all(self) -> Mapping[UnitName, tuple[Lease, ...]]:
        """List nobody."""
        return {}


NOBODY: Final = NoLeases()
"""What is used where nobody can be seen."""
