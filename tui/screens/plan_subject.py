"""What a plan is made of: an item with its choices, or a step back from the history."""

from collections.abc import Callable
from dataclasses import dataclass

from core.merge.resolution import Resolution
from core.model.item import ItemKind, Opened
from core.model.names import UnitName
from core.model.plan import Plan
from tui.desk import DeskFace

__all__ = ["Subject", "of_item", "of_restore", "of_undo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One thing that can be planned, again and again.

    Attributes:
        unit: about which unit.
        production: its space says it is production.
        words: what it is, in a few words.
        make: makes the plan, for a reason, with what can be switched or without.
        item_id: the inbox item it decides; "" for none.
        switch: what ``l`` switches: ``live`` is written too, or a part is taken back (``partly``); or "".
        is_on: it is switched on to begin with.
    """

    unit: UnitName
    production: bool
    words: str
    make: Callable[[DeskFace, str, bool], Plan]
    item_id: str = ""
    switch: str = ""
    is_on: bool = False


def of_item(opened: Opened, resolution: Resolution) -> Subject:
    """Decide an item."""
    count = len(resolution.fields)
    return Subject(
        unit=opened.item.unit,
        production=opened.item.production,
        words=f"{count} field{'' if count == 1 else 's'}",
        make=lambda desk, reason, live: desk.plan(opened, resolution, reason=reason, apply_live=live),
        item_id=opened.item.id,
        switch="live",
        is_on=opened.item.kind is ItemKind.PENDING_APPLY,
    )


def of_undo(unit: UnitName, decision: str, *, production: bool) -> Subject:
    """Take a decision back; the switch leaves what was changed since as it is."""
    return Subject(
        unit=unit,
        production=production,
        words=f"undo {decision}",
        make=lambda desk, reason, partly: desk.plan_undo(decision, reason=reason, partly=partly),
        switch="partly",
    )


def of_restore(unit: UnitName, number: int, *, production: bool) -> Subject:
    """Go back to an older revision's text."""
    return Subject(
        unit=unit,
        production=production,
        words=f"restore revision {number}",
        make=lambda desk, reason, _: desk.plan_restore(unit, number, reason=reason),
    )
