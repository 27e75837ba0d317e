"""What moves live, told as it happens; sides that tell nothing are looked at again and again instead."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from core.krm.resource import ResourceId

__all__ = ["Moved", "Moves", "TellsMoves"]


class Moved(NamedTuple):
    """One object that moved.

    Attributes:
        resource: which.
        manager: who wrote it last, as the server recorded it; "" where nobody says.
        when: RFC 3339 UTC, of that write; "" likewise.
    """

    resource: ResourceId
    manager: str
    when: str


class Moves(Protocol):
    """Objects that are listened to, until it is closed."""

    @property
    def is_whole(self) -> bool:
        """All of the objects are listened to; else they are looked at again and again as well."""

    def wait(self, seconds: float) -> Sequence[Moved]:
        """Wait until something moves, at most so long; gives all that moved since the last time."""

    def close(self) -> None:
        """Listen no more."""


class TellsMoves(Protocol):
    """Listens to objects of a space."""

    def __call__(self, space: str, resources: Sequence[ResourceId]) -> Moves | None:
        """Listen to objects from now on; None where the side tells nothing.

        Raises:
            SourceUnreadable: a kind is not served, or the side cannot be reached.
        """
