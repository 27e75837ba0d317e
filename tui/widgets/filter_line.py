"""The inbox's second line: what is filtered for, and how much of it is shown."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input

from tui.widgets.lines import Line, Span
from tui.widgets.paint import Bar

__all__ = ["FilterChanged", "FilterLeft", "FilterLine", "Shares"]


class FilterChanged(Message):
    """Another text is looked for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class FilterLeft(Message):
    """The operator is done typing."""


class Shares(Bar):
    """How many of how many, at the right end."""

    DEFAULT_CSS = """
    Shares { width: 34; height: 1; }
    """

    text: reactive[str] = reactive("", init=False, repaint=False)

    def watch_text(self) -> None:
        """Draw where something changed."""
        self.repaint()

    def lines(self, width: int) -> tuple[Line, ...]:
        """Draw the counts, to the right."""
        return ((Span(f"{self.text} ".rjust(width)[-width:], "quiet"),),)


class FilterLine(Horizontal):
    """An input with the counts beside it; grey words say what can be typed."""

    DEFAULT_CSS = """
    FilterLine { height: 1; }
    FilterLine > Input { width: 1fr; }
    """
    HELP: ClassVar[str] = "words, or kind: space: by: path:"

    def compose(self) -> ComposeResult:
        """Lay out input and counts."""
        field = Input(placeholder=f"/ {self.HELP}", compact=True, select_on_focus=False, id="filter")
        field.cursor_blink = False
        yield field
        yield Shares()

    @property
    def text(self) -> str:
        """What is looked for."""
        return self.query_one(Input).value

    def start(self) -> None:
        """Let the operator type; at once, since keys may come in one burst over a slow line."""
        self.screen.set_focus(self.query_one(Input))

    def clear(self) -> None:
        """Look for nothing in particular."""
        self.query_one(Input).value = ""

    def count(self, text: str) -> None:
        """Say how many are shown."""
        self.query_one(Shares).text = text

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(FilterChanged(event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(FilterLeft())
