"""What screens and jobs tell one another. A reply names what it answers, so a late one can be dropped."""

from dataclasses import dataclass

from textual.message import Message

from core.errors import HeadgateError
from core.merge.places import Side
from core.merge.previewed import Preview
from core.merge.resolution import Resolution
from core.model.foreseen import Foreseen
from core.model.item import Inbox, Opened
from core.model.past import Account, Past
from core.model.people import Actor, Owner
from core.model.plan import Plan, Receipt

__all__ = [
    "AccountRead",
    "CarriedOut",
    "ChoicesUnkept",
    "DiffRead",
    "Failed",
    "GitForeseen",
    "HistoryAsked",
    "HistoryRead",
    "InboxRead",
    "ItemDetailed",
    "ItemOpened",
    "ItemPeeked",
    "LineGone",
    "NeighbourAsked",
    "PastPeeked",
    "PlanAsked",
    "PlanMade",
    "PlanStale",
    "Previewed",
    "Progressed",
    "Settled",
    "StandStill",
    "Stopped",
]


@dataclass
class InboxRead(Message):
    """The inbox was read."""

    inbox: Inbox
    actor: Actor


@dataclass
class ItemPeeked(Message):
    """An item was read for the preview."""

    opened: Opened


@dataclass
class ItemOpened(Message):
    """An item was read to be decided; ``asked`` is the name it was asked for by."""

    opened: Opened
    asked: str
    plan: bool = False


@dataclass
class ItemDetailed(Message):
    """What takes longer to read of an item: who set its fields, and its whole documents."""

    item_id: str
    owners: dict[str, dict[Side, Owner]]
    texts: dict[Side, str]


@dataclass
class Previewed(Message):
    """A resolution's whole document was worked out; ``asked`` for reading, not only for the pane."""

    resolution: Resolution
    preview: Preview
    asked: bool


@dataclass
class PlanMade(Message):
    """A plan was made for a reason."""

    plan: Plan


@dataclass
class GitForeseen(Message):
    """What Git will be offered after a plan was worked out."""

    plan: Plan
    foreseen: Foreseen


@dataclass
class CarriedOut(Message):
    """A plan was carried out."""

    receipt: Receipt


@dataclass
class ChoicesUnkept(Message):
    """The choices that were made could not be kept beyond this run."""

    error: HeadgateError


@dataclass
class LineGone(Message):
    """The terminal hung up."""


@dataclass
class StandStill(Message):
    """The shell asked to stop, and nothing is in the middle of a step."""


@dataclass
class Progressed(Message):
    """A running job finished a piece of its work."""

    job: str
    what: str
    done: int
    total: int

    def can_replace(self, message: Message) -> bool:
        """Let a newer count take the place of an older one."""
        return isinstance(message, Progressed) and message.job == self.job


@dataclass
class Failed(Message):
    """A job ended with an error."""

    job: str
    subject: str
    error: HeadgateError


@dataclass
class Stopped(Message):
    """A job ended because it was told to; its result was dropped."""

    job: str


@dataclass
class HistoryAsked(Message):
    """The operator wants to see what happened; ``looked_for`` is the filter to begin with."""

    looked_for: str = ""


@dataclass
class HistoryRead(Message):
    """Decisions and revisions were read, newest first."""

    past: tuple[Past, ...]


@dataclass
class AccountRead(Message):
    """All that is known of one decision was read."""

    account: Account


@dataclass
class DiffRead(Message):
    """Two revisions of a unit were compared."""

    title: str
    diff: tuple[str, ...]


@dataclass
class PastPeeked(Message):
    """What is known of a row of the history was read, for the pane beside it."""

    row: str
    account: Account | None
    diff: tuple[str, ...]


@dataclass
class NeighbourAsked(Message):
    """The operator wants the item some places after this one in the inbox."""

    item_id: str
    step: int


@dataclass
class PlanAsked(Message):
    """The operator decided and wants to see the plan."""

    opened: Opened
    resolution: Resolution


@dataclass
class PlanStale(Message):
    """A plan was refused because a side moved."""

    error: HeadgateError


@dataclass
class Settled(Message):
    """The operator has seen a receipt."""

    item_id: str
    receipt: Receipt
