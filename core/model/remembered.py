"""Remembered: what was chosen before for the same change, offered again and never taken silently. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.merge.places import Side
from core.merge.resolution import Resolution
from core.model.names import UnitName

__all__ = ["Chosen", "Remembered", "taken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a decision says of one field, so that it is found again for the same change elsewhere.

    Attributes:
        change: names the field's change without the unit, by keyed digests.
        field: the field's key in its own unit.
        choice: ``git``, ``hub``, ``live``, ``base``, ``edit``.
        result: keyed digest of what the hub held afterwards.
    """

    change: str
    field: str
    choice: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """The offer to choose for a field as it was chosen before.

    Attributes:
        field: the field's key here.
        side: the side whose value gives here what was chosen there.
        decision: id of the decision.
        unit: the unit that it was about.
        who: who decided, printed.
        when: RFC 3339 UTC.
        reason: their words.
        otherwise: how many decisions about the same change chose another value.
    """

    field: str
    side: Side
    decision: str
    unit: UnitName
    who: str
    when: str
    reason: str
    otherwise: int = 0


def taken(resolution: Resolution, offers: Iterable[Remembered]) -> Resolution:
    """Choose as it was chosen before for the fields that nobody decided yet; an own choice stays."""
    still = {field.key for field in resolution.open}
    for offer in offers:
        if offer.field in still:
            resolution = resolution.choose([offer.field], offer.side)
    return resolution
