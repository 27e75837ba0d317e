"""Looking at the inbox: all that its screen can do without reading or opening anything."""

from textual.app import ComposeResult

from core.model.groups import Group
from core.model.item import Inbox, Item
from core.model.people import Actor
from core.safetext import safe_line
from tui.context import Context
from tui.messages import HistoryAsked
from tui.news import NO_NEWS
from tui.screens.base import DeskScreen, fresh_piece
from tui.screens.inbox_words import count_pieces, named, why_lines
from tui.screens.reading import ReadingScreen
from tui.widgets.bars import Piece, Pieces
from tui.widgets.inbox_pane import InboxPane
from tui.widgets.lines import Span

__all__ = ["InboxReading"]


class InboxReading(DeskScreen):
    """Shows the inbox that was read last."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.inbox: Inbox | None = None
        self.actor: Actor | None = None
        self.leaving = False
        self.news = NO_NEWS

    def body(self) -> ComposeResult:
        """Lay out the pane."""
        yield InboxPane(self.context.drafts, self.context.look.glyphs, self.context.jobs.now)

    @property
    def pane(self) -> InboxPane:
        """What shows the inbox."""
        return self.query_one(InboxPane)

    def show_again(self) -> None:
        """Show the same reading again: choices were made, or time went by."""
        self.pane.show_rows()
        self.show_header()

    def pieces(self) -> Pieces:
        """Say where we are and how much waits."""
        name = " ".join(filter(None, (self.context.workspace or "headgate", self.context.space)))
        counts = count_pieces(self.inbox, self.context.drafts, self.pane.done) if self.inbox else ()
        said = (Piece((Span(self.news.words, "word"),), rank=1),) if self.news.words else ()
        left = (Piece((Span(safe_line(name), "title"),)), *counts, *said, *self.running_pieces())
        newest = self.news.read_at or (self.inbox.read_at if self.inbox else "")
        read = fresh_piece(newest, self.context.jobs.now()) if newest else ()
        who = (Piece((Span(safe_line(self.actor.name)),), rank=4),) if self.actor else ()
        return Pieces(left, (*read, *who))

    def action_filter(self) -> None:
        """Type what to look for."""
        self.pane.filter.start()

    def action_back(self) -> None:
        """Take the message away, else clear the filter."""
        self.leaving = False
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

    def action_history(self) -> None:
        """See what happened."""
        self.post_message(HistoryAsked())

    def action_copy(self) -> None:
        """Copy the unit's name."""
        if row := self.pane.row:
            self.copy(named(row), "the name")

    def action_twin(self) -> None:
        """Copy the command that shows the item."""
        if isinstance(row := self.pane.row, Item | Group):
            self.copy(f"headgate show {row.id}", "the command")

    def action_why(self) -> None:
        """Say why the row is here, and what could not be read."""
        row, inbox = self.pane.row, self.inbox
        if row is not None and inbox is not None:
            title = (Span("Why it is here: ", "title"), Span(safe_line(named(row)), "strong"))
            self.app.push_screen(
                ReadingScreen(self.context, title, lambda width: why_lines(row, inbox, width))
            )
