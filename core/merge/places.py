"""Places: where the sides differ, and what each side holds there."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from core.fieldpath import FieldPath
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, UNKNOWN, Absent, Unknown, Value

__all__ = ["Comparison", "Held", "Ignored", "Place", "Side", "Warned"]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A difference that is none, and the rule that says so (``headgate show ITEM --explain``)."""

    resource: ResourceId
    path: FieldPath
    rule: str
    why: str
    source: str


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
    """

    places: tuple[Place, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    warned: tuple[Warned, ...] = field(default=())
