"""Plan and receipt: what will be written where, and what was."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.fieldpath import FieldPath
from core.krm.resource import ResourceId
from core.krm.values import Absent, Value
from core.model.item import ItemKind
from core.model.names import NO_REVISION, RevisionNumber, UnitName
from core.model.proposal import OfferState
from core.model.remembered import Chosen
from core.model.syncpoint import SyncPoint
from core.model.unit import Change, Guard
from core.safetext import safe_line

__all__ = ["Check", "Effects", "LiveChange", "Plan", "Receipt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at before the plan was shown.

    Attributes:
        name: what was checked: ``hub r41``, ``schema``, ``policy``.
        ok: it holds; False: it does not, the plan is blocked; None: it was not checked.
        what: the finding, in words.
    """

    name: str
    ok: bool | None
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveChange:
    """One field that live shall hold.

    Attributes:
        resource: of which live object.
        path: which field.
        value: what it shall hold; `ABSENT` removes it.
        seen: what it held when the plan was made; nothing is applied over anything else.
    """

    resource: ResourceId
    path: FieldPath
    value: Value | Absent
    seen: Value | Absent


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What carrying a plan out sends; not for showing (it may hold secrets).

    Attributes:
        text: the new revision's text; None for no new revision.
        deletes: the new revision deletes the unit.
        guard: what was seen.
        change: what the revision says of itself.
        point: the sync point to store afterwards, its ``hub_revision`` and ``hub_hash`` to be filled in from
            the write; None where the base does not move (``set``).
        point_seen: the sync point as it was read; None for none.
        live: the fields to apply to live; empty for none.
        moves_head: Head afterwards is what the next Git change builds on; else it counts as moved.
        live_text: the unit's text, for resources that are not live yet.
        live_over: the field managers whose fields are taken over, each typed by whoever decided.
        marks_applied: live already runs the result, so it is recorded as applied.
        settles: proposals that this ends: id, new state, reason.
        settles_captures: captures that this ends, likewise.
        head: number of Head as it was seen; 0 for none.
        when: RFC 3339 UTC, when the plan was made.
    """

    text: str | None
    deletes: bool
    guard: Guard
    change: Change
    point: SyncPoint | None
    point_seen: SyncPoint | None = None
    live: tuple[LiveChange, ...] = ()
    live_text: str = ""
    live_over: tuple[str, ...] = ()
    moves_head: bool = False
    marks_applied: bool = False
    settles: tuple[tuple[str, OfferState, str], ...] = ()
    settles_captures: tuple[tuple[str, OfferState, str], ...] = ()
    head: RevisionNumber = NO_REVISION
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What one decision will write. Nothing is written yet.

    Attributes:
        id: the decision's id, made once; the idempotency key of every effect.
        unit: about which unit.
        item: id of the item, or the verb where there was none.
        kind: the item's kind; None for a verb.
        actor: who decides, printed.
        reason: the operator's words.
        choices: per field its key and the choice in words.
        hub: the hub's part in words: ``revision 12, if Head is still 11``.
        diff: unified diff from Head to the new revision, line by line, secrets masked.
        git: Git's part in words.
        live: live's part in words.
        live_fields: each field that is written live, what it holds and what it shall hold, in words.
        overwrites: one sentence for each value of somebody else that the plan replaces.
        by_rule: the fields that rules decided and nobody looked at, in words.
        checks: what was looked at.
        word: what the operator types to carry it out: the space's name in production, else the unit's.
        managers: who else set the live fields that it writes, where a cluster keeps that: nothing of theirs
            is taken over before they are named.
        twin: the same as a command line.
        native: the same as a command of the hub's own program, without our guard; "" where it has none.
        effects: what is sent.
        chosen: what was chosen for which change, to be found again; by keyed digests.
        read: how much of it was on screen when it was confirmed all the same: ``12 of 40 lines read``; ""
            where nobody jumped over anything.
    """

    id: str
    unit: UnitName
    item: str
    kind: ItemKind | None
    actor: str
    reason: str
    choices: tuple[tuple[str, str], ...]
    hub: str
    diff: tuple[str, ...]
    git: str
    live: str
    overwrites: tuple[str, ...]
    by_rule: tuple[str, ...]
    checks: tuple[Check, ...]
    word: str
    twin: str
    effects: Effects
    live_fields: tuple[str, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    read: str = ""
    native: str = ""

    @property
    def blocked(self) -> tuple[Check, ...]:
        """The checks that forbid it."""
        return tuple(check for check in self.checks if check.ok is False)

    managers: tuple[str, ...] = ()

    @property
    def unnamed(self) -> tuple[str, ...]:
        """The managers whose live fields it writes though nobody typed their names: they forbid it."""
        return tuple(name for name in self.managers if name not in self.effects.live_over)

    @property
    def word_over(self) -> str:
        """The word and whose live fields are taken over: what is typed where somebody else set them."""
        return f"{self.word} over {' '.join(self.managers)}" if self.managers else self.word

    def over(self, managers: Sequence[str]) -> "Plan":
        """Let it take its live fields over from just these field managers, each typed by the operator."""
        if not managers or not self.effects.live:
            return self
        named = tuple(dict.fromkeys(managers))
        words = f"{self.live}, taken over from {safe_line(', '.join(named))}"
        return replace(self, live=words, effects=replace(self.effects, live_over=named))


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What carrying a plan out did.

    Attributes:
        decision: its id.
        unit: about which unit.
        revision: number of the new revision; 0 where none was needed.
        data_hash: keyed digest of Head afterwards; "" where it is deleted.
        done: per side what was done, in words: ``("hub", "revision 12")``.
        left: per side what is left for later: ``("git", "headgate sync-back")``.
    """

    decision: str
    unit: UnitName
    revision: int
    data_hash: str
    done: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, str], ...] = ()
