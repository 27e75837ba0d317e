"""Where break-glass sessions are kept: on this machine, so that they work while the hub is down."""

from collections.abc import Sequence
from typing import Protocol

__all__ = ["Sessions"]


class Sessions(Protocol):
    """Sealed records by id, each with a version; whoever writes names the version that was read."""

    def put(self, session_id: str, sealed: str, *, seen: int) -> int:
        """Store a record over the version that was seen, 0 for a first one; gives the new version.

        Raises:
            SideMoved: another version is there; nothing was written.
            StorageUnwritable: it cannot be written.
        """

    def keep(self, session_id: str, sealed: str) -> None:
        """Store what a session compares live with while the hub is out of reach; "" lets go of it.

        Raises:
            StorageUnwritable: it cannot be written.
        """

    def kept(self, session_id: str) -> str:
        """Read that; "" where there is none.

        Raises:
            SourceUnreadable: it cannot be read.
        """

    def all(self) -> Sequence[tuple[str, int, str]]:
        """List the records: id, version, sealed text; oldest first.

        Raises:
            SourceUnreadable: they cannot be read.
        """
