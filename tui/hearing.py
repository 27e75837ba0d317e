"""Deaf for a moment after a dialog opens: what was typed before it was seen was not meant for it.

Source: reliability T2.
"""

import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from textual.app import App
from textual.command import CommandPalette
from textual.events import Event, InputEvent, Paste
from textual.screen import ModalScreen

__all__ = ["DEAF_SECONDS", "SlowToHear"]

DEAF_SECONDS: Final = 0.3

T = TypeVar("T")


class SlowToHear(App[T]):
    """An app whose dialogs drop what arrives at first; the palette decides nothing and hears at once."""

    monotonic: Callable[[], float] = staticmethod(time.monotonic)
    """Tells seconds; tests bring their own."""

    _deaf_until = 0.0

    def push_screen(self, screen: Any, *args: Any, **words: Any) -> Any:  # noqa: ANN401  theirs is overloaded
        """Show a screen; over a dialog nothing is heard for a moment."""
        if isinstance(screen, ModalScreen) and not isinstance(screen, CommandPalette):
            self._deaf_until = self.monotonic() + DEAF_SECONDS
        return super().push_screen(screen, *args, **words)

    async def on_event(self, event: Event) -> None:
        """Drop what comes too soon."""
        if not (isinstance(event, InputEvent | Paste) and self._is_too_soon()):
            await super().on_event(event)

    def _is_too_soon(self) -> bool:
        over = bool(self.screen_stack) and isinstance(self.screen, ModalScreen)
        return over and self.monotonic() < self._deaf_until
