"""Looking at what happened: the rows, the filter, the one in hand."""

from textual import on
from textual.app import ComposeResult
from textual.events import Resize
from textual.widgets import Input

from core.model.past import Past
from core.progress import Progress, Stop
from core.safetext import safe_line
from tui.context import Context
from tui.desk import DeskFace
from tui.history_filter import HELP, fitting
from tui.jobs import JobKind
from tui.messages import Failed, HistoryRead, PastPeeked
from tui.screens.base import DeskScreen
from tui.screens.history_words import beside_lines
from tui.widgets.bars import Piece, Pieces
from tui.widgets.filter_line import FilterChanged, FilterLeft, FilterLine
from tui.widgets.ground import Columns, Rows
from tui.widgets.history_list import HistoryList
from tui.widgets.history_preview import HistoryPreview
from tui.widgets.line_list import RowPointed
from tui.widgets.lines import Span
from tui.widgets.reader import Reader

__all__ = ["HistoryReading"]


class _HistoryFilter(FilterLine):
    HELP = HELP


class HistoryReading(DeskScreen):
    """Shows what happened; what is done with it is the screen's."""

    def __init__(self, context: Context, looked_for: str = "") -> None:
        super().__init__(context)
        self.looked_for = looked_for
        self.past: tuple[Past, ...] = ()
        self._known: dict[str, PastPeeked] = {}

    def body(self) -> ComposeResult:
        """Lay out filter, list and the row in hand."""
        yield _HistoryFilter()
        with Columns():
            with Rows():
                yield HistoryList(self.context.look.glyphs)
                yield HistoryPreview(self.context.look.glyphs)
            yield Reader(id="happened")

    def on_mount(self) -> None:
        """Read what happened."""
        self.rows.now = self.context.jobs.now()
        if self.looked_for:
            self.filter.query_one(Input).value = self.looked_for
        self.read()

    def read(self) -> None:
        """Read what happened."""
        space = self.context.space
        self.set_running("reading..")

        def work(desk: DeskFace, progress: Progress, stop: Stop) -> HistoryRead:
            return HistoryRead(desk.past(space=space, progress=progress, stop=stop))

        self.context.jobs.ask(JobKind.OPEN, self, work)

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
        self.past = message.past
        self._known.clear()
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

    def on_resize(self, _: Resize) -> None:
        """Draw the row in hand for the new width."""
        self._follow()

    def _filter(self) -> None:
        shown = fitting(self.past, self.filter.text, self.rows.now)
        self.rows.rows = tuple(shown)
        self.filter.count(f"{len(shown)} of {len(self.past)}")
        self._follow()

    def _follow(self) -> None:
        row = self.rows.row
        self.query_one(HistoryPreview).shown = row
        self.call_after_refresh(self._peek, row)

    @property
    def beside(self) -> Reader:
        """The row in hand in full, where there is room beside the list."""
        return self.query_one("#happened", Reader)

    def _peek(self, row: Past | None) -> None:
        """Read all that is known of a row, where that is shown and the cursor is still on it."""
        if row is None or row != self.rows.row or not self.beside.size.width:
            return
        self._show_beside(row, self._known.get(row.id, PastPeeked(row.id, None, ())))
        if row.id not in self._known:
            self.context.jobs.ask(JobKind.PEEK, self, lambda desk, *_: _peeked(desk, row), subject=row.id)

    def on_past_peeked(self, message: PastPeeked) -> None:
        """Fill the pane, where the cursor is still there."""
        message.stop()
        self._known[message.row] = message
        if (row := self.rows.row) and row.id == message.row:
            self._show_beside(row, message)

    def _show_beside(self, row: Past, known: PastPeeked) -> None:
        glyphs = self.context.look.glyphs
        self.beside.read(lambda width: beside_lines(row, known.account, known.diff, width, glyphs))

    def failed(self, message: Failed) -> None:
        """Show what failed, but for the pane beside: nobody asked for that."""
        if message.job != JobKind.PEEK.name:
            super().failed(message)


def _peeked(desk: DeskFace, row: Past) -> PastPeeked:
    account = desk.account(row.decision) if row.decision else None
    diff = desk.diff(row.unit, row.revision - 1, row.revision) if row.revision > 1 else ()
    return PastPeeked(row.id, account, diff)
