"""From lines to the screen: strips in the colours of the theme, and a widget that shows a few lines."""

from collections.abc import Sequence
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.lines import Line, clip

__all__ = ["PARTS", "Bar", "strip_of"]

_NAMES: Final = (
    "quiet", "strong", "title", "divider", "key", "alert", "danger", "chosen", "rule", "good", "word",
    "git", "hub", "live", "base", "here", "added", "removed",
)  # fmt: skip

PARTS: Final = frozenset(f"line--{name}" for name in _NAMES)
"""The component classes of every widget that draws lines; their looks are in app.tcss."""


def strip_of(widget: Widget, line: Line, width: int, *, here: bool = False) -> Strip:
    """Draw a line in a widget's styles, filled to a width; ``here`` lays the cursor's style over it."""
    base = widget.rich_style
    row = base + widget.get_component_rich_style("line--here", partial=True) if here else base
    plain = here and widget.app.native_ansi_color
    segments = [
        Segment(span.text, row + _part_style(widget, span.style, plain=plain)) for span in clip(line, width)
    ]
    return Strip(segments).adjust_cell_length(width, row)


def _part_style(widget: Widget, name: str, *, plain: bool) -> Style:
    """Look up the style of a part; a ``plain`` one has no colour: reversed, each would be a block of it."""
    if not name:
        return Style.null()
    style = widget.get_component_rich_style(f"line--{name}", partial=True)
    return style.without_color if plain else style


class Bar(Widget):
    """A few lines that are not in focus: header, key bar, preview, message."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(PARTS)
    DEFAULT_CSS = """
    Bar { height: auto; width: 1fr; }
    """

    def lines(self, width: int) -> Sequence[Line]:
        """Make the lines for a width; subclasses say which."""
        raise NotImplementedError

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  theirs
        """Tell the layout how many lines there are."""
        return len(self.lines(width))

    def render_lines_of(self, width: int) -> list[Strip]:
        """Draw all lines."""
        return [strip_of(self, line, width) for line in self.lines(width)]

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        lines = self.lines(self.size.width)
        return strip_of(self, lines[y] if y < len(lines) else (), self.size.width)
