"""A program on a pty of a size, timed: what it sent, when, and when some words stood on its screen."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

import pyte

__all__ = ["Burst", "OnTerminal"]

TOP: Final = Path(__file__).parents[2]
_ASKED: Final = b"\x1b[?2026$p"
_ANSWER: Final = b"\x1b[?2026;2$y"
_PATIENCE_SECONDS: Final = 60.0


class Burst(NamedTuple):
    """What came between two silences: how many bytes, and milliseconds from the key to the last of them."""

    size: int
    last_ms: float


class OnTerminal:
    """Runs Python code on a pty that answers the question for synchronised output, as terminals do."""

    def __init__(self, code: str, *arguments: str, size: tuple[int, int] = (80, 24)) -> None:
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._pieces: list[tuple[float, bytes]] = []
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            cwd=TOP,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env={
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                "LANG": "C.UTF-8",
                "PATH": os.environ["PATH"],
            },
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._master)

    def until(self, words: str) -> float:
        """Read until some words stand on the screen; gives when the piece that completed them came."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < end:
            came = self.read(0.5)
            if came and words in "\n".join(self._screen.display):
                return came
        raise TimeoutError(f"never saw {words!r} in\n" + "\n".join(self._screen.display))

    def key(self, keys: str, *, silence_seconds: float) -> Burst:
        """Press keys and read until nothing came for a while."""
        pressed = time.monotonic()
        os.write(self._master, keys.encode())
        return self.listen(silence_seconds, since=pressed)

    def listen(self, silence_seconds: float, *, since: float = 0.0) -> Burst:
        """Read until nothing came for a while."""
        before, last = len(self._pieces), since
        while came := self.read(silence_seconds):
            last = came
        return Burst(sum(len(piece) for _, piece in self._pieces[before:]), (last - since) * 1000)

    def read(self, patience_seconds: float) -> float:
        """Read a piece; gives when it came, 0 where none did."""
        if not select.select([self._master], [], [], patience_seconds)[0]:
            return 0.0
        piece, came = os.read(self._master, 1 << 16), time.monotonic()
        self._pieces.append((came, piece))
        if _ASKED in piece:
            os.write(self._master, _ANSWER)
        self._stream.feed(piece)
        return came

    @property
    def resident_mb(self) -> float:
        """The resident memory of the program."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
