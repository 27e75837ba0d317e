"""The desk: what the command line and the screens both call. A façade; every rule lives below it."""

from collections.abc import Sequence
from dataclasses import replace

from core.errors import NotFound
from core.krm.values import Absent, Value
from core.looking import Looking
from core.merge.resolution import Resolution
from core.model.item import Inbox, Opened
from core.model.moment import Moment
from core.model.names import RevisionNumber, UnitName
from core.model.people import Actor
from core.model.plan import Plan, Receipt
from core.model.proposal import Capture
from core.model.resumed import Resumed, Unfinished
from core.progress import NoProgress, Progress, Stop, never_stop
from core.sync.breakglass.book import SessionBook
from core.sync.breakglass.showing import refuse_force, with_sessions
from core.sync.capture import Where, offer_capture, plan_capture
from core.sync.carry.resume import abandon, resume, unfinished
from core.sync.carry.steps import carry_out
from core.sync.change import plan_restore, plan_set
from core.sync.context import Context
from core.sync.crosscheck import crosschecked
from core.sync.decide import plan_item
from core.sync.drifts import Drifts, drifts
from core.sync.inbox import find, read_inbox
from core.sync.many import Many
from core.sync.opened import opened
from core.sync.picked import matching, only_drifts, only_inbox
from core.sync.propose import Proposed, propose
from core.sync.reviewed import reviewed
from core.sync.stale import refuse_left
from core.sync.sync_back import SyncedBack, sync_back
from core.sync.undo import plan_undo

__all__ = ["Desk"]


