"""Picked: the part of an inbox, or of what drifted, that an expression in the hub's own language means."""

from collections.abc import Collection
from dataclasses import replace

from core.errors import UsageError
from core.model.item import Inbox
from core.model.names import UnitName
from core.sync.context import Context
from core.sync.drifts import Drifts

__all__ = ["matching", "only_drifts", "only_inbox"]


def matching(context: Context, where: str) -> Collection[UnitName]:
    """Ask the hub which units an expression means.

    Raises:
        UsageError: the hub has no such language, or does not read the expression.
        SourceUnreadable: it cannot be reached.
    """
    if context.native is None:
        raise UsageError(
            "The embedded hub has no --where",
            why="the expression is one of ConfigHub's own language, and its server reads it",
            next_step="use --space, or name a unit",
        )
    return context.native.matching(where)


def only_inbox(inbox: Inbox, units: Collection[UnitName]) -> Inbox:
    """Keep what is about these units; a space that could not be read is kept where one of them is in it."""
    wanted = {str(unit) for unit in units} | {f"{unit.space}/*" for unit in units}
    return replace(
        inbox,
        items=tuple(item for item in inbox.items if item.unit in units),
        states=tuple(state for state in inbox.states if state.unit in units),
        unknown=tuple(one for one in inbox.unknown if one.unit in wanted),
    )


def only_drifts(drifts: Drifts, units: Collection[UnitName]) -> Drifts:
    """Keep what is about these units, likewise."""
    wanted = {str(unit) for unit in units} | {f"{unit.space}/*" for unit in units}
    return replace(
        drifts,
        units=tuple(one for one in drifts.units if one.unit in units),
        unknown=tuple(one for one in drifts.unknown if one.unit in wanted),
    )
