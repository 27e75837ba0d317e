"""Marked fields of an item: what is chosen then is chosen for all of them at once."""

from textual import on

from core.merge.resolution import Field
from tui.marking import Marks
from tui.screens.resolve_editing import ItemEditing
from tui.widgets.line_list import RowPointed

__all__ = ["ItemMarking"]


class ItemMarking(ItemEditing):
    """Owns the marks; choosing is the screen's."""

    @property
    def marked(self) -> tuple[Field, ...]:
        """The marked fields in the order of the item, hidden ones too."""
        return tuple(field for field in self.resolution.fields if field.key in self.pane.grid.marks.ids)

    @property
    def targets(self) -> tuple[Field, ...]:
        """What a key speaks of: the marked fields, else the one in hand."""
        here = self.pane.field
        return self.marked or ((here,) if here else ())

    def unmark(self) -> bool:
        """Take all marks away; False where there were none."""
        had = bool(self.pane.grid.marks.ids)
        self.pane.grid.mark(Marks())
        return had

    def action_mark(self) -> None:
        """Mark the field in hand, or take its mark away."""
        if field := self.pane.field:
            self.pane.grid.mark(self.pane.grid.marks.turned(field.key))

    def action_range(self) -> None:
        """Begin a range here, or end it here."""
        grid = self.pane.grid
        grid.mark(grid.marks.begun(grid.cursor))
        grid.reach()

    def action_all(self) -> None:
        """Mark all fields that are shown, or none."""
        grid = self.pane.grid
        grid.mark(grid.marks.all([field.key for field in grid.shown]))

    @on(RowPointed)
    def _reached(self) -> None:
        if self.pane.grid.marks.start is not None:
            self.pane.grid.reach()
