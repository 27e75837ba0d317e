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
from tui.messages import HistoryRead
from tui.screens.base import DeskScreen
from tui.widgets.bars import Piece, Pieces
from tui.widgets.filter_line import FilterChanged, FilterLeft, FilterLine
from tui.widgets.history_list import HistoryList
from tui.widgets.history_preview import HistoryPreview
from tui.widgets.line_list import RowPointed
from tui.widgets.lines import Span

__all__ = ["HistoryReading"]


class _HistoryFilter(FilterLine):
    HELP = HELP


class HistoryReading(DeskScreen):
    """Shows what happened; what is done with it is the screen's."""

    def __init__(self, context: Context, looked_for: str = "") -> None:
        super().__init__(context)
        self.looked_for = looked_for
        self.past: tuple[Past, ...] = ()

    def body(self) -> ComposeResult:
        """Lay out filter, list and the row in hand."""
        yield _HistoryFilter()
        yield HistoryList(self.context.look.glyphs)
        yield HistoryPreview(self.context.look.glyphs)

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
        self.query_one(HistoryPreview).shown = self.rows.row
