"""Places: where the sides differ, and what each side holds there."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from core.fieldpath import FieldPath, Step
from core.krm.resource import ResourceId
from core.krm.rules.example import Rule
from core.krm.values import ABSENT, UNKNOWN, Absent, Unknown, Value

__all__ = ["Comparison", "Excused", "Held", "Ignored", "Place", "Side", "Warned"]

Held: TypeAlias = Value | Absent | Unknown


class Side(StrEnum):
    """Who holds a value. The digits 1 2 3 0 take Git, hub, live and base on every screen."""

    GIT = "git"
    HUB = "hub"
    LIVE = "live"
    BASE = "base"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place that at least one side changed, at the deepest path that isolates it.

    Attributes:
        resource: the resource as the hub names it, else as Git does, else as live does.
        path: the place; the root path is the whole resource.
        base: what Git and the hub last agreed on; `ABSENT` where that was nothing.
        git: what Git renders.
        hub: hub Head.
        applied: the hub revision last applied; `UNKNOWN` where none is known.
        live: what a capture of this place would write: what is live without anything that the server,
            defaults or controllers added; `UNKNOWN` where live was not read.
        git_changed: Git differs from the base (g of design §2).
        hub_changed: Head differs from the base (h).
        live_changed: live differs from what was last applied (l).
        git_is_hub: Git and the hub mean the same here.
        git_is_live: likewise.
        hub_is_live: likewise.
        sensitive: the values must never leave core in clear.
        why: why the place is not finer, or what kind of difference it is, in words; "" for a plain field.
    """

    resource: ResourceId
    path: FieldPath
    base: Held = ABSENT
    git: Held = ABSENT
    hub: Held = ABSENT
    applied: Held = UNKNOWN
    live: Held = UNKNOWN
    git_changed: bool = False
    hub_changed: bool = False
    live_changed: bool = False
    git_is_hub: bool = False
    git_is_live: bool = False
    hub_is_live: bool = False
    sensitive: bool = False
    why: str = ""

    def held(self, side: Side) -> Held:
        """Read what one side holds here."""
        match side:
            case Side.GIT:
                return self.git
            case Side.HUB:
                return self.hub
            case Side.LIVE:
                return self.live
            case Side.BASE:
                return self.base


class Ignored(NamedTuple):
    """A difference that is none, and the rule that says so (``headgate show ITEM --explain``)."""

    resource: ResourceId
    path: FieldPath
    rule: str
    why: str
    source: str


class Excused(NamedTuple):
    """One difference of a resource that is none, and its rule; ``note`` names a manager behind it."""

    at: tuple[Step, ...]
    rule: Rule
    note: str = ""

    def told(self, resource: ResourceId) -> Ignored:
        """Put it into words, for whoever asks."""
        at, rule, note = self
        why = f"{rule.why} ({note})" if note else rule.why
        return Ignored(resource=resource, path=FieldPath(at), rule=rule.id, why=why, source=rule.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Something a person should know though no decision hangs on it."""

    resource: ResourceId | None
    path: FieldPath
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All places of one unit where its sides differ, in document order of the hub, then of Git.

    A place that both sides changed alike is in ``places`` too (``git_is_hub``); what nobody changed is not.
    What was excused stands by its resource: a dozen fields of each object of a cluster, and few ask for them.
    """

    places: tuple[Place, ...] = ()
    excused: tuple[tuple[ResourceId, Excused], ...] = ()
    warned: tuple[Warned, ...] = field(default=())

    @property
    def ignored(self) -> tuple[Ignored, ...]:
        """Say what was ignored, and by which rule."""
        return tuple(excused.told(resource) for resource, excused in self.excused)
