"""Units, their revisions, and what a write says of itself."""

from dataclasses import dataclass, field
from enum import StrEnum

from core.model.delivery import Delivery
from core.model.names import DataHash, RevisionNumber, UnitName

__all__ = ["Change", "Guard", "Head", "Revision", "RevisionSource"]


class RevisionSource(StrEnum):
    """Where the content of a revision came from."""

    GIT = "git"
    OPERATOR = "operator"
    CAPTURE = "capture"
    BREAK_GLASS = "break-glass"
    MERGE = "merge"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a write says of itself; it becomes part of the revision.

    Attributes:
        author: who is answerable: the commit's author for Git, else the operator.
        source: where the content came from.
        description: one line for people; the hub's change description.
        token: the idempotency key; looked for in history before a write is tried again.
        incident: the incident's id; "" for none.
        links: what belongs to it, by name: ``commit``, ``proposal``, ``decision``, ``capture``.
    """

    author: str
    source: RevisionSource
    description: str
    token: str
    incident: str = ""
    links: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One immutable state of a unit.

    Attributes:
        unit: whose.
        number: rises by one; a hub may begin above 1, and revisions it makes itself are counted too.
        data_hash: SHA-256 of the text.
        change: what the write said of itself.
        created: RFC 3339 UTC, the hub's clock.
        deletes: the unit is gone from this revision on, until a later one brings it back.
    """

    unit: UnitName
    number: RevisionNumber
    data_hash: DataHash
    change: Change
    created: str
    deletes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest revision of a unit, and which one was last applied.

    Attributes:
        unit: whose.
        number: of the newest revision; never 0.
        data_hash: of the newest revision.
        applied: number of the revision last applied; 0 where none was.
        deleted: the newest revision deletes the unit.
        gates: why the hub itself does not let it be delivered now, each by its name; outside text.
        delivered: the hub itself brings it to live, so what was never applied waits for that.
        delivery: what is reported of that; None where nothing is delivered.
    """

    unit: UnitName
    number: RevisionNumber
    data_hash: DataHash
    applied: RevisionNumber
    deleted: bool = False
    gates: tuple[str, ...] = ()
    delivered: bool = False
    delivery: Delivery | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What was seen; a write goes through only while it still holds (compare-and-set).

    Attributes:
        data_hash: of Head as it was seen; "" for "no such unit".
        sync_version: of the unit's sync point as it was seen; 0 for none; None where it does not matter.
            A hub that cannot check both at once checks this one just before the write.
    """

    data_hash: DataHash
    sync_version: int | None = None
