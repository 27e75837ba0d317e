"""What the screens need of core: the desk, as a protocol.

The app calls it from one thread of its own, one call at a time, never from the thread that draws; `now` and
`moment` alone are called from anywhere and must not wait. Whatever it raises on purpose is a `HeadgateError`.
"""

from collections.abc import Sequence
from typing import Protocol

from core.merge.places import Side
from core.merge.resolution import Resolution
from core.model.foreseen import Foreseen
from core.model.item import Inbox, Opened
from core.model.many import Plans, Receipts
from core.model.moment import Moment
from core.model.names import UnitName
from core.model.past import Account, Past
from core.model.people import Actor, Owner
from core.model.plan import Plan, Receipt
from core.progress import Progress, Stop

__all__ = ["DeskFace", "ManyFace"]


class ManyFace(Protocol):
    """The same for several items at once."""

    def open(self, names: Sequence[str]) -> tuple[Opened, ...]:
        """Read the items of several ids, groups or units.

        Raises:
            NotFound: one of them is gone.
        """

    def plan(
        self,
        wanted: Sequence[tuple[Opened, Resolution]],
        *,
        reason: str,
        apply_live: bool = False,
        progress: Progress,
        stop: Stop,
    ) -> Plans:
        """Plan each by itself; what cannot be planned is listed with the reason."""

    def carry_out(self, plans: Sequence[Plan], *, progress: Progress, stop: Stop) -> Receipts:
        """Carry plans out one after another; ``stop`` is asked between them."""


class DeskFace(Protocol):
    """Read the inbox, open an item, plan a decision, carry it out; ``many`` does so for several items."""

    @property
    def many(self) -> ManyFace:
        """The same for several items at once."""

    def inbox(self, *, space: str | None = None, progress: Progress, stop: Stop) -> Inbox:
        """Read what waits, of one space or of all; what is returned after ``stop`` was set is dropped."""

    def open(self, item_id: str) -> Opened:
        """Read one item with all that its decision needs.

        Raises:
            NotFound: it is gone, or a side moved, which gives it another id.
        """

    def owners(self, opened: Opened) -> dict[str, dict[Side, Owner]]:
        """Say who set an item's fields, as exactly as it can be found out; takes longer than opening it."""

    def documents(self, opened: Opened) -> dict[Side, str]:
        """Read the whole texts behind an item, secrets masked; a side without one is left out.

        Raises:
            SourceUnreadable: hub or base cannot be read.
        """

    def plan(self, opened: Opened, resolution: Resolution, *, reason: str, apply_live: bool = False) -> Plan:
        """Say what a decision would write; writes nothing, so it may be asked again and again.

        Raises:
            DecisionPending: a field is undecided.
            SideMoved: a side changed since the item was opened.
            Blocked: policy forbids it.
            EditRefused: a source cannot be edited safely.
        """

    def foreseen(self, plan: Plan) -> Foreseen:
        """Work out what Git will be offered once a plan is carried out; may take seconds."""

    def carry_out(self, plan: Plan, *, progress: Progress, stop: Stop) -> Receipt:
        """Write what the plan says; ``stop`` is asked between its steps.

        Raises:
            SideMoved: a side changed since the plan was made; nothing was written.
            OutcomeUnknown: partly done.
            StorageUnwritable: the journal cannot be written; nothing was sent.
        """

    def past(self, *, space: str | None = None, progress: Progress, stop: Stop) -> tuple[Past, ...]:
        """List decisions and revisions, newest first, of one space or of all."""

    def account(self, decision: str) -> Account:
        """Read all that is known of a decision.

        Raises:
            NotFound: there is none.
        """

    def diff(self, unit: UnitName, older: int, newer: int) -> tuple[str, ...]:
        """Compare two revisions of a unit line by line, secrets masked.

        Raises:
            NotFound: no such unit or revision.
        """

    def plan_undo(self, decision: str, *, reason: str, partly: bool = False) -> Plan:
        """Plan to take a decision back; see `core.sync.undo.plan_undo` for what it raises."""

    def plan_restore(self, unit: UnitName, number: int, *, reason: str) -> Plan:
        """Plan to go back to a revision; see `core.sync.change.plan_restore` for what it raises."""

    def actor(self) -> Actor:
        """Say who decides."""

    def now(self) -> float:
        """Tell the time, in seconds since the epoch; for ages."""

    def moment(self) -> Moment:
        """Tell both clocks; for what must not depend on the one that can be set."""
