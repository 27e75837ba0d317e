"""What the screens need of core about decisions that were cut off."""

from dataclasses import dataclass
from typing import Protocol

from textual.message import Message

from core.model.resumed import Resumed, Unfinished
from core.progress import Progress

__all__ = ["CutOffDesk", "CutOffFound"]


class CutOffDesk(Protocol):
    """Lists them, finishes them, closes them."""

    def unfinished(self) -> tuple[Unfinished, ...]:
        """List the decisions that were cut off, oldest first."""

    def resume(
        self, decision: str = "", *, anybodys: bool, progress: Progress | None = None
    ) -> tuple[Resumed, ...]:
        """Look each step up, and go on from there."""

    def abandon(self, decision: str, *, reason: str) -> Resumed:
        """Close a decision as it stands."""


@dataclass
class CutOffFound(Message):
    """The journal was looked at."""

    found: tuple[Unfinished, ...]
