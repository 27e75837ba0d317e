"""How adapters start programs; the one that really does it is `core.system.processes.run`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

__all__ = ["Finished", "Foreground", "Run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What a program left when it ended.

    Attributes:
        code: exit status; negative for the signal that ended it.
        out: standard output.
        err: standard error; outside text.
    """

    code: int
    out: bytes
    err: bytes


class Foreground(Protocol):
    """Starts one program at the operator's terminal and waits for its end."""

    def __call__(self, argv: Sequence[str], *, env: Mapping[str, str]) -> int:
        """Run a program; gives its exit status.

        Raises:
            ToolMissing: it could not be started; nothing ran.
        """


class Run(Protocol):
    """Starts one program and waits for its end."""

    def __call__(
        self,
        argv: Sequence[str],
        *,
        input: bytes | None,  # noqa: A002 - the name that subprocess.run gave it
        cwd: Path | None,
        env: Mapping[str, str],
        timeout_seconds: float,
        limit_bytes: int,
    ) -> Finished:
        """Run a program without a shell, in an environment of few names.

        Args:
            argv: the program and its arguments; a bare name is looked for on PATH.
            input: what it reads on standard input; None for nothing.
            cwd: where it runs; None for where we run.
            env: variables it gets beside the few of ours that are passed on; these win.
            timeout_seconds: the time it has in all.
            limit_bytes: how much it may write in all, to standard output and standard error together.

        Raises:
            ToolMissing: it could not be started; nothing ran.
            SourceUnreadable: it did not end in time and was killed; what it had done by then stays done.
            InputRefused: it wrote more than it may and was killed; likewise.
        """
