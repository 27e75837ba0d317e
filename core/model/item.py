"""Items: what waits in the inbox, each with an id that names its content."""

from dataclasses import dataclass, field
from enum import StrEnum

from core.merge.places import Ignored, Side, Warned
from core.merge.resolution import Resolution
from core.model.lease import Lease
from core.model.names import ItemId, UnitName
from core.model.people import Owner
from core.model.proposal import Commit
from core.model.remembered import Remembered
from core.model.session import Session

__all__ = ["Inbox", "Item", "ItemKind", "Opened", "Risk", "UnitState", "UnknownUnit"]


class ItemKind(StrEnum):
    """Why something waits (design.md §6)."""

    PROPOSAL = "proposal"
    CONFLICT = "conflict"
    CAPTURE = "capture"
    BREAK_GLASS = "break-glass"
    SYNC_BACK = "sync-back"
    HOLD = "hold"
    DELETION = "deletion"
    UNRELATED = "unrelated"
    PENDING_APPLY = "pending-apply"


class Risk(StrEnum):
    """How much harm a wrong decision can do (domain.md R71)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that waits.

    Attributes:
        id: content-addressed.
        kind: why it waits.
        unit: about which unit.
        state: how far it is, in one or two words: ``pending``, ``clean merge``, ``branch pushed``.
        risk: of the decision.
        author: who caused it: the commit's author, the operator, the live manager; "" where not known.
        since: RFC 3339 UTC, when it came up; "" where not known.
        undecided: fields that a person must decide.
        fields: all fields of the item.
        conflicts: printed paths of the undecided fields (``resource#path`` where the unit has several).
        paths: printed paths of all its fields, likewise.
        reason: why it is here, in one line.
        incident: the incident's id; "" for none.
        open_at: who else has its unit open right now.
        production: the space says it is production.
        change: names what it is about without the unit: items of one kind with the same fields and values on
            every side share it; "" where nothing can be the same elsewhere.
    """

    id: ItemId
    kind: ItemKind
    unit: UnitName
    state: str
    risk: Risk
    author: str
    since: str
    undecided: int
    fields: int
    conflicts: tuple[str, ...]
    paths: tuple[str, ...]
    reason: str
    incident: str = ""
    open_at: tuple[Lease, ...] = ()
    production: bool = False
    change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownUnit:
    """A unit or a whole space (``unit`` ``space/*``) of which a side could not be read, and why."""

    unit: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitState:
    """One line of ``headgate status --all``.

    Attributes:
        unit: its name.
        state: ``in sync``, or the kinds of the items that wait for it.
        head: number of Head; 0 for none.
        applied: number of the revision last applied; 0 for none.
        delivery: what is reported of the hub's own delivery; "" where it delivers nothing. Outside text.
    """

    unit: UnitName
    state: str
    head: int
    applied: int
    delivery: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """What waits, most urgent first, what could not be read, and when this was read (RFC 3339 UTC).

    ``sessions`` are the open break-glass sessions, of every space; ``ended`` those that are over while
    somebody is still stopped, or something of them is still to be looked at.
    """

    items: tuple[Item, ...]
    unknown: tuple[UnknownUnit, ...]
    states: tuple[UnitState, ...]
    read_at: str
    sessions: tuple[Session, ...] = ()
    ended: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One item with all that its decision needs.

    Attributes:
        item: the item.
        resolution: its fields; nothing chosen yet.
        owners: who set a field on a side: field key → side → owner; missing where nobody is known.
        commit: where Git's side is from; None where Git offers nothing.
        head: number of Head; 0 for none.
        applied: number of the revision last applied; 0 for none.
        delivery: what is reported of the hub's own delivery; "" where it delivers nothing. Outside text.
        ignored: differences that are none, with their rules (``--explain``).
        warned: what a person should know.
        remembered: what was chosen before for the same change, for fields that need a person.
        stale: why what Git offers cannot be decided any more, and what to do; "" where it can.
        read_at: RFC 3339 UTC.
    """

    item: Item
    resolution: Resolution
    owners: dict[str, dict[Side, Owner]] = field(default_factory=dict)
    commit: Commit | None = None
    head: int = 0
    applied: int = 0
    delivery: str = ""
    ignored: tuple[Ignored, ...] = ()
    warned: tuple[Warned, ...] = ()
    remembered: tuple[Remembered, ...] = ()
    stale: str = ""
    read_at: str = ""
