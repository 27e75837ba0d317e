"""Makes the acts of the story happen, in order, by asking the same desk that people and CI ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from core.demo.acts import (
    Capture,
    CloudEdit,
    Deliver,
    Event,
    HubCreate,
    LiveEdit,
    Operate,
    Person,
    Propose,
)
from core.demo.apiserver.fields import Map, mapping
from core.demo.cluster import Clusters
from core.demo.story.people import CI
from core.demo.texts import written
from core.demo.timeline import StoryClock
from core.desk import Desk
from core.fieldpath import FieldPath
from core.krm.read.documents import read_resources
from core.krm.resource import ResourceId
from core.model.names import NO_DATA, UnitName
from core.model.people import Actor
from core.model.unit import Change, Guard, Head, RevisionSource
from core.ports.hub import Hub
from core.progress import Progress

__all__ = ["Player", "StoryOperator"]


class StoryOperator:
    """Whoever acts at the moment; a `core.ports.effects.Operator`."""

    def __init__(self) -> None:
        self._person = CI

    def become(self, person: Person) -> None:
        """Let somebody else sit down."""
        self._person = person

    def actor(self) -> Actor:
        """Say who acts."""
        return Actor(name=self._person.login)


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """Plays events.

    Attributes:
        desk: what everybody of the story calls; it asks ``operator`` who acts and ``clock`` when.
        hub: the hub behind it.
        operator: set to who acts before each event.
        clock: moved to each event's moment.
        clusters: where deliveries go.
        commits: object ids by their keys in the story.
    """

    desk: Desk
    hub: Hub
    operator: StoryOperator
    clock: StoryClock
    clusters: Clusters
    commits: Mapping[str, str]

    def play(self, events: Sequence[Event], progress: Progress) -> None:
        """Make everything happen, oldest first.

        Raises:
            HeadgateError: whatever the desk, the hub or the clusters raise; the story stops there.
        """
        for done, event in enumerate(events, 1):
            self.clock.move(event.minutes_ago)
            self.operator.become(_who(event))
            self._happen(event)
            progress.step("story", done, len(events))

    def _happen(self, event: Event) -> None:
        match event:
            case Propose():
                self.desk.propose(commit=self.commits[event.commit], space=event.space)
            case Deliver():
                self._deliver(event)
            case HubCreate():
                self._create(event)
            case Operate():
                self._operate(event)
            case LiveEdit():
                resource, path = ResourceId.parse(event.resource), FieldPath.parse(event.path)
                self.clusters.edit(event.space, resource, path, event.value, manager=event.manager)
            case CloudEdit():
                resource, path = ResourceId.parse(event.resource), FieldPath.parse(event.path)
                self.clusters.observe(event.space, resource, path, event.value)
            case Capture():
                unit = UnitName.parse(event.unit)
                self.desk.capture(unit, paths=event.paths, incident=event.incident, reason=event.reason)
            case _:
                assert_never(event)

    def _deliver(self, event: Deliver) -> None:
        for head in _heads(self.hub, event.units):
            text = self.hub.data(head.unit, head.number)
            self.clusters.deliver(head.unit.space, _manifests(text))
            self.hub.mark_applied(head.unit, head.number)

    def _create(self, event: HubCreate) -> None:
        change = Change(
            author=event.actor.login,
            source=RevisionSource.OPERATOR,
            description=event.description,
            token=f"create {event.unit}",
        )
        unit, seen = UnitName.parse(event.unit), Guard(data_hash=NO_DATA)
        self.hub.write(unit, written(event.file, {}), seen=seen, change=change)

    def _operate(self, event: Operate) -> None:
        assignment = (f"{event.resource}#{event.path}", event.value)
        plan = self.desk.plan_set(UnitName.parse(event.unit), [assignment], reason=event.reason)
        self.desk.carry_out(plan)


def _who(event: Event) -> Person:
    return event.actor if isinstance(event, HubCreate | Operate | Capture) else CI


def _heads(hub: Hub, names: Sequence[str]) -> list[Head]:
    """Find the heads of the units named; ``space/*`` names all of a space."""
    spaces = dict.fromkeys(name.partition("/")[0] for name in names)
    heads = [head for space in spaces for head in hub.heads(space)]
    return [head for head in heads if {str(head.unit), f"{head.unit.space}/*"} & set(names)]


def _manifests(text: str) -> list[tuple[ResourceId, Map]]:
    documents = read_resources(text).documents
    return [(document.id, mapping(document.value)) for document in documents if document.id]
