"""What is around the process: streams, environment, folder. Handed in, never looked up."""

from collections.abc import MutableMapping
from typing import NamedTuple, TextIO

from tui.cli.signals import Signals

__all__ = ["World"]


class World(NamedTuple):
    """The surroundings of one run.

    Attributes:
        stdin: where answers are read.
        stdout: where data goes.
        stderr: where everything else goes.
        env: the environment; variables meant for the screens' library are taken out of it before it loads.
        folder: the current folder; "" where it was removed.
        signals: which way the signals of the process take.
    """

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    env: MutableMapping[str, str]
    folder: str
    signals: Signals
