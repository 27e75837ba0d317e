"""From lines to the screen: strips in the colours of the theme, and a widget that shows a few lines."""

from collections.abc import Sequence
from typing import Final, Self

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from core.safetext import shows_marks
from tui.widgets.lines import Line, Span, clip, line_width

__all__ = ["HIDDEN_CLASS", "PARTS", "Bar", "strip_of", "tell_hidden"]

_NAMES: Final = (
    "quiet", "strong", "title", "divider", "key", "alert", "danger", "chosen", "rule", "good", "word",
    "git", "hub", "live", "base", "here", "added", "removed",
)  # fmt: skip

HIDDEN_CLASS: Final = "-hidden-characters"
"""The class of a screen that drew a mark in place of a hidden character."""

PARTS: Final = frozenset(f"line--{name}" for name in _NAMES)
"""The component classes of what lines are made of; their looks are in app.tcss.

A screen has them for all its widgets: Textual matches every rule against every class of every widget, at each
new screen and size.
"""


def strip_of(widget: Widget, line: Line, width: int, *, here: bool = False, bare: bool = False) -> Strip:
    """Draw a line in a widget's styles, filled to a width.

    ``here`` lays the cursor's style over it; ``bare`` leaves the colours of its parts out, bold stays.
    """
    base = widget.rich_style
    row = base + _part_style(widget, "here", plain=False) if here else base
    plain = bare or (here and widget.app.native_ansi_color)
    cut = clip(line, width)
    if any(shows_marks(span.text) for span in cut):
        tell_hidden(widget)
    filled = (*cut, Span(" " * (width - line_width(cut))))
    styles = {name: row + _part_style(widget, name, plain=plain) for name in {span.style for span in filled}}
    return Strip([Segment(text, styles[style]) for text, style in _joined(filled)], width)


def tell_hidden(widget: Widget) -> None:
    """Let the screen say in words that hidden characters are drawn as marks; not while it is drawing."""
    screen = widget.screen
    if not screen.has_class(HIDDEN_CLASS):
        screen.call_later(screen.add_class, HIDDEN_CLASS)


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
    part = f"line--{name}"
    style = _holder(widget, part).get_component_rich_style(part, partial=True)
    return style.without_color if plain else style


def _holder(widget: Widget, part: str) -> Widget:
    """Find who knows a part's style: the widget itself, else its screen, or the one below a question."""
    if part in widget.COMPONENT_CLASSES:
        return widget
    screens: tuple[Widget, ...] = (widget.screen, *reversed(widget.app.screen_stack))
    return next(screen for screen in screens if part in screen.COMPONENT_CLASSES)


class Bar(Widget):
    """A few lines that are not in focus: header, key bar, preview, message."""

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
