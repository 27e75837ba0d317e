"""Screens that the first frame does without: loaded behind it, or when one is first asked for.

What is in front is told by the module that its class stands in, so that asking loads nothing either.
"""

import importlib
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, TypeGuard

from textual.screen import Screen

from core.merge.resolution import Resolution
from core.model.item import Item, Opened
from core.model.resumed import Unfinished
from core.model.session import Session
from tui.context import Context
from tui.cut_off import CutOffDesk
from tui.session_face import BreakGlass

if TYPE_CHECKING:
    from tui.screens.breakglass import BreakGlassScreen
    from tui.screens.cut_off import CutOffScreen
    from tui.screens.help import HelpScreen
    from tui.screens.history import HistoryScreen
    from tui.screens.inbox_plan import ManyPlanScreen
    from tui.screens.plan import PlanScreen
    from tui.screens.resolve import ResolveScreen

__all__ = [
    "breakglass_screen",
    "cut_off_screen",
    "help_screen",
    "history_screen",
    "is_many_plan",
    "is_plan",
    "is_resolve",
    "load_behind",
    "many_plan_screen",
    "plan_screen",
    "resolve_screen",
]

_SCREENS: Final = (
    "resolve",
    "plan",
    "plan_subject",
    "inbox_plan",
    "history",
    "help",
    "cut_off",
    "breakglass",
)
"""Under `tui.screens`, the likeliest first."""


def load_behind() -> None:
    """Load all of them on a thread of its own, so that none is waited for, or is of another release."""
    threading.Thread(target=_load, name="later", daemon=True).start()


def _load() -> None:
    for name in _SCREENS:
        importlib.import_module(f"tui.screens.{name}")


def resolve_screen(context: Context, opened: Opened, alike: Sequence[Item] = ()) -> "ResolveScreen":
    """Make the screen of an item, and of those that are decided with it."""
    from tui.screens.resolve import ResolveScreen

    return ResolveScreen(context, opened, alike)


def plan_screen(context: Context, opened: Opened, resolution: Resolution) -> "PlanScreen":
    """Make the plan of an item's choices."""
    from tui.screens.plan import PlanScreen
    from tui.screens.plan_subject import of_item

    return PlanScreen(context, of_item(opened, resolution))


def many_plan_screen(context: Context, wanted: Sequence[tuple[Opened, Resolution]]) -> "ManyPlanScreen":
    """Make the plans of many items' choices."""
    from tui.screens.inbox_plan import ManyPlanScreen

    return ManyPlanScreen(context, wanted)


def history_screen(context: Context, looked_for: str) -> "HistoryScreen":
    """Make the screen of what happened."""
    from tui.screens.history import HistoryScreen

    return HistoryScreen(context, looked_for)


def help_screen(context: Context, room: str) -> "HelpScreen":
    """Make the help of a room."""
    from tui.screens.help import HelpScreen

    return HelpScreen(context, room)


def cut_off_screen(context: Context, desk: CutOffDesk, found: Sequence[Unfinished]) -> "CutOffScreen":
    """Make the screen of decisions that were cut off."""
    from tui.screens.cut_off import CutOffScreen

    return CutOffScreen(context, desk, found)


def breakglass_screen(context: Context, breakglass: BreakGlass, session: Session) -> "BreakGlassScreen":
    """Make the screen of a session."""
    from tui.screens.breakglass import BreakGlassScreen

    return BreakGlassScreen(context, breakglass, session)


def is_resolve(screen: Screen[object]) -> TypeGuard["ResolveScreen"]:
    """Tell whether a screen is an item's."""
    return type(screen).__module__ == "tui.screens.resolve"


def is_plan(screen: Screen[object]) -> TypeGuard["PlanScreen"]:
    """Tell whether a screen is a plan."""
    return type(screen).__module__ == "tui.screens.plan"


def is_many_plan(screen: Screen[object]) -> TypeGuard["ManyPlanScreen"]:
    """Tell whether a screen is the plans of many items."""
    return type(screen).__module__ == "tui.screens.inbox_plan"
