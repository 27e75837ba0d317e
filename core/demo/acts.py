"""What can happen in the story, as values; `core.demo.player` makes it happen.

Times are minutes before the moment the workspace is built, so that the story always looks fresh.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from core.krm.values import Absent, Value

__all__ = [
    "Add",
    "Capture",
    "CloudEdit",
    "Commit",
    "Deliver",
    "Edit",
    "Event",
    "HubCreate",
    "LiveEdit",
    "Operate",
    "Person",
    "Propose",
    "Remove",
    "Replace",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the story: ``name`` and ``mail`` sign commits, ``login`` sits at terminals."""

    name: str
    mail: str
    login: str

    @property
    def signature(self) -> str:
        """The person as Git prints one."""
        return f"{self.name} <{self.mail}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """A file that is new in a commit: ``file`` of the story with ``facts`` filled in."""

    path: str
    file: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace:
    """A piece of a file that another takes the place of; ``old`` stands exactly once in the file."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """A file that a commit removes."""

    path: str


Edit: TypeAlias = Add | Replace | Remove


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit on main, named by ``key`` in the story."""

    key: str
    minutes_ago: int
    author: Person
    message: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose:
    """CI offers what Git renders at a commit for one space."""

    minutes_ago: int
    commit: str
    space: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliver:
    """The delivery tool applies the Heads of some units (``space/unit``; ``space/*`` is the whole space)."""

    minutes_ago: int
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HubCreate:
    """Somebody makes a unit in the hub by hand, from ``file`` of the story, before Git has it."""

    minutes_ago: int
    unit: str
    file: str
    actor: Person
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operate:
    """An operator sets a field in the hub; ``resource`` and ``path`` as `headgate set` reads them."""

    minutes_ago: int
    unit: str
    resource: str
    path: str
    value: Value
    reason: str
    actor: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveEdit:
    """A field changes in the cluster, written by ``manager``; `ABSENT` removes it."""

    minutes_ago: int
    space: str
    resource: str
    path: str
    value: Value | Absent
    manager: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudEdit:
    """The cloud object behind a managed resource changes; ``path`` is below ``status.atProvider``."""

    minutes_ago: int
    space: str
    resource: str
    path: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """An operator captures fields from live; an incident makes it break-glass."""

    minutes_ago: int
    unit: str
    paths: tuple[str, ...]
    incident: str
    reason: str
    actor: Person


Event: TypeAlias = Propose | Deliver | HubCreate | Operate | LiveEdit | CloudEdit | Capture
"""What happens beside the commits."""
