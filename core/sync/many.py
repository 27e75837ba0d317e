"""Many: several items opened, planned and carried out one after another, each with its own decision.

There is no transaction over units and none is pretended: one that moved is reported, and the others go on.
"""

from collections.abc import Sequence

from core.errors import HeadgateError, StorageUnwritable
from core.merge.resolution import Resolution
from core.model.item import Opened
from core.model.many import NotDone, Plans, Receipts
from core.model.names import ItemId
from core.model.plan import Plan, Receipt
from core.progress import NoProgress, Progress, Stop, never_stop
from core.sync.carry.steps import carry_out
from core.sync.context import Context
from core.sync.decide import plan_item
from core.sync.inbox import find_many
from core.sync.opened import opened
from core.sync.reviewed import reviewed
from core.sync.stale import refuse_left

__all__ = ["Many"]


class Many:
    """What can be asked for several items at once; part of the desk."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def open(self, names: Sequence[str]) -> tuple[Opened, ...]:
        """Read the items of several ids, groups or units; all is read once.

        Raises:
            NotFound: nothing waits under one of the names.
            UsageError: one of them does not say which item is meant.
            SourceUnreadable: a unit cannot be read and a name was not found.
        """
        return tuple(opened(self._context, found) for found in find_many(self._context, names))

    def plan(
        self,
        wanted: Sequence[tuple[Opened, Resolution]],
        *,
        reason: str,
        apply_live: bool = False,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> Plans:
        """Plan each item by itself; what cannot be planned is listed with the reason. Writes nothing.

        What is left when ``stop`` is set is in neither list: nobody looks at plans that were stopped.
        """
        plans: list[Plan] = []
        refused: list[NotDone] = []
        told, ends = progress or NoProgress(), stop or never_stop()
        for done, (item, resolution) in enumerate(wanted, start=1):
            if ends.is_set():
                break
            try:
                plan = plan_item(self._context, item, resolution, reason=reason, apply_live=apply_live)
                plans.append(reviewed(self._context, plan) if plan.effects.live else plan)
            except HeadgateError as error:
                refused.append(NotDone(unit=item.item.unit, item=item.item.id, error=error))
            told.step("plans", done, len(wanted))
        return Plans(plans=tuple(plans), refused=tuple(refused))

    def carry_out(
        self, plans: Sequence[Plan], *, progress: Progress | None = None, stop: Stop | None = None
    ) -> Receipts:
        """Carry plans out one after another; ``stop`` is asked between them, never inside one.

        Where nothing can be recorded any more, nothing more is begun: the journal comes before every effect.
        """
        done: list[Receipt] = []
        failed: list[NotDone] = []
        left = list(plans)
        told, ends = progress or NoProgress(), stop or never_stop()
        while left and not ends.is_set():
            plan = left.pop(0)
            try:
                refuse_left(self._context, plan)
                done.append(carry_out(self._context, plan, progress=NoProgress(), stop=never_stop()))
            except HeadgateError as error:
                failed.append(NotDone(unit=plan.unit, item=ItemId(plan.item), error=error))
                if isinstance(error, StorageUnwritable):
                    break
            told.step("units", len(plans) - len(left), len(plans))
        return Receipts(done=tuple(done), failed=tuple(failed), left=tuple(left))
