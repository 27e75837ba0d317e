"""Grid, value and result of one item as one pane; the screen says what is chosen, this shows it."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from core.merge.resolution import Field, Resolution
from core.model.item import Opened
from tui.look import Glyphs
from tui.widgets.field_grid import FieldGrid
from tui.widgets.grid_note import GridNote
from tui.widgets.line_list import RowPointed
from tui.widgets.result_view import ResultView
from tui.widgets.value_view import Shown, ValueView

__all__ = ["ResolvePane"]


class ResolvePane(Vertical):
    """Shows an opened item and a resolution of it."""

    DEFAULT_CSS = """
    ResolvePane { height: 1fr; }
    """

    def __init__(self, glyphs: Glyphs, clock: Callable[[], float]) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._clock = clock
        self._opened: Opened | None = None
        self._resolution = Resolution()

    def compose(self) -> ComposeResult:
        """Lay out grid, note, value and result."""
        yield FieldGrid(self._glyphs)
        yield GridNote(self._glyphs)
        with Horizontal(id="below"):
            yield ValueView()
            yield ResultView(self._glyphs)

    @property
    def grid(self) -> FieldGrid:
        """The fields."""
        return self.query_one(FieldGrid)

    @property
    def field(self) -> Field | None:
        """The field in hand."""
        return self.grid.field

    def load(self, opened: Opened, resolution: Resolution, moved: frozenset[str]) -> None:
        """Show an item that was just read, the first undecided field in hand."""
        self._opened, self._resolution = opened, resolution
        self.grid.load(resolution, moved)
        if resolution.open:
            self.grid.point_at(resolution.open[0].key)
        self._follow()

    def show(self, resolution: Resolution) -> None:
        """Show other choices."""
        self._resolution = resolution
        self.grid.show(resolution)
        self._follow()

    def undecided(self, way: int) -> bool:
        """Go to the next undecided field that way; False where all are decided."""
        field = self.grid.undecided(way)
        if field is not None:
            self.grid.point_at(field.key)
        return field is not None

    def toggle_alike(self) -> None:
        """Hide or show what both moved alike."""
        self.grid.toggle_alike()
        self._follow()

    @on(RowPointed)
    def _pointed(self) -> None:
        self._follow()

    def _follow(self) -> None:
        """Show in full the field in hand."""
        opened, field = self._opened, self.field
        if opened is None:
            return
        if field is not None:
            owners = opened.owners.get(field.key, {})
            shown = Shown(field=field, owners=owners, now=self._clock(), glyphs=self._glyphs)
            self.query_one(ValueView).shown = shown
        self.query_one(ResultView).shown = (self._resolution, field.key if field else "")
        self.query_one(GridNote).unshown = (self.grid.hidden, len(opened.ignored), len(opened.warned))
