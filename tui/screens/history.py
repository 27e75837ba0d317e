"""What happened: decisions and revisions, newest first; compare, take back, take along."""

from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.events import Resize
from textual.widgets import Input

from core.errors import HeadgateError
from core.model.past import Past
from core.progress import Progress, Stop
from core.report.past import json_past, markdown_past
from core.safetext import safe_line
from tui.context import Context
from tui.desk import DeskFace
from tui.exporting import export
from tui.history_filter import HELP, fitting
from tui.jobs import JobKind
from tui.keys import bindings
from tui.messages import AccountRead, DiffRead, HistoryRead
from tui.screens.base import DeskScreen
from tui.screens.history_words import diff_lines
from tui.screens.plan import PlanScreen
from tui.screens.plan_subject import Subject, of_restore, of_undo
from tui.screens.reading import ReadingScreen
from tui.screens.receipt import ReceiptScreen
from tui.widgets.bars import Piece, Pieces
from tui.widgets.filter_line import FilterChanged, FilterLeft, FilterLine
from tui.widgets.history_list import HistoryList
from tui.widgets.history_preview import HistoryPreview
from tui.widgets.line_list import RowOpened, RowPointed
from tui.widgets.lines import Span

__all__ = ["HistoryScreen"]

_NO_REVISION: Final = "This made no revision; there is nothing to compare or to go back to."
_BY_CI: Final = "No decision of this workspace made it; B on an older revision goes back to that."


class _HistoryFilter(FilterLine):
    HELP = HELP


