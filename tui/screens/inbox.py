"""The inbox: what waits, most urgent first; a preview of the row in hand."""

from typing import Final

from textual import on
from textual.timer import Timer

from core.model.item import Item, Opened, UnknownUnit
from core.progress import Progress, Stop
from core.safetext import safe_line
from tui.context import Context
from tui.desk import DeskFace
from tui.jobs import JobKind
from tui.keys import bindings
from tui.messages import Failed, InboxRead, ItemOpened, ItemPeeked
from tui.screens.inbox_reading import InboxReading
from tui.widgets.line_list import RowOpened, RowPointed

__all__ = ["InboxScreen"]

_FRESH_SECONDS: Final = 20.0
_MINUTE_SECONDS: Final = 60.0


class InboxScreen(InboxReading):
    """The bottom of the stack; it stays while items are opened above it."""

    ROOM = "inbox"
    BINDINGS = bindings("inbox")

    def __init__(self, context: Context, *, rest_seconds: float, start: str | None = None) -> None:
        super().__init__(context)
        self._rest_seconds = rest_seconds
        self._start = start
        self._rest: Timer | None = None
        self._peeked: tuple[Opened, float] | None = None
        self._wanted = ""

    def on_mount(self) -> None:
        """Start reading; ages grow by the minute."""
        self.reread()
        self.set_interval(_MINUTE_SECONDS, self.show_again)
        if self._start:
            self.ask(self._start)

    def reread(self) -> None:
        """Read the inbox again, in the background."""
        space, drafts = self.context.space, self.context.drafts

        def work(desk: DeskFace, progress: Progress, stop: Stop) -> InboxRead:
            drafts.read()
            return InboxRead(desk.inbox(space=space, progress=progress, stop=stop), desk.actor())

        self.set_running("reading..")
        self.context.jobs.ask(JobKind.INBOX, self, work)

    def settled(self, item_id: str) -> None:
        """Go to the next item after one was carried out, and read again."""
        following = self.pane.neighbour(item_id, 1) or self.pane.neighbour(item_id, -1)
        if following:
            self.pane.items.point_at(following)
        self.reread()

    def ask(self, item_id: str, *, plan: bool = False) -> None:
        """Open an item: at once where it was read just now, else by reading it."""
        self._wanted = item_id
        self.notice.clear()
        if self._peeked and self._peeked[0].item.id == item_id:
            opened, when = self._peeked
            if self.context.jobs.now() - when < _FRESH_SECONDS:
                self.post_message(ItemOpened(opened, item_id, plan))
                return
        self.set_running("opening..")
        self.context.jobs.ask(
            JobKind.OPEN,
            self,
            lambda desk, *_: ItemOpened(desk.open(item_id), item_id, plan),
            subject=item_id,
        )

    def on_inbox_read(self, message: InboxRead) -> None:
        """Show what was read."""
        message.stop()
        self.inbox, self.actor = message.inbox, message.actor
        self._peeked = None
        self.running = ""
        jobs, drafts = self.context.jobs, self.context.drafts
        if words := drafts.offer(message.inbox, space=self.context.space, now=jobs.now()):
            self.notice.say(safe_line(words), style="word")
        self.pane.show(message.inbox)
        self.show_header()

    def on_item_opened(self, message: ItemOpened) -> None:
        """Let the app show it, unless the operator went on to something else."""
        self.set_running("")
        if message.asked != self._wanted or not self.is_current:
            message.stop()

    def on_item_peeked(self, message: ItemPeeked) -> None:
        """Fill the preview."""
        message.stop()
        self._peeked = (message.opened, self.context.jobs.now())
        self.pane.show_peek(message.opened)

    def failed(self, message: Failed) -> None:
        """Show what failed, but for a preview: nobody asked for that."""
        if message.job == JobKind.PEEK.name:
            self.pane.show_preview()
        else:
            super().failed(message)

    @on(RowPointed)
    def _pointed(self) -> None:
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(self._rest_seconds, self._peek) if self._rest_seconds else None
        if self._rest is None:
            self._peek()

    @on(RowOpened)
    def _clicked(self) -> None:
        self.action_open()

    def _peek(self) -> None:
        """Read the item under the resting cursor for the preview; one repaint, when all of it is there."""
        row = self.pane.row
        if not self.is_current or not isinstance(row, Item) or self.pane.has_peeked(row.id):
            self.pane.show_preview()
            return
        if self.context.jobs.is_busy(JobKind.INBOX, JobKind.OPEN):
            self.pane.show_preview()
        item_id = row.id
        self.context.jobs.ask(
            JobKind.PEEK, self, lambda desk, *_: ItemPeeked(desk.open(item_id)), subject=item_id
        )

    def action_open(self) -> None:
        """Open the row in hand."""
        match self.pane.row:
            case Item() as item:
                self.ask(item.id)
            case UnknownUnit():
                self.action_why()
            case None:
                pass

    def action_plan(self) -> None:
        """Open the item and go to its plan where nothing is undecided."""
        if isinstance(item := self.pane.row, Item):
            self.ask(item.id, plan=True)

    def action_reread(self) -> None:
        """Read all sides again."""
        self.notice.clear()
        self.reread()

    def action_quit(self) -> None:
        """Leave; a second time where choices would be dropped."""
        drafts = self.context.drafts
        kept = 0 if drafts.outlive_us else len(drafts)
        if kept and not self.leaving:
            self.leaving = True
            self.notice.say(
                f"{kept} item{'s' if kept > 1 else ''} with choices not applied: they end with this run. "
                "q again leaves, Esc stays.",
                style="alert",
            )
            return
        self.app.exit(return_code=0)
