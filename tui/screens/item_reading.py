"""Looking at one item: all that the resolve screen can do without choosing anything."""

from textual.app import ComposeResult

from core.merge.resolution import Resolution
from core.model.item import Opened
from core.safetext import safe_line
from tui.context import Context
from tui.oneline import one_line, printed_path
from tui.screens.base import DeskScreen, fresh_piece, production_piece
from tui.screens.reading import ReadingScreen
from tui.screens.resolve_words import explained, full_value
from tui.trail import Trail
from tui.twin import resolve_command
from tui.widgets.bars import Piece, Pieces
from tui.widgets.lines import Span
from tui.widgets.resolve_pane import ResolvePane

__all__ = ["ItemReading"]


class ItemReading(DeskScreen):
    """Shows an opened item and the resolution in hand."""

    def __init__(self, context: Context, opened: Opened, resolution: Resolution) -> None:
        super().__init__(context)
        self.opened = opened
        self.trail = Trail(now=resolution)

    def body(self) -> ComposeResult:
        """Lay out the pane."""
        yield ResolvePane(self.context.look.glyphs, self.context.jobs.now)

    @property
    def pane(self) -> ResolvePane:
        """What shows the item."""
        return self.query_one(ResolvePane)

    @property
    def resolution(self) -> Resolution:
        """The fields and what was chosen so far."""
        return self.trail.now

    def pieces(self) -> Pieces:
        """Say which item, how much is left, how fresh it is."""
        item, left = self.opened.item, len(self.resolution.open)
        name = (Span(f"{self.context.look.glyphs.back} ", "key"), Span(safe_line(str(item.unit)), "title"))
        count = (
            Span(f"{left} undecided", "alert" if left else "good"),
            Span(f" of {len(self.resolution.fields)}"),
        )
        left_side = (
            Piece(name),
            *production_piece(production=item.production),
            Piece(count),
            Piece((Span(item.kind, "quiet"),), rank=4),
            *self.running_pieces(),
        )
        return Pieces(left_side, fresh_piece(self.opened.read_at, self.context.jobs.now()))

    def action_value(self) -> None:
        """Read the whole value on every side."""
        if field := self.pane.field:
            opened, glyphs = self.opened, self.context.look.glyphs
            title = (Span("Value: ", "title"), Span(printed_path(field.path), "strong"))
            self.app.push_screen(
                ReadingScreen(self.context, title, lambda width: full_value(opened, field, width, glyphs))
            )

    def action_why(self) -> None:
        """Read the warnings and what was ignored."""
        opened = self.opened
        title = (Span("Warnings, and what was ignored: ", "title"), Span(safe_line(str(opened.item.unit))))
        self.app.push_screen(ReadingScreen(self.context, title, lambda width: explained(opened, width)))

    def action_same(self) -> None:
        """Hide or show what both moved alike."""
        self.pane.toggle_alike()

    def action_base_column(self) -> None:
        """Hide or show the base column."""
        self.pane.grid.toggle_base()

    def action_copy(self) -> None:
        """Copy the value in hand."""
        if field := self.pane.field:
            held = self.resolution.result(field)
            shown = field.place.hub if held is None else held
            self.copy(one_line(shown, sensitive=field.place.sensitive), "the value")

    def action_twin(self) -> None:
        """Copy the command that does the same."""
        self.copy(resolve_command(self.opened.item, self.resolution), "the command")
