"""The driver: Textual's own, with the painter between it and the terminal.

Painting is done on the thread that writes, so the one that draws never waits for it.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from textual.app import App

from tui.painter import Painter
from tui.replies import ReplyProofInput

__all__ = ["PaintingDriver", "forget", "turn_mouse"]


class PaintingDriver(ReplyProofInput):
    """Sends only what changes on the screen."""

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._painter = Painter()
        if self._file is not None:
            easel: Any = _Easel(self._file, self._painter)
            self._file = easel

    def forget(self) -> None:
        """Draw everything with the next frame: the terminal changed under us."""
        self._painter.forget()

    def turn_mouse(self) -> bool:
        """Give the mouse to the terminal or take it again; tells whether it is ours now."""
        if self._mouse:
            self._disable_mouse_support()
        self._mouse = not self._mouse
        self._enable_mouse_support()
        return self._mouse


def forget(app: App[int]) -> None:
    """Draw everything with an app's next frame, where it is on a terminal."""
    if isinstance(app._driver, PaintingDriver):  # noqa: SLF001  Textual has no other way to it
        app._driver.forget()  # noqa: SLF001  likewise


def turn_mouse(app: App[int]) -> bool | None:
    """Give the mouse to an app's terminal or take it again; None where the app is on no terminal."""
    driver = app._driver  # noqa: SLF001  Textual has no other way to it
    return driver.turn_mouse() if isinstance(driver, PaintingDriver) else None


class _File(Protocol):
    def write(self, data: str) -> int: ...
    def flush(self) -> None: ...
    def fileno(self) -> int: ...


class _Easel:
    """A file as far as the writing thread knows one."""

    def __init__(self, file: _File, painter: Painter) -> None:
        self._file = file
        self._painter = painter

    def write(self, data: str) -> int:
        """Send what is left of some output; a terminal that is gone is told nothing more."""
        with _unless_gone():
            return self._file.write(self._painter.feed(data))
        return len(data)

    def flush(self) -> None:
        """Send it now."""
        with _unless_gone():
            self._file.flush()

    def fileno(self) -> int:
        """Say which file it is."""
        return self._file.fileno()


@contextmanager
def _unless_gone() -> Iterator[None]:
    """Let a write to a terminal that hung up pass: whoever reads from it ends the session."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.EIO:
            raise
