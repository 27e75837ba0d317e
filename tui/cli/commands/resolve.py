"""``headgate resolve``: decide an item, several, or a group, and carry the decisions out."""

from core.desk import Desk
from core.errors import NotFound, SideMoved, UsageError
from core.model.item import Opened
from tui.cli.carrying import carried, reason_of
from tui.cli.carrying_many import carried_many
from tui.cli.choices import chosen
from tui.cli.console import Console
from tui.cli.given import Given
from tui.cli.named import is_group_id, is_whole_id, item_named, unit_named
from tui.cli.opening import opened

__all__ = ["run"]


def run(given: Given, console: Console) -> int:
    """Choose, plan, show, ask, carry out."""
    names = [item_named(name, given) for name in given.texts("item")]
    with opened(given, console) as workspace:
        desk = workspace.desk
        if len(names) > 1 or is_group_id(names[0]):
            return _several(desk, names, given, console)
        item = _seen(desk, names[0])
        resolution = chosen(item.resolution, given, console, item.remembered)
        plan = desk.plan(item, resolution, reason=reason_of(given), apply_live=given.flag("apply"))
        plan = desk.taking_over(plan, given.texts("over"))
        return carried(plan, desk, given, console)


def _several(desk: Desk, names: list[str], given: Given, console: Console) -> int:
    """Decide each alike; the choices must fit every one of them before any is planned."""
    if given.texts("over"):
        raise UsageError(
            "Nothing was decided",
            why="--over takes over what was shown of one item",
            next_step="resolve that item alone",
        )
    without = {unit_named(name, given) for name in given.texts("except")}
    items = [item for item in desk.many.open(names) if item.item.unit not in without]
    if not items:
        raise UsageError(
            "Nothing was decided", why="--except leaves no unit", next_step="leave fewer units out"
        )
    wanted = [(item, chosen(item.resolution, given, console, item.remembered)) for item in items]
    plans = desk.many.plan(wanted, reason=reason_of(given), apply_live=given.flag("apply"), progress=console)
    return carried_many(plans, desk.many, given, console)


def _seen(desk: Desk, name: str) -> Opened:
    """Open the item. A whole id that is gone was seen and moved since, for ids name content."""
    try:
        return desk.open(name)
    except NotFound as gone:
        if not is_whole_id(name):
            raise
        raise SideMoved(
            f"Item {name} is not as it was shown any more", why=gone.why, next_step=gone.next_step
        ) from gone
