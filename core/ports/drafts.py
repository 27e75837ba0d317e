"""Where choices that were made and not carried out are kept, so that no dropped line loses them."""

from collections.abc import Sequence
from typing import Protocol

__all__ = ["DraftStore"]


class DraftStore(Protocol):
    """One sealed text for each item; for any number of processes, the last one to write stands."""

    def put(self, item: str, sealed: str) -> None:
        """Keep a text for an item; "" forgets it. No end of our process loses it when this returns.

        Raises:
            StorageUnwritable: it cannot be kept.
        """

    def settle(self) -> None:
        """Bring what was put onto the disk, so that no loss of power takes it.

        Raises:
            StorageUnwritable: the disk failed.
        """

    def all(self) -> Sequence[tuple[str, str]]:
        """List items and their texts, the one that was put last at the end.

        Raises:
            SourceUnreadable: they cannot be read.
        """
