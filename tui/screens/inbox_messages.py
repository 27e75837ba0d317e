"""What the inbox and its jobs tell one another about many items at once."""

from dataclasses import dataclass

from textual.message import Message

from core.merge.places import Side
from core.merge.resolution import Resolution
from core.model.item import Inbox, Opened
from core.model.many import Plans, Receipts

__all__ = ["InboxPolled", "ManyCarried", "ManyOpened", "ManyPlanned", "ManySettled"]


@dataclass
class InboxPolled(Message):
    """The inbox was read quietly, to see whether something moved."""

    inbox: Inbox


@dataclass
class ManyOpened(Message):
    """Items were read to be decided together.

    Attributes:
        items: with their fields.
        side: what was taken for all of them; None for nothing.
        like: the choices for one of them, to be made for all; None where each has its own.
    """

    items: tuple[Opened, ...]
    side: Side | None = None
    like: Resolution | None = None


@dataclass
class ManyPlanned(Message):
    """One plan a unit was made."""

    plans: Plans


@dataclass
class ManyCarried(Message):
    """Plans were carried out, one after another."""

    receipts: Receipts


@dataclass
class ManySettled(Message):
    """The operator has seen the receipt of many; ``item_ids`` are those that were carried out."""

    item_ids: tuple[str, ...]
