"""Deciding many items from the inbox: marks, groups, one side for all of them, their plans."""

from collections.abc import Sequence

from core.merge.alike import chosen_alike
from core.merge.places import Side
from core.merge.resolution import Resolution
from core.model.groups import Group
from core.model.item import Item, Opened
from core.model.remembered import taken
from core.progress import Progress, Stop
from core.safetext import safe_line
from tui.context import Context
from tui.desk import DeskFace
from tui.jobs import JobKind
from tui.later import many_plan_screen
from tui.marking import items_of_row
from tui.reopen import carry_over
from tui.screens.inbox_dialog import TakeAll
from tui.screens.inbox_messages import ManyOpened
from tui.screens.inbox_reading import InboxReading

__all__ = ["InboxDeciding"]

_MANY = 2


class InboxDeciding(InboxReading):
    """Owns the marks; decides nothing without a plan that lists every unit."""

    alike: tuple[Item, ...] = ()
    """The items that are decided like the one that is open; empty where it is open for itself."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._undone: dict[str, Resolution] = {}

    @property
    def targets(self) -> tuple[Item, ...]:
        """What a verb speaks of: the marked items, else those of the row in hand; done ones left out."""
        items = self.pane.marked or items_of_row(self.pane.row)
        return tuple(item for item in items if item.id not in self.pane.done)

    def alike_with(self, item_id: str) -> tuple[Item, ...]:
        """Give the items that are decided with one, itself among them; none where it is open for itself."""
        there = len(self.alike) >= _MANY and any(item.id == item_id for item in self.alike)
        return self.alike if there else ()

    def members(self, group: Group) -> tuple[Item, ...]:
        """Give the items of a group that are decided: where some are marked, those."""
        waiting = tuple(item for item in group.items if item.id not in self.pane.done)
        marked = tuple(item for item in waiting if item.id in self.pane.marks.ids)
        return marked or waiting

    def action_mark(self) -> None:
        """Mark the row in hand, or take its mark away."""
        if row := self.pane.row:
            self.pane.mark(self.pane.marks.turned(row))

    def action_range(self) -> None:
        """Begin a range here, or end it here."""
        self.pane.mark(self.pane.marks.begun(self.pane.items.cursor))
        self.pane.mark(self.pane.marks.reached(self.pane.items.rows, self.pane.items.cursor))

    def action_all(self) -> None:
        """Mark all that is shown, or nothing."""
        self.pane.mark(self.pane.marks.all(self.pane.items.rows))

    def action_fold(self, way: int) -> None:
        """Unfold a group, or fold it."""
        if not self.pane.fold(unfolded=way > 0) and isinstance(self.pane.row, Group):
            return
        if not isinstance(self.pane.row, Group) and way > 0:
            self.notice.say("Only a group unfolds.", style="quiet")

    def action_sort(self) -> None:
        """Go to the next order."""
        self.pane.sort()
        self.notice.say(f"Sorted: {self.pane.order}.", style="quiet")

    def action_take(self) -> None:
        """Take one side for the marked items, or for the row in hand."""
        if not (targets := self.targets):
            return

        def chosen(side: Side | None) -> None:
            if side is not None:
                self._open_many(targets, side)

        self.app.push_screen(TakeAll(targets, self.context.look.glyphs), chosen)

    def action_remembered(self) -> None:
        """Open the row in hand with what was chosen before for the same change; writes nothing."""
        opened = self.pane.peeked
        if opened is None or not opened.remembered:
            self.notice.say("Nothing was decided before for this change.", style="quiet")
            return
        self.context.drafts.keep(opened.item, taken(self._so_far(opened), opened.remembered))
        self.open_row()

    def action_undo(self) -> None:
        """Take the choices for the row in hand back; nothing of them was sent."""
        opened, drafts = self.pane.peeked, self.context.drafts
        if opened is None or not drafts.choices(opened.item.id):
            self.notice.say("There is no choice here that could be taken back.", style="quiet")
            return
        before = self._undone[opened.item.id] = self._so_far(opened)
        drafts.forget(opened.item.id)
        self.show_again()
        self.notice.say(f"{_choices(before)} taken back; U makes them again.", style="quiet")

    def action_redo(self) -> None:
        """Make the choices again that were taken back here."""
        opened = self.pane.peeked
        before = self._undone.pop(opened.item.id, None) if opened else None
        if opened is None or before is None:
            self.notice.say("Nothing was taken back here.", style="quiet")
            return
        carried = carry_over(before, opened.resolution, before.choices).resolution
        self.context.drafts.keep(opened.item, carried)
        self.show_again()
        self.notice.say(f"{_choices(carried)} made again.", style="quiet")

    def action_plan(self) -> None:
        """Plan the marked items or a group with the choices there are; of one item go to its own plan."""
        targets = self.targets
        if len(targets) >= _MANY or self.pane.marked:
            self._open_many(targets, None)
        elif targets:
            self.ask(targets[0].id, plan=True)

    def plan_alike(self, opened: Opened, resolution: Resolution) -> bool:
        """Plan what was chosen for an item for all that are alike; False where it is open for itself."""
        names = [str(item.id) for item in self.alike_with(opened.item.id)]
        if not names:
            return False

        def work(desk: DeskFace, *_: object) -> ManyOpened:
            return ManyOpened(desk.many.open(names), like=resolution)

        self.context.jobs.ask(JobKind.OPEN, self, work)
        return True

    def on_many_opened(self, message: ManyOpened) -> None:
        """Show the plans of what was chosen."""
        message.stop()
        self.set_running("")
        wanted = [(opened, self._chosen(opened, message)) for opened in message.items]
        for opened, resolution in wanted:
            if message.like is None:
                self.context.drafts.keep(opened.item, resolution)
        self.app.push_screen(many_plan_screen(self.context, wanted))

    def open_row(self) -> None:
        """Open the row in hand; the screen that reads says how."""
        raise NotImplementedError

    def ask(self, item_id: str, *, plan: bool = False) -> None:
        """Open an item; the screen that reads says how."""
        raise NotImplementedError

    def _chosen(self, opened: Opened, message: ManyOpened) -> Resolution:
        if message.like is not None:
            return chosen_alike(message.like, opened.resolution)
        resolution = self._so_far(opened)
        if message.side is None:
            return resolution
        keys = [field.key for field in resolution.open or resolution.fields]
        return resolution.choose(keys, message.side)

    def _so_far(self, opened: Opened) -> Resolution:
        choices = self.context.drafts.choices(opened.item.id)
        return carry_over(opened.resolution, opened.resolution, choices).resolution

    def _open_many(self, items: Sequence[Item], side: Side | None) -> None:
        names = [str(item.id) for item in items]

        def work(desk: DeskFace, _: Progress, __: Stop) -> ManyOpened:
            return ManyOpened(desk.many.open(names), side)

        self.notice.clear()
        self.set_running(safe_line(f"opening {len(names)}.."))
        self.context.jobs.ask(JobKind.OPEN, self, work)


def _choices(resolution: Resolution) -> str:
    count = len(resolution.choices)
    return f"{count} choice{'' if count == 1 else 's'}"
