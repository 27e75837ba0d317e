"""How the app is drawn on its terminal, and what an operator changes of that while it runs."""

from typing import Final

from tui.driver import forget, turn_mouse
from tui.look import THEMES
from tui.screens.base import DeskScreen
from tui.session import SessionApp

__all__ = ["DrawnApp"]

_OURS: Final = "The mouse points and scrolls here; % gives it back to the terminal."
_THEIRS: Final = "The mouse is the terminal's: it selects text. % takes it again."
_NO_SHELL: Final = "No shell waits behind this window; q leaves."
_NOBODYS: Final = "There is no mouse here."


class DrawnApp(SessionApp, inherit_bindings=False):
    """Goes through the colours, draws anew, gives the mouse away."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give every theme our colour roles, Textual's own themes too."""
        return dict(THEMES[0].variables)

    def on_resize(self) -> None:
        """Draw everything: what the terminal kept of it, it may have put elsewhere."""
        forget(self)

    def action_redraw(self) -> None:
        """Draw everything anew, after something else wrote on this terminal."""
        forget(self)
        self.screen.refresh(layout=True)

    def action_look(self) -> None:
        """Go to the next theme."""
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)] if self.theme in names else names[0]

    def action_rest(self) -> None:
        """Give the terminal back to the shell, until it calls us again."""
        if self.can_rest:
            self.rest_all()
        elif isinstance(self.screen, DeskScreen):
            self.screen.notice.say(_NO_SHELL, style="quiet")

    def action_mouse(self) -> None:
        """Give the mouse to the terminal, for selecting text, or take it again."""
        ours = turn_mouse(self)
        if isinstance(self.screen, DeskScreen):
            words = _NOBODYS if ours is None else _OURS if ours else _THEIRS
            self.screen.notice.say(words, style="quiet")
