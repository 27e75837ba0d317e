"""The inbox: what waits, most urgent first; a preview of the row in hand."""

from typing import Final

from textual import on
from textual.timer import Timer

from core.model.groups import Group
from core.model.item import Item, Opened, UnknownUnit
from core.progress import NoProgress, Progress, Stop
from core.safetext import safe_line
from tui.context import Context
from tui.desk import DeskFace
from tui.jobs import JobKind
from tui.keys import bindings
from tui.marking import items_of_row
from tui.messages import Failed, InboxRead, ItemOpened, ItemPeeked, Stopped
from tui.news import NO_NEWS, news
from tui.screens.base import DeskScreen
from tui.screens.inbox_messages import InboxPolled
from tui.screens.inbox_session import InboxSession
from tui.widgets.line_list import RowOpened, RowPointed

__all__ = ["POLL_SECONDS", "InboxScreen"]

POLL_SECONDS: Final = 10.0
"""How often a quiet reading looks whether something moved."""

_FRESH_SECONDS: Final = 20.0
_MINUTE_SECONDS: Final = 60.0


class InboxScreen(InboxSession):
    """The bottom of the stack; it stays while items are opened above it."""

    ROOM = "inbox"
    BINDINGS = bindings("inbox")

    def __init__(
        self,
        context: Context,
        *,
        rest_seconds: float,
        poll_seconds: float = POLL_SECONDS,
        start: str | None = None,
    ) -> None:
        super().__init__(context)
        self._rest_seconds = rest_seconds
        self._poll_seconds = poll_seconds
        self._start = start
        self._rest: Timer | None = None
        self._peeked: tuple[Opened, float] | None = None
        self._wanted = ""

    def on_mount(self) -> None:
        """Start reading, and look now and then whether something moved; ages grow by the minute."""
        self.reread()
        self.set_interval(_MINUTE_SECONDS, self.show_header)
        if self._poll_seconds:
            self.set_interval(self._poll_seconds, self.poll)
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

    def poll(self) -> None:
        """Look quietly whether something moved; the operator's own jobs go first."""
        space = self.context.space

        def work(desk: DeskFace, _: Progress, stop: Stop) -> InboxPolled:
            return InboxPolled(desk.inbox(space=space, progress=NoProgress(), stop=stop))

        if self.inbox is not None and not self.context.jobs.is_busy():
            self.context.jobs.ask(JobKind.POLL, self, work)

    def settled(self, *item_ids: str) -> None:
        """Go to the next item after some were carried out; their rows stay until all is read again."""
        self.pane.settle(*item_ids)
        if item_ids:
            following = self.pane.neighbour(item_ids[-1], 1) or self.pane.neighbour(item_ids[0], -1)
            if following:
                self.pane.items.point_at(following)
        self.show_header()
        self.poll()

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
        self.context.sessions.there = message.inbox.sessions
        self._peeked = None
        self.running = ""
        self.news = NO_NEWS
        jobs, drafts = self.context.jobs, self.context.drafts
        if words := drafts.offer(message.inbox, space=self.context.space, now=jobs.now()):
            self.notice.say(safe_line(words), style="word")
        self.pane.show(message.inbox)
        self.show_header()

    def on_inbox_polled(self, message: InboxPolled) -> None:
        """Mark what moved, say how much is new and which sessions are open; no row changes its place."""
        message.stop()
        if self.inbox is not None:
            self.news = news(self.inbox, message.inbox, done=self.pane.done)
            self.pane.note(self.news.gone)
            self.context.sessions.there = message.inbox.sessions
            self.show_header()
            if isinstance(self.app.screen, DeskScreen):
                self.app.screen.show_header()

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

    def on_stopped(self, message: Stopped) -> None:
        """Say that a reading was stopped, where the operator knows that there was one."""
        if message.job != JobKind.POLL.name:
            super().on_stopped(message)

    def failed(self, message: Failed) -> None:
        """Show what failed, but for a preview: nobody asked for that."""
        if message.job == JobKind.PEEK.name:
            self.pane.show_preview()
        elif message.job == JobKind.POLL.name:
            self.news = NO_NEWS
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
        items = items_of_row(self.pane.row)
        if not self.is_current or not items or self.pane.has_peeked(items[0].id):
            self.pane.show_preview()
            return
        if self.context.jobs.is_busy(JobKind.INBOX, JobKind.OPEN):
            self.pane.show_preview()
        item_id = items[0].id
        self.context.jobs.ask(
            JobKind.PEEK, self, lambda desk, *_: ItemPeeked(desk.open(item_id)), subject=item_id
        )

    def action_open(self) -> None:
        """Open the row in hand; a group is decided by its first item."""
        self.open_row()

    def open_row(self) -> None:
        """Open the row in hand; a group is decided by its first item."""
        self.alike = ()
        match self.pane.row:
            case Item() as item:
                self.ask(item.id)
            case Group() as group:
                if members := self.members(group):
                    self.alike = members
                    self.ask(members[0].id)
            case UnknownUnit():
                self.action_why()
            case None:
                pass

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
