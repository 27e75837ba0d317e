"""Where copied text goes: tmux's buffer, the terminal's clipboard (OSC 52), or a file.

Default tmux drops OSC 52, and passes on what ``load-buffer -w`` is given (measured, tui.md §3).
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from core.errors import HeadgateError
from core.ports.processes import Run

__all__ = ["Clipboard", "clipboard"]

_PATIENCE_SECONDS: Final = 1.0
_LIMIT_BYTES: Final = 65_536
_OF_TMUX: Final = ("TMUX", "TMUX_PANE", "TERM")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clipboard:
    """One terminal's way to copy.

    Attributes:
        way: ``terminal``, ``tmux``, ``file`` or ``off``.
        file: what ``file`` writes, readable by its owner alone.
        run: starts tmux; None where nothing is started.
        env: which tmux it is.
    """

    way: str = "terminal"
    file: Path | None = None
    run: Run | None = None
    env: Mapping[str, str] = field(default_factory=dict)

    def put(self, text: str, to_terminal: Callable[[str], None]) -> str:
        """Copy a text; says in words where it is now.

        Args:
            text: inert already.
            to_terminal: sends it to the terminal's own clipboard; also what is tried where tmux fails.
        """
        if self.way == "off":
            return "nowhere: copying is off"
        if self.way == "file" and self.file is not None:
            return _to_file(text, self.file)
        if self.way == "tmux" and self._to_tmux(text):
            return "to tmux's buffer"
        to_terminal(text)
        return "to the terminal's clipboard"

    def _to_tmux(self, text: str) -> bool:
        if self.run is None:
            return False
        try:
            done = self.run(
                ["tmux", "load-buffer", "-w", "-"],
                input=text.encode(),
                cwd=None,
                env=self.env,
                timeout_seconds=_PATIENCE_SECONDS,
                limit_bytes=_LIMIT_BYTES,
            )
        except HeadgateError:
            return False
        return done.code == 0


def clipboard(way: str, env: Mapping[str, str], run: Run | None) -> Clipboard:
    """Choose the way: what is liked, else tmux inside tmux, else the terminal."""
    if way == "auto":
        way = "tmux" if env.get("TMUX") else "terminal"
    folder = env.get("XDG_RUNTIME_DIR") or env.get("XDG_STATE_HOME") or env.get("HOME")
    return Clipboard(
        way=way,
        file=Path(folder) / "headgate-copied.txt" if folder else None,
        run=run,
        env=MappingProxyType({name: env[name] for name in _OF_TMUX if name in env}),
    )


def _to_file(text: str, file: Path) -> str:
    try:
        number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(number, "w", encoding="utf-8") as opened:
            os.fchmod(number, 0o600)
            opened.write(text)
    except OSError as error:
        return f"nowhere: {file} cannot be written ({error.strerror})"
    return f"to {file}"
