"""One item: its fields by sides, and what the operator chooses."""

from collections.abc import Iterable, Sequence
from typing import Final

from textual import on

from core.errors import HeadgateError
from core.merge.places import Side
from core.merge.resolution import Choice, Resolution
from core.model.item import Item, Opened
from core.model.remembered import taken
from core.safetext import safe_line
from tui.context import Context
from tui.jobs import JobKind
from tui.keys import bindings
from tui.messages import Failed, ItemOpened, NeighbourAsked, PlanAsked
from tui.reopen import Carried, carry_over, find_again
from tui.screens.dialogs import TakeMany, TakenMany
from tui.screens.resolve_marking import ItemMarking
from tui.screens.resolve_words import open_words, scopes
from tui.screens.session_starting import SessionStarting
from tui.trail import Trail
from tui.widgets.bars import KeyBar
from tui.widgets.item_offer import OfferBar
from tui.widgets.line_list import RowOpened

__all__ = ["ResolveScreen"]

_DECIDED: Final = "All decided. A shows what would be written; nothing is written yet."
_ALL_DECIDED: Final = "All decided for {} units. A shows what would be written; nothing is yet."


class ResolveScreen(ItemMarking, SessionStarting):
    """Owns the choices; every one is kept at once, undoable, and written nowhere."""

    ROOM = "resolve"
    BINDINGS = bindings("resolve")

    def __init__(self, context: Context, opened: Opened, alike: Sequence[Item] = ()) -> None:
        recalled = context.drafts.recall(opened)
        super().__init__(context, opened, recalled.resolution, alike)
        self._dropped = recalled.lost
        self._refused: HeadgateError | None = None
        self._rereading = False

    def on_mount(self) -> None:
        """Show the fields, the first undecided one in hand; say which kept choices stand no more."""
        self._load(frozenset())
        self.context.leases.take(self.opened.item.unit)
        if others := self.opened.item.open_at:
            self.notice.say(open_words(others, self.context.jobs.now()), style="word")
        if self.opened.stale:
            self.notice.say(safe_line(f"STALE: {self.opened.stale}"), style="alert")
        if lost := self._dropped:
            paths = ", ".join(key.partition("#")[2] for key in lost)
            kept = len(self.resolution.choices)
            words = f"{kept} kept choices stand; to choose again, because it moved since: {paths}"
            self.notice.say(safe_line(words), style="alert")

    def on_unmount(self) -> None:
        """Let others see that it is open here no more."""
        self.context.leases.let_go(self.opened.item.unit)

    def reread(self, refused: HeadgateError | None = None) -> None:
        """Read the item again and keep the choices whose values did not change."""
        self._refused, self._rereading = refused, True
        item = self.opened.item
        self.set_running("reading again..")
        if refused is not None:
            self.notice.fail(refused)
        self.context.jobs.ask(
            JobKind.OPEN,
            self,
            lambda desk, progress, stop: ItemOpened(find_again(desk, item, progress, stop), item.id),
            subject=item.id,
        )

    def on_item_opened(self, message: ItemOpened) -> None:
        """Carry the choices over to what was read again; another item is the app's to show."""
        if not self._rereading:
            return
        message.stop()
        self._rereading = False
        carried = carry_over(self.opened.resolution, message.opened.resolution, self.resolution.choices)
        self.context.drafts.forget(self.opened.item.id)
        self.opened = message.opened
        if message.opened.item.id not in {item.id for item in self.alike}:
            self.alike = ()
        self.trail = Trail(now=carried.resolution)
        self.running = ""
        self._load(carried.moved)
        self._say_carried(carried)

    def failed(self, message: Failed) -> None:
        """Show what failed; the choices stay."""
        self._rereading = False
        super().failed(message)

    @on(RowOpened)
    def _clicked(self) -> None:
        self.action_value()

    def action_take(self, side: str) -> None:
        """Let a side's value survive in the field in hand or the marked ones; go to the next undecided."""
        taken, wanted = Side(side), self.targets
        offered = [field for field in wanted if field.offers(taken)]
        if offered:
            open_here = any(self.resolution.settled(field) is None for field in offered)
            self.choose([field.key for field in offered], taken, go_on=open_here)
            self.unmark()
        if without := len(wanted) - len(offered):
            where = "here" if len(wanted) == 1 else f"in {without} of them"
            self.notice.say(f"{side.capitalize()} was not read {where}, so it cannot be taken.", style="word")

    def action_leave(self) -> None:
        """Take the choice of the field in hand back, or those of the marked ones."""
        chosen = [field.key for field in self.targets if self.resolution.choice(field.key) is not None]
        if chosen:
            self._go(self.trail.step(self.resolution.forget(chosen)))
            self.unmark()

    def action_remembered(self) -> None:
        """Choose for what is undecided as it was chosen before for the same change; undoable."""
        before = taken(self.resolution, self.opened.remembered)
        if before == self.resolution:
            self.notice.say("Nothing was decided before for what is undecided here.", style="quiet")
            return
        self._go(self.trail.step(before))

    def action_take_more(self) -> None:
        """Take one side for many fields."""
        found = scopes(self.opened, self.resolution.open, self.pane.field, self.marked)
        if not found:
            self.notice.say("There is no field to decide here.", style="quiet")
            return

        def taken(answer: TakenMany | None) -> None:
            if answer is not None:
                self.choose(answer.scope.keys, Side(answer.value), go_on=True)
                self.unmark()

        self.app.push_screen(TakeMany(found, self.context.look.glyphs), taken)

    def action_undecided(self, way: int) -> None:
        """Go to the next field that needs a person."""
        if not self.pane.undecided(way):
            self._say_decided()

    def action_undo(self) -> None:
        """Take the last choice back."""
        self._go(self.trail.undo())

    def action_redo(self) -> None:
        """Choose again what was undone."""
        self._go(self.trail.redo())

    def action_neighbour(self, step: int) -> None:
        """Go to another item, choices kept."""
        self.post_message(NeighbourAsked(self.opened.item.id, step))

    def action_plan(self) -> None:
        """See the plan; where something is undecided, go there instead and say so."""
        if left := len(self.resolution.open):
            self.pane.undecided(1)
            fields = "1 field is" if left == 1 else f"{left} fields are"
            self.notice.say(f"{fields} undecided: 1 2 3 takes a side, then A shows the plan.", style="alert")
        else:
            self.notice.clear()
            self.post_message(PlanAsked(self.opened, self.resolution))

    def action_session(self) -> None:
        """See the break-glass session of the item's space, or begin one."""
        self.enter_session(self.opened.item.unit.space)

    def action_reread(self) -> None:
        """Read all sides again, choices kept."""
        self.notice.clear()
        self.reread()

    def action_back(self) -> None:
        """Take the message or the marks away, else go back to the inbox."""
        if self.notice.said:
            self.notice.clear()
        elif not self.unmark():
            self.dismiss()

    def choose(self, keys: Iterable[str], choice: Choice, *, go_on: bool) -> None:
        """Choose for some fields, undoably."""
        self._go(self.trail.step(self.resolution.choose(keys, choice)))
        if not self.resolution.open:
            self._say_decided()
        elif go_on:
            self.pane.undecided(1)

    def _go(self, trail: Trail[Resolution]) -> None:
        self.trail = trail
        self.notice.clear()
        self.pane.show(self.resolution)
        self.ask_preview()
        self._keep()

    def _say_decided(self) -> None:
        many = len(self.alike)
        self.notice.say(_ALL_DECIDED.format(many) if many else _DECIDED, style="good")

    def _load(self, moved: frozenset[str]) -> None:
        self.texts = {}
        self.pane.load(self.opened, self.resolution, moved)
        self.ask_details()
        self._keep()

    def _keep(self) -> None:
        """Keep the choices, and say in header and key bar what they changed."""
        self.context.drafts.keep(self.opened.item, self.resolution)
        blocked = {"resolve.plan"} if self.resolution.open else set[str]()
        if not self.trail.past:
            blocked.add("resolve.undo")
        self.query_one(KeyBar).blocked = frozenset(blocked)
        still = {field.key for field in self.resolution.open}
        offers = [one for one in self.opened.remembered if one.field in still]
        self.query_one(OfferBar).offer(offers, now=self.context.jobs.now())
        self.show_header()

    def _say_carried(self, carried: Carried) -> None:
        kept, lost, moved = len(carried.resolution.choices), len(carried.lost), len(carried.moved)
        words = f"Read again: {moved} moved, {kept} kept, {lost} to choose again."
        if self._refused is not None:
            self.notice.fail(self._refused, then=words)
        else:
            self.notice.say(words, style="word")
        self._refused = None
