"""What looking at a break-glass session and ending one gives. Pure."""

from dataclasses import dataclass

from core.errors import HeadgateError
from core.model.item import UnknownUnit
from core.model.names import UnitName
from core.model.plan import Receipt
from core.model.proposal import Capture
from core.model.session import Session

__all__ = ["Ended", "Looked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A session as live is now, and what of its space could not be looked at."""

    session: Session
    unknown: tuple[UnknownUnit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What ending a session did.

    Attributes:
        session: as it stands now; open while something failed.
        receipts: of the decisions that were carried out.
        captures: what was left for later, as pending captures.
        failed: units whose decision was not carried out, each with the error.
    """

    session: Session
    receipts: tuple[Receipt, ...] = ()
    captures: tuple[Capture, ...] = ()
    failed: tuple[tuple[UnitName, HeadgateError], ...] = ()
