"""What all screens share that show lines to be read: whole or cut, and from warning to warning."""

from typing import Final

from tui.context import Context
from tui.screens.base import DeskScreen
from tui.widgets.lines import Line, plain
from tui.widgets.reader import Reader

__all__ = ["LinesScreen", "WarnedScreen"]

_WARNING: Final = frozenset({"alert", "danger"})
_BY_RULE: Final = " ~ "


class LinesScreen(DeskScreen):
    """Shows lines that may be longer than the screen is wide."""

    AUTO_FOCUS = "Reader"

    @property
    def reader(self) -> Reader:
        """The lines."""
        return self.query_one(Reader)

    def action_wrap(self) -> None:
        """Show long lines cut, so that what stands below one another is seen, or whole again."""
        self.reader.cut(on=not self.reader.is_cut)
        if self.reader.is_cut:
            self.notice.say("Long lines are cut, and none counts as read: w shows them whole.", style="word")
        else:
            self.notice.clear()


class WarnedScreen(LinesScreen):
    """Shows lines of which some warn; where all is only looked at, it asks for nothing."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.set_class(self.only_looks, "-looking")

    @property
    def only_looks(self) -> bool:
        """Nothing is carried out from here."""
        return bool(self.context.terminal.read_only)

    def say_only_looked_at(self) -> None:
        """Say why nothing is asked for."""
        why = self.context.terminal.read_only
        self.notice.say(f"Nothing is carried out from here: {why}. Esc goes back.", style="alert")

    def action_warning(self, way: int) -> None:
        """Go to the next line that warns."""
        if not self.reader.seek(way, _warns):
            self.notice.say("Nothing here warns: no overwrite, no check that fails.", style="quiet")

    def action_ruled(self) -> None:
        """Go to what rules merged."""
        if not self.reader.seek(1, _tells_rules):
            self.notice.say("Nothing was merged by rule here.", style="quiet")


def _warns(line: Line) -> bool:
    return bool(line) and line[0].style in _WARNING


def _tells_rules(line: Line) -> bool:
    return plain(line).startswith(_BY_RULE)
