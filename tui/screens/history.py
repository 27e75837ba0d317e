"""What happened: decisions and revisions, newest first; compare, take back, take along."""

from typing import Final

from textual import on

from core.errors import HeadgateError
from core.model.past import Past
from core.report.past import json_past, markdown_past
from core.safetext import safe_line
from tui.exporting import export
from tui.jobs import JobKind
from tui.keys import bindings
from tui.messages import AccountRead, DiffRead
from tui.screens.history_reading import HistoryReading
from tui.screens.history_words import diff_lines
from tui.screens.plan import PlanScreen
from tui.screens.plan_subject import Subject, of_restore, of_undo
from tui.screens.reading import ReadingScreen
from tui.screens.receipt import ReceiptScreen
from tui.widgets.line_list import RowOpened
from tui.widgets.lines import Span

__all__ = ["HistoryScreen"]

_DAY: Final = len("2026-11-26")
_NO_REVISION: Final = "This made no revision; there is nothing to compare or to go back to."
_BY_CI: Final = "No decision of this workspace made it; B on an older revision goes back to that."


class HistoryScreen(HistoryReading):
    """Leads to receipts, comparisons and plans; writes nothing by itself."""

    ROOM = "history"
    BINDINGS = bindings("history")

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
        marked = next((one for one in self.past if one.id == self.rows.marked), None)
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

    def action_day(self, way: int) -> None:
        """Go to the first row of the day before, or of the day after."""
        days = [row.when[:_DAY] for row in self.rows.rows]
        firsts = [at for at, day in enumerate(days) if at == 0 or days[at - 1] != day]
        further = [at for at in firsts if (at > self.rows.cursor if way > 0 else at < self.rows.cursor)]
        if further:
            self.rows.point(further[0] if way > 0 else further[-1])
        else:
            self.notice.say("No further day that way.", style="quiet")

    def action_pane(self) -> None:
        """Go to the pane beside the list, to read on there, or back."""
        if not self.beside.size.width:
            self.notice.say(
                "On a wider terminal it stands beside the list; here Enter reads it.", style="quiet"
            )
        else:
            self.set_focus(self.rows if self.focused is self.beside else self.beside)

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
        self.read()

    def action_back(self) -> None:
        """Take the message away, clear the filter, or go back."""
        if self.focused is not self.rows:
            self.set_focus(self.rows)
        elif self.notice.said:
            self.notice.clear()
        elif self.filter.text and self.filter.text != self.looked_for:
            self.filter.clear()
        else:
            self.dismiss()
