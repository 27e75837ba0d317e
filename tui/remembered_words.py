"""What is remembered for a field, in one sentence: which side, and where that comes from."""

from core.model.remembered import Remembered
from core.safetext import safe_line
from tui.ages import ago

__all__ = ["origin", "remembered_words"]


def remembered_words(offer: Remembered, now: float) -> str:
    """Say which side was taken, and for which unit, by whom, when and why."""
    return f"{offer.side} for {origin(offer, now)}"


def origin(offer: Remembered, now: float) -> str:
    """Say whose decision it was: unit, who, when, why, and its id; inert."""
    when = ago(offer.when, now)
    others = f"; {offer.otherwise} chose otherwise" if offer.otherwise else ""
    who = f"{offer.unit} by {offer.who}{f' {when}' if when else ''}"
    return safe_line(f"{who}: {offer.reason} (decision {offer.decision}{others})")
