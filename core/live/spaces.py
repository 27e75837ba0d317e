"""One live side for each space that has one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from core.errors import NotFound
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId
from core.krm.schema.catalog import Catalog
from core.krm.values import Value
from core.live.cluster.live import ClusterLive
from core.live.cluster.session import Clusters
from core.live.folder.folder import FolderLive
from core.live.following import follow
from core.model.live import LiveCluster, LiveFolder, LivePlace
from core.model.made import Made
from core.ports.around import Surroundings
from core.ports.effects import Clock
from core.ports.live import Live, Observed
from core.ports.moves import Moves
from core.safetext import safe_line

__all__ = ["HasLive", "LiveSpaces", "live_spaces"]

_Key = tuple[str, str, str, str]


class HasLive(Protocol):
    """What is needed of a space's settings."""

    @property
    def name(self) -> str:
        """Of the space."""

    @property
    def namespace(self) -> str:
        """Where resources belong that name none; "" for none."""

    @property
    def live(self) -> LivePlace | None:
        """Where it is live; None where nobody says."""


def live_spaces(spaces: Iterable[HasLive], clock: Clock, clusters: Clusters) -> "LiveSpaces":
    """Open the live sides that the settings name; nothing is read yet."""
    opened: dict[str, Live] = {}
    for space in spaces:
        match space.live:
            case LiveFolder(path=path):
                opened[space.name] = FolderLive(path, namespace=space.namespace, clock=clock)
            case LiveCluster(context=context):
                opened[space.name] = ClusterLive(clusters, context, namespace=space.namespace, clock=clock)
            case None:
                continue
    return LiveSpaces(opened)


class LiveSpaces:
    """Implements `core.ports.live.Live` over several; each answers for its spaces."""

    def __init__(self, sides: Mapping[str, Live]) -> None:
        self._sides = dict(sides)

    def observes(self, space: str) -> bool:
        """Tell whether the settings say where this space is live."""
        return space in self._sides

    def observe(self, space: str, resources: Sequence[ResourceId]) -> Observed:
        """Read resources; see the port."""
        return self._side(space).observe(space, resources)

    def apply(
        self,
        space: str,
        changes: Sequence[FieldChange],
        *,
        whole: str,
        token: str,
        seen: Sequence[FieldChange] = (),
    ) -> str:
        """Make live what the hub says; see the port."""
        return self._side(space).apply(space, changes, whole=whole, token=token, seen=seen)

    def taking_over(self, managers: frozenset[str]) -> "LiveSpaces":
        """Give the same sides; clusters with the right to take fields over from just these managers."""
        return LiveSpaces(
            {
                space: side.taking_over(managers) if isinstance(side, ClusterLive) else side
                for space, side in self._sides.items()
            }
        )

    def foresee(
        self, space: str, manifests: Sequence[tuple[ResourceId, Value, Value]]
    ) -> Mapping[_Key, Value]:
        """Say what a cluster would make of what was applied; see `core.ports.live.Foresight`."""
        side = self._sides.get(space)
        return side.foresee(manifests) if isinstance(side, ClusterLive) else {}

    def around(self, space: str, targets: Sequence[Value]) -> Surroundings:
        """Find whoever may take back an edit of objects; see `core.ports.around.LooksAround`."""
        side = self._sides.get(space)
        return side.around(targets) if isinstance(side, ClusterLive | FolderLive) else Surroundings()

    def keeps_managers(self, space: str) -> bool:
        """Tell whether fields are guarded by who set them: on a cluster they are."""
        return isinstance(self._sides.get(space), ClusterLive)

    def made(
        self,
        space: str,
        claims: Sequence[tuple[ResourceId, Value]],
        *,
        known: Mapping[_Key, Value],
        catalog: Catalog,
    ) -> Mapping[_Key, tuple[Made, ...]]:
        """Follow claims to what they made; see `core.ports.made.TellsMade`."""
        side = self._sides.get(space)
        if not isinstance(side, ClusterLive | FolderLive):
            return {}
        return follow(side.reads, claims, known=known, catalog=catalog)

    def moves(self, space: str, resources: Sequence[ResourceId]) -> Moves | None:
        """Listen to a cluster's objects; a folder tells nothing. See `core.ports.moves.TellsMoves`."""
        side = self._sides.get(space)
        return side.moves(resources) if isinstance(side, ClusterLive) else None

    def _side(self, space: str) -> Live:
        side = self._sides.get(space)
        if side is None:
            raise NotFound(
                f"Could not look at what is live in {safe_line(space)}",
                why="headgate.yaml does not say where this space is live",
                next_step="give the space a line like live: {folder: live/prod} in headgate.yaml",
            )
        return side
