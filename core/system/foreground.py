"""Start a program of the operator's own at their terminal, and wait for its end: an editor, a diff tool."""

import subprocess
from collections.abc import Mapping, Sequence

from core.errors import ToolMissing
from core.umask import UMASK

__all__ = ["run_in_foreground"]


def run_in_foreground(argv: Sequence[str], *, env: Mapping[str, str]) -> int:
    """Run a program without a shell, in the operator's own environment, with the terminal in its hands.

    Returns:
        Its exit status.

    Raises:
        ToolMissing: it could not be started; nothing ran.
    """
    try:
        return subprocess.run(  # noqa: S603 - the operator's own program
            argv, env=dict(env), umask=UMASK.of_programs, check=False
        ).returncode
    except OSError as error:
        raise ToolMissing(
            f"Could not start {argv[0]}",
            why=error.strerror or str(error),
            next_step="name a program that is installed: EDITOR, VISUAL or HEADGATE_DIFFTOOL",
        ) from error
