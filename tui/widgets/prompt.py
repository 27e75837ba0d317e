"""One line to type on, with a label before it."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import reactive
from textual.widgets import Input

from tui.widgets.lines import Line
from tui.widgets.paint import Bar

__all__ = ["Label", "Prompt"]


class Label(Bar):
    """A line of words as wide as they are."""

    DEFAULT_CSS = """
    Label { width: auto; height: 1; }
    """

    text: reactive[Line] = reactive((), init=False, layout=True)

    def get_content_width(self, container: object, viewport: object) -> int:  # noqa: ARG002  theirs
        """Take the room of the words."""
        return sum(len(span.text) for span in self.text)

    def lines(self, width: int) -> tuple[Line, ...]:  # noqa: ARG002  one line at any width
        """Draw the words."""
        return (self.text,)


class Prompt(Horizontal):
    """A label and an input without a blinking cursor, which would keep the line busy."""

    DEFAULT_CSS = """
    Prompt { height: 1; }
    Prompt > Input { width: 1fr; }
    """

    def __init__(self, label: Line, *, id: str, value: str = "", placeholder: str = "") -> None:  # noqa: A002  theirs
        super().__init__(id=id)
        self._label = label
        self._value = value
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        """Lay out label and input."""
        label = Label()
        label.set_reactive(Label.text, self._label)
        yield label
        field = Input(
            self._value,
            placeholder=self._placeholder,
            compact=True,
            select_on_focus=False,
            id=f"{self.id}-input",
        )
        field.cursor_blink = False
        yield field

    def say(self, label: Line) -> None:
        """Change the label."""
        self.query_one(Label).text = label

    @property
    def input(self) -> Input:
        """The input itself."""
        return self.query_one(Input)
