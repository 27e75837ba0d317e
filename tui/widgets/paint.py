"""From lines to the screen: strips in the colours of the theme, and a widget that shows a few lines."""

from collections.abc import Sequence
from typing import ClassVar, Final, Self

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.lines import Line, Span, clip, line_width

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
    cut = clip(line, width)
    filled = (*cut, Span(" " * (width - line_width(cut))))
    styles = {span.style: row + _part_style(widget, span.style, plain=plain) for span in filled}
    return Strip([Segment(text, styles[style]) for text, style in _joined(filled)], width)


def _joined(line: Line) -> list[Span]:
    """Join what looks alike: a blank takes any neighbour's style, which saves bytes on a slow line."""
    spans: list[Span] = []
    for span in line:
        before = spans[-1] if spans else None
        if not span.text:
            continue
        if before and (span.style == before.style or span.text.isspace()):
            spans[-1] = Span(before.text + span.text, before.style)
        elif before and before.text.isspace():
            spans[-1] = Span(before.text + span.text, span.style)
        else:
            spans.append(span)
    return spans


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

    def __init__(self) -> None:
        super().__init__()
        self._drawn: list[Line] = []

    def lines(self, width: int) -> Sequence[Line]:
        """Make the lines for a width; subclasses say which."""
        raise NotImplementedError

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  theirs
        """Tell the layout how many lines there are."""
        return len(self.lines(width))

    def repaint(self) -> None:
        """Draw again the lines that changed, and no others."""
        old, self._drawn = self._drawn, list(self.lines(self.size.width))
        for y in range(self.size.height):
            if _line_at(old, y) != _line_at(self._drawn, y):
                self.refresh(Region(0, y, self.size.width, 1))

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Forget what was drawn, but for a repaint of some lines."""
        if not regions:
            self._drawn = []
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        if not self._drawn:
            self._drawn = list(self.lines(self.size.width))
        return strip_of(self, _line_at(self._drawn, y), self.size.width)


def _line_at(lines: Sequence[Line], y: int) -> Line:
    return lines[y] if y < len(lines) else ()
