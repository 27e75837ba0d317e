"""Grid, value and result of one item as one pane; the screen says what is chosen, this shows it."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult

from core.merge.previewed import Preview
from core.merge.resolution import Field, FieldState, Resolution
from core.model.item import Opened
from tui.look import Glyphs
from tui.sizes import USUAL_SIZES, Sizes
from tui.widgets.document_view import DocumentShown, DocumentView
from tui.widgets.field_grid import FieldGrid
from tui.widgets.grid_note import GridNote, Unshown
from tui.widgets.ground import Columns, Rows
from tui.widgets.line_list import RowPointed
from tui.widgets.value_view import Shown, ValueView

__all__ = ["ResolvePane"]


class ResolvePane(Rows):
    """Shows an opened item and a resolution of it."""

    DEFAULT_CSS = """
    ResolvePane { height: 1fr; }
    """

    def __init__(self, glyphs: Glyphs, clock: Callable[[], float], sizes: Sizes = USUAL_SIZES) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._sizes = sizes
        self._clock = clock
        self._opened: Opened | None = None
        self._resolution = Resolution()
        self._preview: Preview | None = None

    def compose(self) -> ComposeResult:
        """Lay out grid, note, value and result."""
        with Columns():
            with Rows():
                yield FieldGrid(self._glyphs, self._sizes)
                yield GridNote(self._glyphs)
                with Columns(id="below"):
                    yield ValueView()
                    yield DocumentView(self._glyphs, id="near")
            yield DocumentView(self._glyphs, id="beside")

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
        self._opened, self._resolution, self._preview = opened, resolution, None
        self.grid.load(resolution, moved)
        if resolution.open:
            self.grid.point_at(resolution.open[0].key)
        self._count()
        self._follow()

    def show(self, resolution: Resolution) -> None:
        """Show other choices."""
        self._resolution = resolution
        self.grid.show(resolution)
        self._count()
        self._follow()

    @property
    def shows_document(self) -> bool:
        """There is room for the whole document."""
        return any(view.display and view.size.height > 1 for view in self.query(DocumentView))

    def show_document(self, preview: Preview) -> None:
        """Show the document that the choices make."""
        self._preview = preview
        self._follow()

    def name_owners(self, opened: Opened) -> None:
        """Show who set the fields, now that more is known."""
        self._opened = opened
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
        self._count()
        self._follow()

    @on(RowPointed)
    def _pointed(self) -> None:
        self._follow()

    def _count(self) -> None:
        """Count what nobody has to look at."""
        opened, states = self._opened, map(self._resolution.state, self._resolution.fields)
        if opened is not None:
            self.query_one(GridNote).unshown = Unshown(
                by_rule=sum(state is FieldState.BY_RULE for state in states),
                alike=self.grid.hidden,
                ignored=len(opened.ignored),
                warned=len(opened.warned),
            )

    def _follow(self) -> None:
        """Show in full the field in hand."""
        opened, field = self._opened, self.field
        if opened is None:
            return
        if field is not None:
            owners = opened.owners.get(field.key, {})
            shown = Shown(field=field, owners=owners, now=self._clock(), glyphs=self._glyphs)
            self.query_one(ValueView).shown = shown
        document = DocumentShown(
            resolution=self._resolution, preview=self._preview, key=field.key if field else ""
        )
        for view in self.query(DocumentView):
            view.shown = document
