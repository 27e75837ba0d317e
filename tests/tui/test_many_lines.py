"""The plans of many units as lines: each unit has one, and what all say is said once and never cut."""

from dataclasses import replace

from core.merge.places import Side
from core.model.many import Plans
from tests.fakes.desk import FakeDesk
from tests.tui.test_inbox_many import services
from tui.look import ASCII
from tui.widgets.item_plans import plans_lines
from tui.widgets.lines import CUT, plain

RECORDED = "no new revision: Head 2 has it already; the decision is recorded"


def drawn(width: int, *hub: str) -> list[str]:
    """Draw the plans of as many services, with what each says of the hub."""
    desk = FakeDesk()
    opened = services()[1 : 1 + len(hub)]
    chosen = (one.resolution.choose([one.resolution.fields[0].key], Side.GIT) for one in opened)
    made = [desk.plan(one, made, reason="alike") for one, made in zip(opened, chosen, strict=True)]
    plans = tuple(replace(plan, hub=words, git="") for plan, words in zip(made, hub, strict=True))
    return [plain(line) for line in plans_lines(Plans(plans=plans), width, ASCII)]


def test_what_all_plans_say_of_the_hub_is_said_once() -> None:
    lines = drawn(80, RECORDED, RECORDED.replace("2", "3"))
    assert "   shop-prod-west/cart  no new revision: Head 2 has it already" in lines
    assert [line for line in lines if "recorded" in line] == [" hub     the decision is recorded"]


def test_no_unit_is_cut_where_the_screen_is_narrow() -> None:
    lines = drawn(60, RECORDED, "revision 3, if Head is still 2")
    assert [line for line in lines if CUT in line and "spec." not in line] == []
    assert "   shop-prod-west/cart" in lines
    assert "     no new revision: Head 2 has it already; the decision" in lines
