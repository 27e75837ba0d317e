"""What a renderer needs of Git: whole files at a commit, byte for byte."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

__all__ = ["TreeFile", "Trees"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeFile:
    """A regular file at a commit.

    Attributes:
        blob: id of its content; equal ids, equal bytes.
        executable: it may be run.
    """

    blob: str
    executable: bool


class Trees(Protocol):
    """Files at a commit. Every method raises `SourceUnreadable` when the repository cannot be read."""

    def tree(self, oid: str) -> Mapping[str, TreeFile]:
        """Map the path of every regular file at a commit; links and submodules are out.

        Raises:
            NotFound: no such commit.
        """

    def contents(self, oid: str, paths: Sequence[str]) -> Mapping[str, bytes]:
        """Read files at a commit, in one go.

        Raises:
            NotFound: a path is no regular file at that commit.
        """
