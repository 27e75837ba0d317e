"""A second opinion of the hub's own engine on what is about to be written."""

from typing import Protocol

from core.model.names import UnitName
from core.model.preview import Preview

__all__ = ["Previews"]


class Previews(Protocol):
    """Says what the hub itself would make of a change; writes nothing, and never stands for our engine."""

    def preview(self, unit: UnitName, text: str, *, proposal: str) -> Preview | None:
        """Ask about a text that is to follow Head; None where this hub has no engine of its own.

        Args:
            unit: whose.
            text: what our own engine made.
            proposal: id of the proposal that the text answers; "" for none.

        Raises:
            HeadgateError: it cannot be asked.
        """
