"""Jobs: what one resource is to become, held against what was seen and against what is live. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from core.errors import SideMoved
from core.krm.digest import same_at
from core.krm.edit.changes import FieldChange
from core.krm.edit.values import is_same, value_at
from core.krm.parts import parts_of
from core.krm.read.documents import read_resources
from core.krm.resource import ResourceId
from core.krm.schema.catalog import BUILTIN
from core.krm.values import ABSENT, Absent, Value
from core.live.cluster.sending import Target

__all__ = [
    "Job",
    "as_seen",
    "held",
    "in_words",
    "is_open",
    "manifests",
    "moved_where",
    "open_fields",
    "resource_of",
]

_Map = dict[str, Value]
_Key: TypeAlias = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What one resource is to become.

    Attributes:
        target: which object.
        changes: the fields to set or remove; the root removes it, or stands for the whole.
        live: as it was read; None where it is not there.
        manifest: the unit's text of it, where it is to be created; None otherwise.
    """

    target: Target
    changes: tuple[FieldChange, ...]
    live: _Map | None
    manifest: _Map | None = None

    @property
    def is_secret(self) -> bool:
        """It may not be tried out."""
        return self.target.resource.kind == "Secret" and not self.target.served.group

    @property
    def sets(self) -> tuple[FieldChange, ...]:
        """The fields that get a value."""
        return tuple(one for one in self.changes if one.value is not ABSENT)

    @property
    def removes(self) -> tuple[FieldChange, ...]:
        """The fields that are to go."""
        return tuple(one for one in self.changes if one.value is ABSENT)

    @property
    def deletes(self) -> bool:
        """The whole object is to go."""
        return any(not one.path.steps and one.value is ABSENT for one in self.changes)


def resource_of(change: FieldChange) -> ResourceId:
    """Name the resource of a live change."""
    if isinstance(change.resource, int):
        raise TypeError("live fields are named by their resource")
    return change.resource


def manifests(whole: str, namespace: str) -> dict[_Key, _Map]:
    """Read a unit's text by resource.

    Raises:
        InputRefused: it cannot be read.
    """
    parts = parts_of(read_resources(whole, namespace=namespace))
    return {part.id.key: part.value for part in parts if isinstance(part.value, dict)}


def held(live: _Map | None, change: FieldChange) -> Value | Absent:
    """Read what is live at a change's place."""
    return ABSENT if live is None else value_at(live, change.path)


def is_open(job: Job) -> bool:
    """Tell whether there is anything to do."""
    return job.manifest is not None or bool(open_fields(job, job.live))


def open_fields(job: Job, now: _Map | None) -> list[str]:
    """Name the fields that do not hold yet what they shall."""
    if job.deletes:
        return [] if now is None or _is_leaving(now) else ["the object"]
    if now is None:
        return ["the object"] if job.sets else []
    if job.manifest is not None:
        return []
    return [str(one.path) for one in job.changes if not _holds(held(now, one), one)]


def _holds(now: Value | Absent, change: FieldChange) -> bool:
    """Tell whether a place holds a value, however the server spells it and whatever it put beside it."""
    resource = resource_of(change)
    return same_at(now, change.value, resource=resource, path=change.path, catalog=BUILTIN)


def _is_leaving(now: _Map) -> bool:
    metadata = now.get("metadata")
    return isinstance(metadata, dict) and "deletionTimestamp" in metadata


def as_seen(job: Job, seen: Sequence[FieldChange]) -> None:
    """Refuse where a field holds neither what was seen nor what it shall hold."""
    wanted = {str(one.path): one for one in job.changes}
    for one in seen:
        if resource_of(one).key != job.target.resource.key:
            continue
        now, change = held(job.live, one), wanted.get(str(one.path))
        if not is_same(now, one.value) and not (change and _holds(now, change)):
            raise SideMoved(
                f"Did not set {one.path} live",
                why="it holds another value than the decision was made over",
                next_step="headgate drift shows what is there now",
            )


def moved_where(job: Job, now: _Map) -> bool:
    """Tell whether one of the chosen fields moved, and not just the object around them."""
    return any(not is_same(held(job.live, one), held(now, one)) for one in job.changes)


def in_words(done: Sequence[Job]) -> str:
    """Say what was done."""
    if not done:
        return "it was live already"
    said = []
    for job in done:
        name = str(job.target.resource)
        if job.manifest is not None:
            said.append(f"created {name}")
        elif job.deletes:
            said.append(f"deleted {name}")
        else:
            count = len(job.changes)
            said.append(f"set {count} {'field' if count == 1 else 'fields'} of {name}")
    return " and ".join(said)
