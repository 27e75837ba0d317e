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
    base, style_of = widget.visual_style.rich_style, _Parts(widget)
    row = base + style_of("here", plain=False) if here else base
    plain = bare or (here and widget.app.native_ansi_color)
    cut = clip(line, width)
    if any(shows_marks(span.text) for span in cut):
        tell_hidden(widget)
    filled = (*cut, Span(" " * (width - line_width(cut))))
    styles = {name: row + style_of(name, plain=plain) for name in {span.style for span in filled}}
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


class _Parts:
    """Styles of a line's parts: the widget's own, else its screen's, or those of the one below a question."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        screen = widget.screen
        above = (one for one in reversed(widget.app.screen_stack) if one.COMPONENT_CLASSES >= PARTS)
        self._screen: Widget = screen if screen.COMPONENT_CLASSES >= PARTS else next(above)

    def __call__(self, name: str, *, plain: bool) -> Style:
        """Look a style up; a ``plain`` one has no colour: reversed, each would be a block of it."""
        if not name:
            return Style.null()
        part = f"line--{name}"
        holder = self._widget if part in self._widget.COMPONENT_CLASSES else self._screen
        style = holder.get_component_rich_style(part, partial=True)
        return style.without_color if plain else style


class Bar(Widget):
    """A few lines that are not in focus: header, key bar, preview, message."""

    DEFAULT_CSS = """
    Bar { height: auto; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._drawn: list[Line] = []
        self._drawn_for = Size(0, 0)

    def lines(self, width: int) -> Sequence[Line]:
        """Make the lines for a width; subclasses say which."""
        raise NotImplementedError

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  theirs
        """Tell the layout how many lines there are."""
        return len(self.lines(width))

    def repaint(self) -> None:
        """Draw again the lines that changed, and no others."""
        old, self._drawn = self._drawn, list(self.lines(self.size.width))
        self._drawn_for = self.size
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

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        if not self._drawn or self._drawn_for != self.size:
            self._drawn, self._drawn_for = list(self.lines(self.size.width)), self.size
        return strip_of(self, _line_at(self._drawn, y), self.size.width)


def _line_at(lines: Sequence[Line], y: int) -> Line:
    return lines[y] if y < len(lines) else ()
