"""A space whose live side is a cluster, which this version cannot read: unknown, in words."""

from collections.abc import Sequence

from core.errors import SourceUnreadable
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId
from core.ports.live import Observed

__all__ = ["UnreadCluster"]


class UnreadCluster:
    """Implements `core.ports.live.Live` for a context of the kubeconfig."""

    def __init__(self, context: str) -> None:
        self._context = context

    def observes(self, space: str) -> bool:
        """Say that the space is live somewhere: what is there is unknown, not absent."""
        return bool(space)

    def observe(self, space: str, resources: Sequence[ResourceId]) -> Observed:
        """Refuse to read; see the port.

        Raises:
            SourceUnreadable: always.
        """
        raise self._unread(f"Could not look at the {len(resources)} resources of {space} that should be live")

    def apply(
        self,
        space: str,
        changes: Sequence[FieldChange],
        *,
        whole: str,
        token: str,
        seen: Sequence[FieldChange] = (),
    ) -> str:
        """Refuse to write; see the port.

        Raises:
            SourceUnreadable: always; nothing was written.
        """
        del whole, token, seen
        raise self._unread(f"Could not set {len(changes)} fields of {space} live")

    def _unread(self, what: str) -> SourceUnreadable:
        return SourceUnreadable(
            what,
            why=f"it is a cluster (context {self._context}); clusters are read from a later version on",
            next_step="use live: {folder: ...} in headgate.yaml, or decide without the live side",
        )
