"""Where the newest audit record's hash is sent, so that a tail that is cut off shows."""

from typing import Final, Protocol

__all__ = ["NOWHERE", "Heads", "Nowhere"]


class Heads(Protocol):
    """Somewhere that whoever can write our disk cannot. Never in the way: it raises nothing."""

    def ship(self, number: int, head: str) -> None:
        """Send the number of the newest record and its hash, once it is on disk."""


class Nowhere:
    """Heads are sent nowhere."""

    def ship(self, number: int, head: str) -> None:
        """Send nothing."""


NOWHERE: Final = Nowhere()
"""What is used where the settings name no place."""
