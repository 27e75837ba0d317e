"""``headgate resolve``: decide an item and carry the decision out."""

from core.desk import Desk
from core.errors import NotFound, SideMoved
from core.model.item import Opened
from tui.cli.carrying import carried, reason_of
from tui.cli.choices import chosen
from tui.cli.console import Console
from tui.cli.given import Given
from tui.cli.named import is_whole_id, item_named
from tui.cli.opening import opened

__all__ = ["run"]


def run(given: Given, console: Console) -> int:
    """Choose, plan, show, ask, carry out."""
    with opened(given, console) as workspace:
        desk = workspace.desk
        item = _seen(desk, item_named(given.text("item"), given))
        resolution = chosen(item.resolution, given, console)
        plan = desk.plan(item, resolution, reason=reason_of(given), apply_live=given.flag("apply"))
        return carried(plan, desk, given, console)


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
