"""Break-glass sessions: what somebody changes live during an incident, and what becomes of each change."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from core.model.freeze import FreezeState, Frozen
from core.model.moment import Counted, Moment
from core.model.names import UnitName

__all__ = ["LONGEST_MINUTES", "USUAL_MINUTES", "Disposition", "SeenChange", "Session", "SessionState"]

USUAL_MINUTES: Final = 60
"""How long a session has. Source: domain.md R70: reconcile within an hour."""

LONGEST_MINUTES: Final = 24 * 60


class SessionState(StrEnum):
    """How far a session is."""

    OPEN = "open"
    ENDED = "ended"


class Disposition(StrEnum):
    """What becomes of a live change; the value is how it is said."""

    UNDECIDED = "undecided"
    KEEP = "keep live"
    BEFORE = "as before"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenChange:
    """One field that live holds otherwise than when the session began.

    Attributes:
        unit: of which unit.
        key: the field, ``resource#path``.
        before: what was last applied, as JSON can carry it: ``{"absent": true}`` for nothing, secrets masked.
        now: what live held when it was last looked at, likewise.
        digest: keyed digest of what it holds, to know it again.
        who: the manager or provider that set it; "" where nobody says.
        first_seen: RFC 3339 UTC.
        last_seen: RFC 3339 UTC, when it last changed to another value.
        undone: RFC 3339 UTC, since when live holds again what it held before; "" while it does not.
        undone_by: who put it back, as far as live says; likewise.
        disposition: what becomes of it.
        by: who said so.
        until: RFC 3339 UTC, how long what is left for later may be left; "" for as long as it takes.
        carried: it was kept, and the hub holds it, though the session may not be over.
    """

    unit: UnitName
    key: str
    before: object
    now: object
    digest: str
    who: str
    first_seen: str
    last_seen: str
    undone: str = ""
    undone_by: str = ""
    disposition: Disposition = Disposition.UNDECIDED
    by: str = ""
    until: str = ""
    carried: bool = False

    @property
    def is_open(self) -> bool:
        """Nobody said yet what becomes of it, and it is still there."""
        return self.disposition is Disposition.UNDECIDED and not self.undone


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session of one space.

    Attributes:
        id: sorts by time.
        space: whose live side is changed.
        incident: its id where incidents are kept.
        reason: why, in words.
        actor: who began.
        known: how it is known who that is.
        started: RFC 3339 UTC.
        deadline: RFC 3339 UTC, by the wall clock as it stood at the start. What counts is the time that has
            passed; when that is over, the session is overdue, and nothing is put back by itself.
        state: open or ended.
        joined: everybody who worked in it, the first one first.
        snapshot: when live was first read whole, RFC 3339 UTC; "" while it could not be.
        standing: live differences that were there before it, each field's key with its digest.
        changes: what changed live since, oldest first.
        done: what was written for it, in words, each with the decision.
        frozen: the reverters that it stopped, in the order they were stopped.
        ended: RFC 3339 UTC; "" while it is open.
        counted: how much of its time had passed when it was last written; None in a record that was kept
            before this was counted.
        kept: names what live is compared with while the hub is out of reach; "" where nothing was kept.
        version: counts its writes, for compare-and-set.
    """

    id: str
    space: str
    incident: str
    reason: str
    actor: str
    known: tuple[tuple[str, str], ...]
    started: str
    deadline: str
    state: SessionState = SessionState.OPEN
    joined: tuple[str, ...] = ()
    snapshot: str = ""
    standing: tuple[tuple[str, str], ...] = ()
    changes: tuple[SeenChange, ...] = ()
    done: tuple[tuple[str, str], ...] = ()
    frozen: tuple[Frozen, ...] = ()
    ended: str = ""
    counted: Counted | None = None
    kept: str = ""
    version: int = 0

    @property
    def undecided(self) -> tuple[SeenChange, ...]:
        """The changes of which nobody said yet what becomes."""
        return tuple(change for change in self.changes if change.is_open)

    @property
    def to_keep(self) -> tuple[SeenChange, ...]:
        """The live changes that shall become the hub's, which they are when the session ends."""
        if self.state is not SessionState.OPEN:
            return ()
        kept = [one for one in self.changes if one.disposition is Disposition.KEEP]
        return tuple(one for one in kept if not (one.undone or one.carried))

    @property
    def standing_freezes(self) -> tuple[Frozen, ...]:
        """The freezes that wait to be thawed, in the order they were made."""
        return tuple(one for one in self.frozen if one.stands)

    @property
    def awaits_proof(self) -> bool:
        """Somebody was let go, and what was kept is to be read back once they have had their time."""
        kept = any(one.disposition is Disposition.KEEP for one in self.changes)
        return kept and any(one.state is FreezeState.THAWED and not one.proved for one in self.frozen)

    @property
    def taken_back(self) -> tuple[SeenChange, ...]:
        """What was kept, and did not stand any more once everybody was let go."""
        if not self.ended:
            return ()
        kept = [one for one in self.changes if one.disposition is Disposition.KEEP]
        return tuple(one for one in kept if one.undone > self.ended)

    @property
    def left(self) -> tuple[SeenChange, ...]:
        """What was left for later, for a time."""
        return tuple(
            one
            for one in self.changes
            if one.disposition is Disposition.LATER and one.until and not one.undone
        )

    @property
    def is_through(self) -> bool:
        """Nobody need look any more: it is over, all were let go, nothing is left for a time."""
        return bool(self.ended) and not (self.standing_freezes or self.awaits_proof or self.left)

    def left_too_long(self, now: Moment) -> tuple[SeenChange, ...]:
        """Name what was left for later and whose time is over."""
        return tuple(one for one in self.left if datetime.fromisoformat(one.until).timestamp() < now.wall)

    @property
    def count(self) -> Counted:
        """How much of its time had passed when that was last noted."""
        began = datetime.fromisoformat(self.started).timestamp()
        return self.counted or Counted(since=began, at=Moment(wall=began))

    def left_seconds(self, now: Moment) -> float:
        """Say how long it has; below 0 for how long it is overdue. A clock that is set changes nothing."""
        ends, began = (datetime.fromisoformat(one) for one in (self.deadline, self.started))
        return (ends - began).total_seconds() - self.count.passed(now)

    def is_overdue(self, now: Moment) -> bool:
        """Tell whether its time is over while it is open."""
        return self.state is SessionState.OPEN and self.left_seconds(now) < 0

    def with_disposition(
        self, keys: frozenset[tuple[UnitName, str]], said: Disposition, by: str, *, until: str = ""
    ) -> "Session":
        """Say what becomes of some changes, each named by its unit and key."""
        changes = tuple(
            replace(one, disposition=said, by=by, until=until) if (one.unit, one.key) in keys else one
            for one in self.changes
        )
        return replace(self, changes=changes)
