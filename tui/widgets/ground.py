"""What lies under other widgets: its blank line is made once, not once a row by way of every style.

Textual draws each container whole before what covers it; with four of them in one another that was most of a
screen's first frame.
"""

from rich.style import Style
from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

__all__ = ["Columns", "Ground", "Rows"]


class Ground(Widget):
    """Draws nothing of its own, no border either. The last of the bases: the first brings the style sheet."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Repeat one blank line in the widget's colours."""
        _, background = self.background_colors
        strip = Strip.blank(crop.width, Style(bgcolor=background.rich_color))
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, background)
        return [strip] * crop.height


class Rows(Vertical, Ground):
    """A container that lays out from top to bottom."""


class Columns(Horizontal, Ground):
    """A container that lays out from left to right."""
