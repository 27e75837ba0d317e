"""Looking at one item: all that the resolve screen can do without choosing anything."""

from collections.abc import Sequence
from dataclasses import replace

from textual import on
from textual.app import ComposeResult

from core.errors import HeadgateError
from core.merge.places import Side
from core.merge.previewed import Preview
from core.merge.resolution import FieldState, Resolution
from core.model.item import Item, Opened
from core.progress import Progress, Stop
from core.safetext import safe_line
from tui.context import Context
from tui.desk import DeskFace
from tui.jobs import JobKind
from tui.messages import HistoryAsked, ItemDetailed, Previewed
from tui.oneline import one_line, printed_path
from tui.screens.base import DeskScreen, fresh_piece, production_piece
from tui.screens.reading import ReadingScreen
from tui.screens.resolve_words import explained, full_value
from tui.trail import Trail
from tui.twin import resolve_command
from tui.typed import preview
from tui.widgets.bars import Piece, Pieces
from tui.widgets.document_view import RoomChanged, document_lines
from tui.widgets.item_offer import OfferBar
from tui.widgets.lines import Span
from tui.widgets.resolve_pane import ResolvePane
from tui.widgets.value_view import ValueView

__all__ = ["ItemReading"]


class ItemReading(DeskScreen):
    """Shows an opened item and the resolution in hand."""

    def __init__(
        self, context: Context, opened: Opened, resolution: Resolution, alike: Sequence[Item] = ()
    ) -> None:
        super().__init__(context)
        self.opened = opened
        self.alike = tuple(alike)
        self.trail = Trail(now=resolution)
        self.texts: dict[Side, str] = {}
        self.unfinished: dict[str, str] = {}

    def body(self) -> ComposeResult:
        """Lay out the pane."""
        yield OfferBar()
        yield ResolvePane(self.context.look.glyphs, self.context.jobs.now, self.context.terminal.sizes)

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
        units = (Span(f"{len(self.alike)} units alike: ", "word"),) if self.alike else ()
        back = Span(f"{self.context.look.glyphs.back} ", "key")
        name = (back, *units, Span(safe_line(str(item.unit)), "title"))
        near = (back, *units, Span(safe_line(f"../{item.unit.unit}"), "title"))
        count = (
            Span(f"{left} undecided", "alert" if left else "good"),
            Span(f" of {len(self.resolution.fields)}"),
        )
        few = (Span(f"{left} of {len(self.resolution.fields)}", "alert" if left else "good"),)
        by_rule = sum(self.resolution.state(one) is FieldState.BY_RULE for one in self.resolution.fields)
        ruled = (Piece((Span(f"{by_rule} by rule", "quiet"),), rank=5),) if by_rule else ()
        left_side = (
            Piece(name, short=near),
            *production_piece(production=any(one.production for one in (item, *self.alike))),
            Piece(count, short=few),
            *ruled,
            Piece((Span(item.kind, "quiet"),), rank=4),
            *self.running_pieces(),
        )
        return Pieces(left_side, fresh_piece(self.opened.read_at, self.context.jobs.now()))

    def ask_details(self) -> None:
        """Find out what takes longer: who set the fields, and the whole documents."""
        opened = self.opened

        def work(desk: DeskFace, *_: Progress | Stop) -> ItemDetailed:
            try:
                texts = desk.documents(opened)
            except HeadgateError:
                texts = {}
            return ItemDetailed(opened.item.id, desk.owners(opened), texts)

        self.context.jobs.ask(JobKind.DETAIL, self, work, subject=opened.item.id)

    def on_item_detailed(self, message: ItemDetailed) -> None:
        """Show who set the fields, and the document."""
        message.stop()
        if message.item_id == self.opened.item.id:
            self.opened = replace(self.opened, owners=message.owners)
            self.texts = message.texts
            self.pane.name_owners(self.opened)
            self.ask_preview()

    def ask_preview(self, *, asked: bool = False) -> None:
        """Work the document of the choices out, where it is shown or asked for."""
        if not self.texts or not (asked or self.pane.shows_document):
            return
        resolution, text = self.resolution, self.texts.get(Side.HUB, "")
        self.context.jobs.ask(
            JobKind.PREVIEW, self, lambda *_: Previewed(resolution, preview(text, resolution), asked)
        )

    def on_previewed(self, message: Previewed) -> None:
        """Show the document, unless other choices were made meanwhile."""
        message.stop()
        if message.resolution is self.resolution:
            self.pane.show_document(message.preview)
        if message.asked:
            self._read_document(message.preview)

    def _read_document(self, shown: Preview) -> None:
        if shown.why:
            self.notice.say(f"The document cannot be shown: {shown.why}", style="alert")
            return
        title = (
            Span("Result, whole document: ", "title"),
            Span(safe_line(str(self.opened.item.unit)), "strong"),
        )
        screen = ReadingScreen(self.context, title, lambda width: document_lines(shown, width))
        self.app.push_screen(screen)

    @on(RoomChanged)
    def _room_changed(self, message: RoomChanged) -> None:
        """Work the document out where there is room for it."""
        message.stop()
        self.ask_preview()

    def action_document(self) -> None:
        """Read the whole document as the choices leave it."""
        if self.texts:
            self.ask_preview(asked=True)
        else:
            self.notice.say("Still reading the documents; again in a moment.", style="quiet")

    def action_value(self) -> None:
        """Read the whole value on every side."""
        if field := self.pane.field:
            opened, glyphs = self.opened, self.context.look.glyphs
            title = (Span("Value: ", "title"), Span(printed_path(field.path), "strong"))
            self.app.push_screen(
                ReadingScreen(self.context, title, lambda width: full_value(opened, field, width, glyphs))
            )

    def action_why(self) -> None:
        """Read why the field in hand is what it is, the warnings, and what was ignored."""
        opened, field, resolution = self.opened, self.pane.field, self.resolution
        title = (Span("Why: ", "title"), Span(safe_line(str(opened.item.unit)), "strong"))
        self.app.push_screen(
            ReadingScreen(self.context, title, lambda width: explained(opened, field, resolution, width))
        )

    def action_history(self) -> None:
        """See what happened to this unit."""
        self.post_message(HistoryAsked(f"unit:{self.opened.item.unit}"))

    def action_same(self) -> None:
        """Hide or show what both moved alike."""
        self.pane.toggle_alike()

    def action_base_column(self) -> None:
        """Hide or show the base column."""
        self.pane.grid.toggle_base()

    def action_wrap(self) -> None:
        """Show values that are too long for their line whole below it, or cut again."""
        view = self.query_one(ValueView)
        view.whole = not view.whole

    def action_copy(self) -> None:
        """Copy the value in hand."""
        if field := self.pane.field:
            held = self.resolution.result(field)
            shown = field.place.hub if held is None else held
            self.copy(one_line(shown, sensitive=field.place.sensitive), "the value")

    def action_twin(self) -> None:
        """Copy the command that does the same."""
        items = self.alike or (self.opened.item,)
        self.copy(resolve_command(items, self.resolution), "the command")
