"""The inbox: what waits, most urgent first; a preview of the row in hand."""

from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.timer import Timer

from core.model.item import Inbox, Item, Opened, UnknownUnit
from core.model.people import Actor
from core.progress import Progress, Stop
from core.safetext import safe_line
from tui.context import Context
from tui.desk import DeskFace
from tui.jobs import JobKind
from tui.keys import bindings
from tui.messages import Failed, InboxRead, ItemOpened, ItemPeeked
from tui.screens.base import DeskScreen, fresh_piece
from tui.screens.inbox_words import count_pieces, why_lines
from tui.screens.reading import ReadingScreen
from tui.widgets.bars import Piece, Pieces
from tui.widgets.inbox_pane import InboxPane
from tui.widgets.line_list import RowOpened, RowPointed
from tui.widgets.lines import Span

__all__ = ["InboxScreen"]

_FRESH_SECONDS: Final = 20.0
_MINUTE_SECONDS: Final = 60.0


class InboxScreen(DeskScreen):
    """The bottom of the stack; it stays while items are opened above it."""

    ROOM = "inbox"
    BINDINGS = bindings("inbox")

    def __init__(self, context: Context, *, rest_seconds: float, start: str | None = None) -> None:
        super().__init__(context)
        self.inbox: Inbox | None = None
        self.actor: Actor | None = None
        self._rest_seconds = rest_seconds
        self._start = start
        self._rest: Timer | None = None
        self._peeked: tuple[Opened, float] | None = None
        self._wanted = ""
        self._leaving = False

    def body(self) -> ComposeResult:
        """Lay out the pane."""
        yield InboxPane(self.context.drafts, self.context.look.glyphs, self.context.jobs.now)

    @property
    def pane(self) -> InboxPane:
        """What shows the inbox."""
        return self.query_one(InboxPane)

    def on_mount(self) -> None:
        """Start reading; ages grow by the minute."""
        self.reread()
        self.set_interval(_MINUTE_SECONDS, self.show_again)
        if self._start:
            self.ask(self._start)

    def show_again(self) -> None:
        """Show the same reading again: choices were made, or time went by."""
        self.pane.show_rows()
        self.show_header()

    def reread(self) -> None:
        """Read the inbox again, in the background."""
        space = self.context.space

        def work(desk: DeskFace, progress: Progress, stop: Stop) -> InboxRead:
            return InboxRead(desk.inbox(space=space, progress=progress, stop=stop), desk.actor())

        self.set_running("reading..")
        self.context.jobs.ask(JobKind.INBOX, self, work)

    def pieces(self) -> Pieces:
        """Say where we are and how much waits."""
        name = " ".join(filter(None, (self.context.workspace or "headgate", self.context.space)))
        counts = count_pieces(self.inbox, self.context.drafts) if self.inbox else ()
        left = (Piece((Span(safe_line(name), "title"),)), *counts, *self.running_pieces())
        read = fresh_piece(self.inbox.read_at, self.context.jobs.now()) if self.inbox else ()
        who = (Piece((Span(safe_line(self.actor.name)),), rank=4),) if self.actor else ()
        return Pieces(left, (*read, *who))

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
                self.post_message(ItemOpened(opened, plan))
                return
        self.set_running("opening..")
        self.context.jobs.ask(
            JobKind.OPEN, self, lambda desk, *_: ItemOpened(desk.open(item_id), plan), subject=item_id
        )

    def on_inbox_read(self, message: InboxRead) -> None:
        """Show what was read."""
        message.stop()
        self.inbox, self.actor = message.inbox, message.actor
        self._peeked = None
        self.running = ""
        self.pane.show(message.inbox)
        self.show_header()

    def on_item_opened(self, message: ItemOpened) -> None:
        """Let the app show it, unless the operator went on to something else."""
        self.set_running("")
        if message.opened.item.id != self._wanted or not self.is_current:
            message.stop()

    def on_item_peeked(self, message: ItemPeeked) -> None:
        """Fill the preview."""
        message.stop()
        self._peeked = (message.opened, self.context.jobs.now())
        self.pane.show_peek(message.opened)

    def failed(self, message: Failed) -> None:
        """Show what failed, but for a preview: nobody asked for that."""
        if message.job != JobKind.PEEK.name:
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
        """Read the item under the resting cursor for the preview."""
        row = self.pane.row
        if isinstance(row, Item) and self.is_current and not self.pane.has_peeked(row.id):
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

    def action_filter(self) -> None:
        """Type what to look for."""
        self.pane.filter.start()

    def action_back(self) -> None:
        """Take the message away, else clear the filter."""
        self._leaving = False
        if self.notice.said:
            self.notice.clear()
        else:
            self.pane.back()

    def action_only(self) -> None:
        """Hide or show what needs nobody."""
        self.pane.only = not self.pane.only

    def action_undecided(self, way: int) -> None:
        """Go to the next item that needs a person."""
        if not self.pane.undecided(way):
            self.notice.say("No item here needs a person.", style="quiet")

    def action_reread(self) -> None:
        """Read all sides again."""
        self.notice.clear()
        self.reread()

    def action_copy(self) -> None:
        """Copy the unit's name."""
        if row := self.pane.row:
            self.copy(str(row.unit), "the unit's name")

    def action_twin(self) -> None:
        """Copy the command that shows the item."""
        if isinstance(row := self.pane.row, Item):
            self.copy(f"headgate show {row.id}", "the command")

    def action_why(self) -> None:
        """Say why the row is here, and what could not be read."""
        row, inbox = self.pane.row, self.inbox
        if row is not None and inbox is not None:
            title = (Span("Why it is here: ", "title"), Span(safe_line(str(row.unit)), "strong"))
            self.app.push_screen(
                ReadingScreen(self.context, title, lambda width: why_lines(row, inbox, width))
            )

    def action_quit(self) -> None:
        """Leave; a second time where choices would be dropped."""
        kept = len(self.context.drafts)
        if kept and not self._leaving:
            self._leaving = True
            self.notice.say(
                f"{kept} item{'s' if kept > 1 else ''} with choices not applied: they end with this run. "
                "q again leaves, Esc stays.",
                style="alert",
            )
            return
        self.app.exit(return_code=0)
