"""A program on a real pty, its bytes kept, its screen drawn by pyte."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from types import TracebackType
from typing import Self

import pyte

__all__ = ["OnPty"]

SECONDS = 20.0


class OnPty:
    """Starts Python code on a pty of a size; waits for words on its screen, never for a time to pass."""

    def __init__(
        self, code: str, *, size: tuple[int, int] = (80, 24), environment: dict[str, str] | None = None
    ) -> None:
        columns, rows = size
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        base = {
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "PATH": os.environ["PATH"],
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env={**base, **(environment or {})},
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        if self._master >= 0:
            os.close(self._master)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        rows = (self.screen.buffer[row] for row in range(self.screen.lines))
        cells = ("".join(row[at].data for at in range(self.screen.columns)) for row in rows)
        return "\n".join(row.rstrip() for row in cells)  # the second half of a wide letter has no data

    @property
    def attributes(self) -> list[object]:
        """How the terminal is set: echo, lines, flow, speeds, keys."""
        return termios.tcgetattr(self._master)

    def until(self, words: str) -> None:
        """Read until the screen holds some words."""
        end = time.monotonic() + SECONDS
        while words not in self.text:
            assert time.monotonic() < end, f"never saw {words!r} in\n{self.text}"
            self._read()

    def until_gone(self, words: str) -> None:
        """Read until the screen does not hold some words any more."""
        end = time.monotonic() + SECONDS
        while words in self.text:
            assert time.monotonic() < end, f"still saw {words!r} in\n{self.text}"
            self._read()

    def send(self, keys: str) -> None:
        """Type."""
        os.write(self._master, keys.encode())

    def drain(self) -> None:
        """Read what was written so far."""
        while self._read():
            pass

    def hang_up(self) -> None:
        """Close the line, as a dropped connection does."""
        os.close(self._master)
        self._master = -1

    def ended(self) -> int:
        """Read until the program ends; its exit code."""
        end = time.monotonic() + SECONDS
        while self.process.poll() is None:
            assert time.monotonic() < end, f"did not end:\n{self.text}"
            if self._master >= 0:
                self._read()
        while self._master >= 0 and self._read():
            pass
        return self.process.wait(SECONDS)

    def _read(self) -> bool:
        if not select.select([self._master], [], [], 0.05)[0]:
            return False
        try:
            found = os.read(self._master, 65536)
        except OSError:  # the other end is closed: nothing more to read
            return False
        self.raw += found
        self._stream.feed(found)
        return bool(found)
