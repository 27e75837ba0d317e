"""One live side for each space."""

from collections.abc import Mapping, Sequence

from core.errors import NotFound
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId
from core.ports.live import Live, Observed
from core.safetext import safe_line

__all__ = ["LiveSides"]


class LiveSides:
    """Implements `core.ports.live.Live` over several; each answers for its spaces."""

    def __init__(self, sides: Mapping[str, Live]) -> None:
        self._sides = dict(sides)

    def observes(self, space: str) -> bool:
        """Tell whether the settings say where this space is live."""
        return space in self._sides

    def observe(self, space: str, resources: Sequence[ResourceId]) -> Observed:
        """Read resources; see the port."""
        return self._side(space).observe(space, resources)

    def apply(self, space: str, changes: Sequence[FieldChange], *, whole: str, token: str) -> str:
        """Make live what the hub says; see the port."""
        return self._side(space).apply(space, changes, whole=whole, token=token)

    def _side(self, space: str) -> Live:
        side = self._sides.get(space)
        if side is None:
            raise NotFound(
                f"Could not look at what is live in {safe_line(space)}",
                why="headgate.yaml does not say where this space is live",
                next_step="give the space a line like live: {folder: live/prod} in headgate.yaml",
            )
        return side
