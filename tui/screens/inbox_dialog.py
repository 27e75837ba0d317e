"""One side for many items: which side, and what that will be asked of."""

from collections.abc import Sequence
from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen

from core.merge.places import Side
from core.model.item import Item
from core.safetext import safe_line
from tui.keys import bindings
from tui.look import Glyphs
from tui.widgets.lines import Line, Span
from tui.widgets.paint import Bar

__all__ = ["TakeAll"]

_SIDES: Final = {"1": Side.GIT, "2": Side.HUB, "3": Side.LIVE, "0": Side.BASE}
_NAMED: Final = 6


class _Units(Bar):
    """What is decided, and by which keys."""

    def __init__(self, items: Sequence[Item], glyphs: Glyphs) -> None:
        super().__init__()
        self._items = items
        self._glyphs = glyphs

    def lines(self, width: int) -> list[Line]:  # noqa: ARG002  short lines
        count, left = len(self._items), sum(item.undecided for item in self._items)
        head = f"Take one side for {count} item{'s' if count > 1 else ''}, {left} undecided fields"
        named = [
            (Span(f"  {self._glyphs.dot} ", "quiet"), Span(safe_line(f"{item.unit}  {item.kind}")))
            for item in self._items[:_NAMED]
        ]
        more = [(Span(f"  and {count - _NAMED} more", "quiet"),)] if count > _NAMED else []
        sides = [
            part
            for key, side in _SIDES.items()
            for part in (Span(f" {key} ", "key"), Span(side.value, side.value))
        ]
        last: Line = (Span(" Then the plan of every unit. Esc  leave as it is", "quiet"),)
        return [(Span(head, "title"),), *named, *more, (), tuple(sides), last]


class TakeAll(ModalScreen[Side | None]):
    """Which side? The digits are those of the columns; nothing is written by it."""

    BINDINGS = bindings("ask")

    def __init__(self, items: Sequence[Item], glyphs: Glyphs) -> None:
        super().__init__()
        self._items = items
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        with Vertical(id="dialog"):
            yield _Units(self._items, self._glyphs)

    def on_key(self, event: Key) -> None:
        """Take by digit."""
        if event.character in _SIDES:
            event.stop()
            self.dismiss(_SIDES[event.character])

    def action_back(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)