class HistoryScreen(DeskScreen):
    """Looks, and leads to plans; writes nothing by itself."""

    ROOM = "history"
    BINDINGS = bindings("history")

    def __init__(self, context: Context, looked_for: str = "") -> None:
        super().__init__(context)
        self._looked_for = looked_for
        self._past: tuple[Past, ...] = ()

    def body(self) -> ComposeResult:
        """Lay out filter, list and the row in hand."""
        yield _HistoryFilter()
        yield HistoryList(self.context.look.glyphs)
        yield HistoryPreview(self.context.look.glyphs)

    def on_mount(self) -> None:
        """Read what happened."""
        self.rows.now = self.context.jobs.now()
        if self._looked_for:
            self.filter.query_one(Input).value = self._looked_for
        self.action_reread()

    @property
    def rows(self) -> HistoryList:
        """The rows."""
        return self.query_one(HistoryList)

    @property
    def filter(self) -> FilterLine:
        """What is looked for."""
        return self.query_one(FilterLine)

    def pieces(self) -> Pieces:
        """Say where we are."""
        title = (Span(f"{self.context.look.glyphs.back} ", "key"), Span("History", "title"))
        where = self.context.space or self.context.workspace
        left = (Piece(title), Piece((Span(safe_line(where), "quiet"),), rank=4), *self.running_pieces())
        return Pieces(left, (Piece((Span("newest first", "quiet"),), rank=3),))

    def on_history_read(self, message: HistoryRead) -> None:
        """Show what happened."""
        message.stop()
        self._past = message.past
        self.set_running("")
        self._filter()

    @on(FilterChanged)
    def _changed(self, message: FilterChanged) -> None:
        message.stop()
        self._filter()

    @on(FilterLeft)
    def _typed(self, message: FilterLeft) -> None:
        message.stop()
        self.set_focus(self.rows)

    @on(RowPointed)
    def _pointed(self) -> None:
        self._follow()

    @on(RowOpened)
    def _clicked(self) -> None:
        self.action_open()

    def on_account_read(self, message: AccountRead) -> None:
        """Show a decision in full."""
        message.stop()
        self.set_running("")
        self.app.push_screen(ReceiptScreen(self.context, message.account))

    def on_diff_read(self, message: DiffRead) -> None:
        """Show what differs."""
        message.stop()
        self.set_running("")
        title = (Span("Changed: ", "title"), Span(safe_line(message.title), "strong"))
        diff = message.diff
        self.app.push_screen(ReadingScreen(self.context, title, lambda width: diff_lines(diff, width)))

    def action_open(self) -> None:
        """Read a decision's receipt; of a revision without one, what it changed."""
        row = self.rows.row
        if row is None:
            return
        if not row.decision:
            self.action_diff()
            return
        decision = row.decision
        self.set_running("reading..")
        self.context.jobs.ask(JobKind.OPEN, self, lambda desk, *_: AccountRead(desk.account(decision)))

    def action_mark(self) -> None:
        """Mark the revision in hand, to compare it with another one; again unmarks it."""
        row = self.rows.row
        if row is not None and row.revision:
            self.rows.marked = "" if self.rows.marked == row.id else row.id
            self.notice.say("Marked: d on another revision of the unit compares the two.", style="quiet")
        else:
            self.notice.say(_NO_REVISION, style="quiet")

    def action_diff(self) -> None:
        """Compare the revision in hand with the marked one, else with the one before it."""
        row = self.rows.row
        if row is None or not row.revision:
            self.notice.say(_NO_REVISION, style="quiet")
            return
        marked = next((one for one in self._past if one.id == self.rows.marked), None)
        if marked is not None and marked.unit != row.unit:
            self.notice.say(f"The marked one is of {marked.unit}; mark one of {row.unit}.", style="alert")
            return
        other = marked.revision if marked is not None and marked is not row else row.revision - 1
        if not other:
            self.notice.say("It is the first revision of its unit: all of it is new.", style="quiet")
            return
        self._compare(row, other)

    def _compare(self, row: Past, other: int) -> None:
        older, newer = sorted((row.revision, other))
        unit, title = row.unit, f"{row.unit} {older}..{newer}"
        self.set_running("comparing..")
        self.context.jobs.ask(
            JobKind.OPEN, self, lambda desk, *_: DiffRead(title, desk.diff(unit, older, newer))
        )

    def action_undo(self) -> None:
        """See the plan that takes the decision in hand back."""
        row = self.rows.row
        if row is None:
            return
        if not row.decision:
            self.notice.say(_BY_CI, style="quiet")
            return
        self._plan(of_undo(row.unit, row.decision, production=row.production))

    def action_restore(self) -> None:
        """See the plan that goes back to the revision in hand."""
        row = self.rows.row
        if row is None or not row.revision:
            self.notice.say(_NO_REVISION, style="quiet")
        else:
            self._plan(of_restore(row.unit, row.revision, production=row.production))

    def _plan(self, subject: Subject) -> None:
        self.notice.clear()
        self.app.push_screen(PlanScreen(self.context, subject), lambda _: self.action_reread())

    def action_export(self) -> None:
        """Write what is listed as JSON and as Markdown."""
        rows = self.rows.rows
        try:
            json_file, markdown_file = export("headgate-history", json_past(rows), markdown_past(rows))
        except HeadgateError as error:
            self.notice.fail(error)
        else:
            self.notice.say(f"Wrote {json_file} and {markdown_file.name}", style="good")

    def action_filter(self) -> None:
        """Look for something."""
        self.filter.start()

    def action_copy(self) -> None:
        """Copy the name of the row in hand."""
        if row := self.rows.row:
            self.copy(row.id, "the name")

    def action_twin(self) -> None:
        """Copy the command that shows the same."""
        if row := self.rows.row:
            words = f"--decision {row.decision}" if row.decision else str(row.unit)
            self.copy(f"headgate history {words}", "the command")

    def action_reread(self) -> None:
        """Read again what happened."""
        space = self.context.space
        self.set_running("reading..")

        def work(desk: DeskFace, progress: Progress, stop: Stop) -> HistoryRead:
            return HistoryRead(desk.past(space=space, progress=progress, stop=stop))

        self.context.jobs.ask(JobKind.OPEN, self, work)

    def action_back(self) -> None:
        """Take the message away, clear the filter, or go back."""
        if self.focused is not self.rows:
            self.set_focus(self.rows)
        elif self.notice.said:
            self.notice.clear()
        elif self.filter.text and self.filter.text != self._looked_for:
            self.filter.clear()
        else:
            self.dismiss()

    def on_resize(self, _: Resize) -> None:
        """Draw the row in hand for the new width."""
        self._follow()

    def _filter(self) -> None:
        shown = fitting(self._past, self.filter.text, self.rows.now)
        self.rows.rows = tuple(shown)
        self.filter.count(f"{len(shown)} of {len(self._past)}")
        self._follow()

    def _follow(self) -> None:
        self.query_one(HistoryPreview).shown = self.rows.row
