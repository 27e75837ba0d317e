"""The umask: what this process makes is for its owner alone; programs that it starts keep their user's.

Files of ours name their mode besides. A umask of ours must not reach git in a shared repository, a renderer
or an editor: what they write is read by others.
Source: reliability.md T32.
"""

import os

__all__ = ["UMASK", "Umask"]

_OURS_ALONE = 0o077
_ANYBODY = 0o666


class Umask:
    """Of this process.

    Attributes:
        of_programs: the umask that programs are started with; -1 for the one that this process has.
    """

    __slots__ = ("of_programs",)

    def __init__(self) -> None:
        self.of_programs = -1

    def close(self) -> None:
        """Let nobody else in from now on."""
        before = os.umask(_OURS_ALONE)
        if self.of_programs < 0:
            self.of_programs = before

    def open_as_usual(self, handle: int) -> None:
        """Give a file that belongs to a repository, not to us, the mode that its user's files have."""
        if self.of_programs >= 0:
            os.fchmod(handle, _ANYBODY & ~self.of_programs)


UMASK = Umask()
"""There is one a process."""
