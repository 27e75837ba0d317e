"""The live side that is a namespace of a cluster."""

from collections.abc import Mapping, Sequence
from typing import Final

from core.errors import HeadgateError, SettingsError, SourceUnreadable
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId
from core.krm.values import Value
from core.live.cluster.around import look_around
from core.live.cluster.configuration import version_of
from core.live.cluster.moves import ClusterMoves
from core.live.cluster.owned import FIELD_MANAGER
from core.live.cluster.session import Clusters, Session
from core.ports.around import Surroundings
from core.ports.effects import Clock
from core.ports.live import Observed

__all__ = ["ClusterLive"]

_LAST_APPLIED: Final = "kubectl.kubernetes.io/last-applied-configuration"

_Key = tuple[str, str, str, str]
_Map = dict[str, Value]


class ClusterLive:
    """Implements `core.ports.live.Live` for the spaces that are live in one context of the kubeconfig.

    Args:
        clusters: opens contexts.
        context: which.
        namespace: where resources belong that name none; "" for the context's own.
        clock: says when something was seen.
        over: field managers whose fields may be taken over, each typed by an operator.
    """

    def __init__(
        self,
        clusters: Clusters,
        context: str,
        *,
        namespace: str,
        clock: Clock,
        over: frozenset[str] = frozenset(),
    ) -> None:
        self._clusters = clusters
        self._context = context
        self._namespace = namespace
        self._clock = clock
        self._over = over

    def taking_over(self, managers: frozenset[str]) -> "ClusterLive":
        """Give this side with the right to take fields over from just these managers."""
        return ClusterLive(
            self._clusters, self._context, namespace=self._namespace, clock=self._clock, over=managers
        )

    def observes(self, space: str) -> bool:
        """Say that the space is live here."""
        return bool(space)

    def observe(self, space: str, resources: Sequence[ResourceId]) -> Observed:
        """Read resources; see the port. What cannot be read by itself leaves the rest known."""
        del space
        session = self._session()
        found = session.reader.look(resources)
        session.schemas.learn_missing(session.connection, {one.api_version for one in resources})
        shown = [_shown(found.objects[one.key], one) for one in resources if one.key in found.objects]
        gone = [one for one in resources if one.key not in found.objects and one.key not in found.unread]
        return Observed(
            text="",
            missing=tuple(gone),
            when=self._clock.now(),
            objects=tuple(shown),
            unread={one: _why(found.unread[one.key]) for one in resources if one.key in found.unread},
        )

    def foresee(self, manifests: Sequence[tuple[ResourceId, Value, Value]]) -> Mapping[_Key, Value]:
        """Say what the server would make of what was applied; see `core.ports.live.Foresight`."""
        try:
            predictor = self._session().predictor
        except SourceUnreadable:
            return {}
        versions = {one.key: version_of(live) for one, _, live in manifests if isinstance(live, dict)}
        wanted = [(one, applied) for one, applied, _ in manifests]
        return dict(predictor.predict(wanted, manager=FIELD_MANAGER, versions=versions))

    def around(self, targets: Sequence[Value]) -> Surroundings:
        """Find whoever may take back an edit of objects; see `core.ports.around.LooksAround`."""
        try:
            session = self._session()
        except SourceUnreadable as error:
            return Surroundings(unread=(f"{error.what}: {error.why}",))
        place = self._namespace or session.connection.access.namespace or "default"
        return look_around(session, targets, namespace=place)

    def reads(self, resources: Sequence[ResourceId]) -> Mapping[_Key, Value | HeadgateError]:
        """Read resources that were referred to; see `core.live.following.Reads`."""
        try:
            found = self._session().reader.look(resources)
        except SourceUnreadable as error:
            return {one.key: error for one in resources}
        return {**found.objects, **found.unread}

    def moves(self, resources: Sequence[ResourceId]) -> ClusterMoves:
        """Listen to objects; see `core.ports.moves.TellsMoves`.

        Raises:
            SourceUnreadable: the kubeconfig does not say how to reach the cluster.
        """
        session = self._session()
        place = self._namespace or session.connection.access.namespace or "default"
        return ClusterMoves(session, resources, namespace=place)

    def apply(
        self,
        space: str,
        changes: Sequence[FieldChange],
        *,
        whole: str,
        token: str,
        seen: Sequence[FieldChange] = (),
    ) -> str:
        """Make live what the hub says, by server-side apply under our field manager; see the port.

        Setting a field twice is the same as once, so the token is not needed to tell a repeat.

        Raises:
            SideMoved: a field is not as it was seen, others own it, or more than was chosen would change.
            SourceUnreadable: it cannot be read, or rights are missing.
            InputRefused: the server refuses a value.
            OutcomeUnknown: it was sent, and nobody knows; or it does not stay.
        """
        del space, token
        writer = self._session().writer(over=self._over)
        return writer.apply(changes, whole=whole, seen=seen, namespace=self._namespace)

    def _session(self) -> Session:
        try:
            return self._clusters.session(self._context)
        except SettingsError as error:
            raise SourceUnreadable(error.what, why=error.why, next_step=error.next_step) from error


def _shown(found: _Map, asked: ResourceId) -> _Map:
    """Give an object as it is compared: named as it was asked for, without kubectl's copy of it."""
    metadata = found.get("metadata")
    if not isinstance(metadata, dict):
        return found
    annotations = metadata.get("annotations")
    mine: _Map = {}
    if isinstance(annotations, dict) and _LAST_APPLIED in annotations:
        mine["annotations"] = {key: part for key, part in annotations.items() if key != _LAST_APPLIED}
    kept = {**metadata, **mine}
    if not asked.namespace:
        kept.pop("namespace", None)
    return {**found, "metadata": kept}


def _why(error: Exception) -> str:
    return f"{getattr(error, 'what', '')}: {getattr(error, 'why', '')}"
