"""The one place that starts programs: no shell, few variables, a deadline and a limit.

Adapters are handed `run` as a `core.ports.processes.Run` by whoever composes them.
"""

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, Final

from core.errors import InputRefused, SourceUnreadable, ToolMissing
from core.ports.processes import Finished
from core.umask import UMASK

__all__ = ["run"]

_PASSED_ON: Final = frozenset(
    {"HOME", "LANG", "LC_ALL", "LC_CTYPE", "LOGNAME", "PATH", "TMPDIR", "TZ", "USER"}
)
"""Variables of our own that a program sees. Source: reliability.md T34: scrub by allow-list."""

_CHUNK_BYTES: Final = 65_536


class _Late(Exception):
    """The deadline passed."""


class _TooMuch(Exception):
    """More was written than is allowed."""


def run(
    argv: Sequence[str],
    *,
    input: bytes | None = None,  # noqa: A002 - the name that subprocess.run gave it
    cwd: Path | None = None,
    env: Mapping[str, str],
    timeout_seconds: float,
    limit_bytes: int,
) -> Finished:
    """Run a program to its end; see `core.ports.processes.Run` for the arguments.

    The program leads a process group of its own: when it is killed, its children are too.

    Raises:
        ToolMissing: it could not be started; nothing ran.
        SourceUnreadable: it did not end in time and was killed; what it had done by then stays done.
        InputRefused: it wrote more than it may and was killed; likewise.
    """
    deadline = time.monotonic() + timeout_seconds
    process = _started(argv, cwd, env, fed=input is not None)
    try:
        out, err = _Talk(process, input or b"", limit_bytes).until(deadline)
        code = process.wait(max(0.0, deadline - time.monotonic()))
    except (_Late, subprocess.TimeoutExpired):
        raise SourceUnreadable(
            f"{argv[0]} did not end in time",
            why=f"it had {timeout_seconds:g} seconds and was killed",
            changed="what it had done by then stays done",
            next_step=f"run it by hand to see what it waits for: {argv[0]}",
        ) from None
    except _TooMuch:
        raise InputRefused(
            f"{argv[0]} wrote too much",
            why=f"it may write {limit_bytes} bytes and was killed",
            changed="what it had done by then stays done",
            next_step=f"run it by hand to see what it writes: {argv[0]}",
        ) from None
    finally:
        _end(process)
    return Finished(code=code, out=out, err=err)


def _started(
    argv: Sequence[str], cwd: Path | None, env: Mapping[str, str], *, fed: bool
) -> subprocess.Popen[bytes]:
    variables = {name: value for name, value in os.environ.items() if name in _PASSED_ON}
    try:
        return subprocess.Popen(  # noqa: S603 - a list of arguments, never a shell
            list(argv),
            stdin=subprocess.PIPE if fed else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd=cwd,
            env={**variables, **env},
            umask=UMASK.of_programs,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise ToolMissing(
            f"Could not start {argv[0]}",
            why=_cause(error, argv[0], cwd),
            next_step=f"install {argv[0]}, or correct its name in headgate.yaml",
        ) from error


def _cause(error: OSError | ValueError, program: str, cwd: Path | None) -> str:
    if cwd is not None and not cwd.is_dir():
        return f"the folder {cwd} to run it in is not there"
    if isinstance(error, FileNotFoundError):
        return f"no program {program} was found"
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


class _Talk:
    """Feeds a program and collects what it writes, whichever is ready first."""

    def __init__(self, process: subprocess.Popen[bytes], data: bytes, limit_bytes: int) -> None:
        self._unsent = memoryview(data)
        self._room = limit_bytes
        self._kept = (bytearray(), bytearray())
        self._ready = selectors.DefaultSelector()
        for stream, kept in zip((process.stdout, process.stderr), self._kept, strict=True):
            if stream is not None:
                self._ready.register(stream, selectors.EVENT_READ, partial(self._take, stream, kept))
        if process.stdin is not None:
            os.set_blocking(process.stdin.fileno(), False)
            self._ready.register(process.stdin, selectors.EVENT_WRITE, partial(self._feed, process.stdin))

    def until(self, deadline: float) -> tuple[bytes, bytes]:
        """Talk until both outputs are closed; gives what was written to each."""
        with self._ready:
            while self._ready.get_map():
                left = deadline - time.monotonic()
                events = self._ready.select(left) if left > 0 else []
                if not events:
                    raise _Late
                for key, _ in events:
                    key.data()
        out, err = self._kept
        return bytes(out), bytes(err)

    def _take(self, stream: IO[bytes], kept: bytearray) -> None:
        chunk = os.read(stream.fileno(), _CHUNK_BYTES)
        if not chunk:
            self._ready.unregister(stream)
        self._room -= len(chunk)
        if self._room < 0:
            raise _TooMuch
        kept += chunk

    def _feed(self, stream: IO[bytes]) -> None:
        try:
            sent = os.write(stream.fileno(), self._unsent[:_CHUNK_BYTES]) if self._unsent else 0
        except BrokenPipeError:  # it ended, or reads no more; its exit status says what that means
            self._unsent = memoryview(b"")
        else:
            self._unsent = self._unsent[sent:]
        if not self._unsent:
            self._ready.unregister(stream)
            stream.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.returncode is None:  # not waited for yet, so the number of its group is still its own
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()
