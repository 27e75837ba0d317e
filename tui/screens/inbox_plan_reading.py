"""Looking at the plans of many items and their receipt: all that can be done without sending anything."""

from collections.abc import Sequence
from typing import Final

from textual.app import ComposeResult
from textual.widgets import Input

from core.merge.resolution import Resolution
from core.model.item import Opened
from core.model.many import Plans, Receipts
from core.safetext import safe_line
from tui.context import Context
from tui.screens.base import production_piece
from tui.screens.lines_screen import WarnedScreen
from tui.widgets.bars import Piece, Pieces
from tui.widgets.item_plans import plans_lines
from tui.widgets.lines import Span, plain
from tui.widgets.prompt import Prompt
from tui.widgets.reader import Reader

__all__ = ["ManyPlanReading"]

_COPY_WIDTH: Final = 100


class ManyPlanReading(WarnedScreen):
    """Shows plans with two lines to type on, then the receipt of all without them."""

    def __init__(self, context: Context, wanted: Sequence[tuple[Opened, Resolution]]) -> None:
        super().__init__(context)
        self.decided = tuple(wanted)
        self.plans: Plans | None = None
        self.receipts: Receipts | None = None
        self.reason = ""
        self.writing = False

    def body(self) -> ComposeResult:
        """Lay out the plans and the two lines to type on."""
        last = self.context.drafts.last_reason
        hint = safe_line(f"Enter says again: {last}" if last else "why, for the record")
        yield Reader()
        yield Prompt((Span(" Why  ", "title"),), id="reason", placeholder=hint)
        yield Prompt((Span(" Type the word ", "title"),), id="word")

    @property
    def keys_of(self) -> str:
        """Other keys count once the plans are carried out."""
        return "plan" if self.receipts is None else "done"

    @property
    def why(self) -> Input:
        """Where the operator says why."""
        return self.query_one("#reason", Prompt).input

    @property
    def word(self) -> Input:
        """Where the operator types the word."""
        return self.query_one("#word", Prompt).input

    def pieces(self) -> Pieces:
        """Say how many units, and that nothing is written yet."""
        items = [opened.item for opened, _ in self.decided]
        name = (Span(f"{self.context.look.glyphs.back} ", "key"), Span(f"Plan {len(items)} units", "title"))
        production = production_piece(production=any(item.production for item in items))
        state = "written" if self.receipts else "nothing is written yet"
        if self.reader.total and not self.reader.is_read and not self.receipts:
            state = f"{self.reader.seen} of {self.reader.total} lines read"
        left = (Piece(name), *production, *self.running_pieces())
        return Pieces(left, () if self.writing else (Piece((Span(state, "quiet"),), rank=3),))

    def action_copy(self) -> None:
        """Copy the plans as text."""
        lines = plans_lines(self.plans, _COPY_WIDTH, self.context.look.glyphs) if self.plans else ()
        self.copy_all("\n".join(plain(line) for line in lines), "the plans")

    def action_twin(self) -> None:
        """Copy the commands that do the same, one a unit."""
        twins = [plan.twin for plan in self.plans.plans] if self.plans else []
        self.copy_all("\n".join(safe_line(twin) for twin in twins), "the commands")
