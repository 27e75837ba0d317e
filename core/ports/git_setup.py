"""How the Git of one work tree is told to merge with us."""

from pathlib import Path
from typing import NamedTuple, Protocol

__all__ = ["GitSetup", "Setting"]


class Setting(NamedTuple):
    """One setting of a Git configuration."""

    key: str
    value: str


class GitSetup(Protocol):
    """What Git needs to know, and what of it a work tree lacks."""

    @property
    def attributes_file(self) -> Path:
        """The file that says which files are merged how."""

    @property
    def attributes(self) -> tuple[str, ...]:
        """The lines that belong into that file."""

    @property
    def configuration(self) -> tuple[Setting, ...]:
        """The settings that belong into the repository's own configuration."""

    def missing_attributes(self) -> tuple[str, ...]:
        """List the lines that the file lacks.

        Raises:
            SourceUnreadable: it cannot be read.
        """

    def missing_configuration(self) -> tuple[Setting, ...]:
        """List the settings that the repository's own configuration lacks, or has otherwise.

        Raises:
            SourceUnreadable: git cannot read it.
            ToolMissing: there is no git.
        """

    def install(self) -> None:
        """Add what is missing; what is there stays as it is.

        Raises:
            SourceUnreadable: what is there cannot be read; nothing was written.
            StorageUnwritable: file or configuration cannot be written; says what was.
            ToolMissing: there is no git; nothing was written.
        """