class Desk(Looking):
    """Everything a person or CI can ask of Headgate, ``many`` for several items; one thread at a time."""

    def __init__(self, context: Context, sessions: SessionBook | None = None) -> None:
        super().__init__(context)
        self._sessions = sessions
        self.many = Many(context)

    def inbox(
        self,
        *,
        space: str | None = None,
        where: str = "",
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> Inbox:
        """Read what waits, of one space or of all, or of the units that the hub's own language means.

        Raises:
            NotFound: the settings and the hub know no such space.
            UsageError: the hub does not read the expression.
        """
        self._known(space)
        units = matching(self._context, where) if where else None
        inbox = read_inbox(
            self._context, space=space, progress=progress or NoProgress(), stop=stop or never_stop()
        )
        inbox = inbox if units is None else only_inbox(inbox, units)
        return with_sessions(inbox, self._sessions) if self._sessions else inbox

    def open(self, item_id: str) -> Opened:
        """Read one item: by id, by the beginning of one, or by its unit's name.

        Raises:
            NotFound: nothing, or more than one thing, waits under this name.
            SourceUnreadable: a side cannot be read.
        """
        return opened(self._context, find(self._context, item_id))

    def plan(self, opened: Opened, resolution: Resolution, *, reason: str, apply_live: bool = False) -> Plan:
        """Say what the choices for an item write, with what the hub's own engine makes of it.

        See `core.sync.decide.plan_item` for what it raises.
        """
        plan = plan_item(self._context, opened, resolution, reason=reason, apply_live=apply_live)
        return reviewed(self._context, crosschecked(self._context, plan))

    def taking_over(self, plan: Plan, managers: Sequence[str]) -> Plan:
        """Let a plan take live fields over from the field managers that were typed."""
        return plan.over(managers)

    def carry_out(self, plan: Plan, *, progress: Progress | None = None, stop: Stop | None = None) -> Receipt:
        """Write what a plan says. See `core.sync.carry.steps.carry_out` for what it raises.

        ``stop`` before the first step carries nothing out; a decision that has begun is finished, since half
        a decision helps nobody.
        """
        refuse_left(self._context, plan)
        return carry_out(self._context, plan, progress=progress or NoProgress(), stop=stop or never_stop())

    def propose(
        self,
        *,
        commit: str | None = None,
        space: str | None = None,
        dry_run: bool = False,
        force: bool = False,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> Proposed:
        """Offer what Git renders to the hub. See `core.sync.propose.propose` for what it raises.

        ``force`` forces nothing: it is refused while a break-glass session is open.
        """
        self._known(space)
        if force and self._sessions is not None:
            refuse_force(self._sessions, space)
        return propose(
            self._context,
            commit=commit,
            space=space,
            dry_run=dry_run,
            progress=progress or NoProgress(),
            stop=stop or never_stop(),
        )

    def drift(
        self,
        *,
        space: str | None = None,
        unit: UnitName | None = None,
        where: str = "",
        progress: Progress | None = None,
        stop: Stop | None = None,
        with_made: bool = False,
    ) -> Drifts:
        """Compare live with what was last applied, now. See `core.sync.drifts.drifts`."""
        self._known(space)
        units = matching(self._context, where) if where else None
        found = drifts(
            self._context,
            space=space,
            unit=unit,
            progress=progress or NoProgress(),
            stop=stop or never_stop(),
            with_made=with_made,
        )
        return found if units is None else only_drifts(found, units)

    def capture(
        self, unit: UnitName, *, paths: Sequence[str] | Where = (), incident: str = "", reason: str = ""
    ) -> Capture:
        """Offer what is live as a pending capture. See `core.sync.capture.offer_capture`."""
        return offer_capture(self._context, unit, paths=paths, incident=incident, reason=reason)

    def plan_capture(
        self, unit: UnitName, *, paths: Sequence[str] | Where = (), incident: str = "", reason: str
    ) -> Plan:
        """Plan to take what is live into the hub at once (``headgate capture --accept``)."""
        plan = plan_capture(self._context, unit, paths=paths, incident=incident, reason=reason)
        return reviewed(self._context, plan)

    def plan_set(
        self, unit: UnitName, assignments: Sequence[tuple[str, Value | Absent]], *, reason: str
    ) -> Plan:
        """Plan an operator's own change. See `core.sync.change.plan_set`."""
        return reviewed(self._context, plan_set(self._context, unit, assignments, reason=reason))

    def plan_restore(self, unit: UnitName, number: int, *, reason: str) -> Plan:
        """Plan a new revision with an older one's text. See `core.sync.change.plan_restore`."""
        plan = plan_restore(self._context, unit, RevisionNumber(number), reason=reason)
        native = self._context.native
        plan = replace(plan, native=native.restoring(unit, number)) if native else plan
        return reviewed(self._context, plan)

    def plan_undo(self, decision: str, *, reason: str, partly: bool = False) -> Plan:
        """Plan to take a decision back by going forward. See `core.sync.undo.plan_undo`."""
        return reviewed(self._context, plan_undo(self._context, decision, reason=reason, partly=partly))

    def unfinished(self) -> tuple[Unfinished, ...]:
        """List the decisions that were cut off, oldest first."""
        return unfinished(self._context)

    def resume(
        self, decision: str = "", *, anybodys: bool, progress: Progress | None = None
    ) -> tuple[Resumed, ...]:
        """Finish decisions that were cut off. See `core.sync.carry.resume.resume`."""
        told = progress or NoProgress()
        return resume(self._context, decision, anybodys=anybodys, progress=told, stop=never_stop())

    def abandon(self, decision: str, *, reason: str) -> Resumed:
        """Close a decision as it stands. See `core.sync.carry.resume.abandon`."""
        return abandon(self._context, decision, reason=reason)

    def sync_back(
        self,
        *,
        space: str | None = None,
        dry_run: bool = False,
        explain: bool = False,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> SyncedBack:
        """Offer the hub's changes to Git. See `core.sync.sync_back.sync_back` for what it raises."""
        self._known(space)
        return sync_back(
            self._context,
            space=space,
            dry_run=dry_run,
            explain=explain,
            progress=progress or NoProgress(),
            stop=stop or never_stop(),
        )

    def actor(self) -> Actor:
        """Say who acts."""
        return self._context.operator.actor()

    def now(self) -> float:
        """Read the clock, in seconds since the epoch."""
        return self._context.clock.seconds()

    def moment(self) -> Moment:
        """Read both clocks, for what must not depend on the one that can be set."""
        return self._context.clock.moment()

    def _known(self, space: str | None) -> None:
        if space is None or space in self._context.spaces or space in self._context.hub.spaces():
            return
        raise NotFound(
            f"There is no space {space}",
            why="neither the settings nor the hub name it",
            next_step=f"the spaces are: {', '.join(self._context.spaces) or 'none yet'}",
        )
