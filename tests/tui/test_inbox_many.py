"""Many items at once: groups, marks, ranges, one side for all, their plans and the receipt of all."""

import threading
from dataclasses import replace

import pytest

from core.errors import SideMoved
from core.merge.places import Side
from core.merge.resolution import Resolution
from core.model.groups import Group
from core.model.item import Opened
from core.model.names import ItemId, UnitName
from core.model.plan import Check, Plan, Receipt
from core.model.remembered import Remembered
from core.progress import Progress, Stop
from tests.fakes.desk import FakeDesk
from tests.fakes.inbox import waiting
from tests.tui.driving import Driver, driven
from tests.tui.preview import many
from tui.screens.inbox_dialog import TakeAll
from tui.screens.inbox_plan import ManyPlanScreen

SERVICES = ("cart", "search", "web")


def service(name: str, number: int) -> Opened:
    """Make the same one-field conflict for a service."""
    hold = waiting()[2]
    unit = UnitName("shop-prod-west", name)
    item = replace(hold.item, id=ItemId(f"c-{number}"), unit=unit, change="0f3a9b12cd77")
    return replace(hold, item=item)


def services() -> tuple[Opened, ...]:
    """List two items of their own around a group of three."""
    alike = [service(name, number) for number, name in enumerate(SERVICES)]
    return (waiting()[1], *alike, waiting()[6])


def plan_screen(driver: Driver) -> ManyPlanScreen:
    """Give the plan of many, which must be in front."""
    assert isinstance(driver.app.screen, ManyPlanScreen)
    return driver.app.screen


def units(driver: Driver) -> list[str]:
    """Name the units that were carried out."""
    return [plan.unit.unit for plan in driver.desk.carried]


async def read_and_write(driver: Driver, reason: str = "alike") -> None:
    """Read the plans to their end, say why, type the word."""
    screen = plan_screen(driver)
    while not screen.reader.is_read:
        await driver.press("enter")
    if screen.focused is screen.reader:
        await driver.press("enter")
    await driver.type(reason)
    await driver.press("enter")
    assert screen.plans is not None
    await driver.type(screen.plans.word)
    await driver.press("enter")


async def test_the_same_change_in_three_units_is_one_row_that_names_them() -> None:
    async with driven(FakeDesk(services())) as driver:
        row = driver.inbox.pane.items.rows[1]
        assert isinstance(row, Group)
        assert "3 units cart, search, web" in driver.text
        assert "7 of 7 shown" in driver.text
        await driver.press("j")
        assert "3 units alike" in driver.text
        assert "shop-prod-west: cart, search, web" in driver.text


async def test_a_group_is_unfolded_and_folded_with_the_cursor_kept_in_it() -> None:
    async with driven(FakeDesk(services())) as driver:
        await driver.press("j", "l")
        assert len(driver.inbox.pane.items.rows) == 8
        await driver.press("j", "j", "h")
        assert (len(driver.inbox.pane.items.rows), driver.inbox.pane.items.cursor) == (5, 1)


async def test_a_group_is_decided_once_with_a_plan_and_a_receipt_that_list_every_unit() -> None:
    async with driven(FakeDesk(services())) as driver:
        await driver.press("j", "enter")
        assert "3 units alike: shop-prod-west/cart" in driver.text
        await driver.press("1")
        assert "All decided for 3 units." in driver.said
        await driver.press("C", "A")
        assert driver.app.clipboard.startswith("headgate resolve c-0 c-1 c-2 --path ")
        assert "Plan 3 units" in driver.text
        plans = plan_screen(driver).plans
        assert plans is not None
        assert [plan.unit.unit for plan in plans.plans] == list(SERVICES)
        await read_and_write(driver)
        assert units(driver) == list(SERVICES)
        assert ("3 of 3 carried out" in driver.text, " to write " in driver.text) == (True, False)
        await driver.press("enter")
        row = driver.inbox.pane.row
        assert row is not None
        assert str(row.unit if not isinstance(row, Group) else "") == "shop-prod-west/redis"
        assert "done" in driver.text


async def test_units_that_are_not_marked_are_left_out_of_a_group() -> None:
    async with driven(FakeDesk(services())) as driver:
        await driver.press("j", "l", "space", "j", "j", "space")
        assert "2 marked" in driver.text
        await driver.press("k", "k", "enter", "2", "A")
        assert "Plan 2 units" in driver.text
        await read_and_write(driver)
        assert units(driver) == ["cart", "web"]


async def test_one_unit_of_a_group_can_be_opened_for_itself() -> None:
    async with driven(FakeDesk(services())) as driver:
        await driver.press("j", "l", "j", "j", "enter", "1")
        assert "units alike" not in driver.text
        await driver.press("A")
        assert "Plan shop-prod-west/search" in driver.text


async def test_space_v_and_a_mark_rows_and_esc_takes_the_marks_away() -> None:
    async with driven(FakeDesk(services())) as driver:
        await driver.press("space")
        assert len(driver.inbox.pane.marks.ids) == 1
        await driver.press("space", "v", "j", "j")
        assert len(driver.inbox.pane.marks.ids) == 5
        await driver.press("k")
        assert len(driver.inbox.pane.marks.ids) == 4
        await driver.press("v", "j", "j")
        assert len(driver.inbox.pane.marks.ids) == 4
        await driver.press("a", "a")
        assert len(driver.inbox.pane.marks.ids) == 0
        await driver.press("a", "escape")
        assert len(driver.inbox.pane.marks.ids) == 0


async def test_one_side_is_taken_for_what_is_marked_after_a_preview_of_how_many() -> None:
    async with driven(FakeDesk(services())) as driver:
        await driver.press("a", "t")
        assert isinstance(driver.app.screen, TakeAll)
        assert "Take one side for 5 items" in driver.text
        await driver.press("2")
        assert "Plan 5 units" in driver.text
        await read_and_write(driver)
        assert len(driver.desk.carried) == 5


async def test_nothing_is_chosen_when_the_question_is_left() -> None:
    async with driven(FakeDesk(services())) as driver:
        await driver.press("a", "t", "escape")
        assert (len(driver.app.context.drafts), driver.desk.carried) == (0, [])


async def test_marked_items_that_are_undecided_have_no_plan_and_say_so() -> None:
    async with driven(FakeDesk(services())) as driver:
        await driver.press("a", "A")
        assert ("has no plan" in driver.text, "for the record" in driver.text) == (True, False)


class Opening(FakeDesk):
    """A desk on which a gate is closed until a reason was given."""

    def plan(self, opened: Opened, resolution: Resolution, *, reason: str, apply_live: bool = False) -> Plan:
        """Plan it with the gate as it is."""
        made = super().plan(opened, resolution, reason=reason, apply_live=apply_live)
        is_closed = made.unit.unit == "search" and reason.startswith("(")
        gate = Check(name="gate", ok=not is_closed, what="closed by a trigger" if is_closed else "open")
        return replace(made, checks=(*made.checks, gate))


async def test_a_unit_that_was_shown_as_blocked_is_not_written_before_its_plan_is_read_anew() -> None:
    async with driven(Opening(services()), size=(120, 60)) as driver:
        await driver.press("j", "enter", "1", "A")
        assert "closed by a trigger" in driver.text
        while not plan_screen(driver).reader.is_read:
            await driver.press("enter")
        plan_screen(driver).set_focus(plan_screen(driver).why)
        await driver.type("alike")
        await driver.press("enter")
        assert "plans changed since you read them" in driver.said


class Moved(FakeDesk):
    """A desk on which one unit moved after it was planned."""

    def carry_out(self, plan: Plan, *, progress: Progress, stop: Stop) -> Receipt:
        """Refuse the second service."""
        if plan.unit.unit == "search":
            raise SideMoved("Head moved", why="it is revision 9", next_step="headgate show")
        return super().carry_out(plan, progress=progress, stop=stop)


async def test_one_that_moved_is_reported_and_the_others_go_on() -> None:
    async with driven(Moved(services())) as driver:
        await driver.press("j", "enter", "1", "A")
        await read_and_write(driver)
        assert units(driver) == ["cart", "web"]
        assert "2 of 3 carried out" in driver.text
        assert "was not carried out: Head moved" in " ".join(driver.text.split())
        await driver.press("enter")
        assert driver.inbox.pane.done == {"c-0", "c-2"}


class Slow(FakeDesk):
    """A desk on which the operator stops after the first unit."""

    def carry_out(self, plan: Plan, *, progress: Progress, stop: Stop) -> Receipt:
        """Carry it out, and be told to stop meanwhile."""
        assert hasattr(stop, "set")
        stop.set()
        return super().carry_out(plan, progress=progress, stop=stop)


async def test_a_stop_ends_after_the_unit_in_hand_and_the_receipt_says_what_was_not_begun() -> None:
    async with driven(Slow(services())) as driver:
        await driver.press("j", "enter", "1", "A")
        await read_and_write(driver)
        assert units(driver) == ["cart"]
        assert driver.text.count("was not begun") == 2


async def test_a_wrong_word_writes_nothing() -> None:
    async with driven(FakeDesk(services())) as driver:
        await driver.press("j", "enter", "1", "A")
        while not plan_screen(driver).reader.is_read:
            await driver.press("enter")
        await driver.press("enter")
        await driver.type("why")
        await driver.press("enter")
        await driver.type("yes")
        await driver.press("enter")
        assert "Nothing was written" in driver.said
        assert driver.desk.carried == []


async def test_who_will_not_read_on_types_so_and_each_record_says_how_much_was_read() -> None:
    async with driven(FakeDesk(services())) as driver:
        await driver.press("j", "enter", "1", "A")
        screen = plan_screen(driver)
        read = f"{screen.reader.seen} of {screen.reader.total} lines read"
        assert not screen.reader.is_read
        await driver.press("tab")
        screen.why.value = "alike"
        await driver.press("enter")
        assert screen.plans is not None
        screen.word.value = word = screen.plans.word
        await driver.press("enter")
        assert (f"goes on record, type: {word} unread" in driver.said, driver.desk.carried) == (True, [])
        screen.word.value = f"{word} unread"
        await driver.press("tab", "tab", "enter")
        assert [plan.read for plan in driver.desk.carried] == [read] * 3


class Planning(FakeDesk):
    """A desk that plans with a reason only when it is let."""

    def __init__(self, items: tuple[Opened, ...]) -> None:
        super().__init__(items)
        self.let = threading.Event()

    def plan(self, opened: Opened, resolution: Resolution, *, reason: str, apply_live: bool = False) -> Plan:
        assert reason.startswith("(") or self.let.wait(20)
        return super().plan(opened, resolution, reason=reason, apply_live=apply_live)


async def test_a_word_typed_while_it_plans_with_the_reason_waits_for_that_plan() -> None:
    desk = Planning(services())
    async with driven(desk) as driver:
        await driver.press("j", "enter", "1", "A", "enter", "enter")
        screen = plan_screen(driver)
        screen.why.value = "why"
        await driver.tap("enter")
        screen.word.value = "shop-prod-west"
        await driver.tap("enter")
        assert desk.carried == []
        desk.let.set()
        await driver.settle()
        assert [plan.reason for plan in desk.carried] == ["why"] * 3


async def test_sorting_keeps_the_row_in_hand_where_it_is_on_the_screen() -> None:
    async with driven(FakeDesk(many(60))) as driver:
        items = driver.inbox.pane.items
        await driver.press("G", "k", "k", "k", "ctrl+u", "ctrl+u")
        row, y = items.row, items.cursor - items.scroll_offset.y
        for _ in range(5):
            await driver.press("s")
            wanted = min(max(0, items.cursor - y), items.max_scroll_y)
            assert (items.row, items.scroll_offset.y) == (row, wanted)
        assert "most urgent first" in driver.said


REMEMBERED = Remembered(
    field=waiting()[2].resolution.fields[0].key,
    side=Side.HUB,
    decision="01J8Z4AB",
    unit=UnitName("shop-prod-east", "cart"),
    who="priya (login)",
    when="2025-10-08T08:00:00Z",
    reason="until the sale ends",
)


def with_memory() -> tuple[Opened, ...]:
    return (replace(service("cart", 0), remembered=(REMEMBERED,)), waiting()[1])


async def test_what_was_decided_before_is_offered_and_one_key_takes_it_undoably() -> None:
    async with driven(FakeDesk(with_memory())) as driver:
        assert "as before: hub for shop-prod-east/cart by priya (login)" in driver.text
        assert len(driver.app.context.drafts) == 0
        await driver.press("m")
        assert driver.resolve.resolution.open == ()
        assert dict(driver.resolve.resolution.choices) == {REMEMBERED.field: Side.HUB}


async def test_resolve_shows_the_whole_offer_and_m_takes_it() -> None:
    async with driven(FakeDesk(with_memory())) as driver:
        await driver.press("enter")
        assert "01J8Z4AB" in driver.text
        assert driver.resolve.resolution.choices == ()
        await driver.press("m")
        assert dict(driver.resolve.resolution.choices) == {REMEMBERED.field: Side.HUB}
        assert "01J8Z4AB" not in driver.text
        await driver.press("u")
        assert driver.resolve.resolution.choices == ()


@pytest.mark.parametrize("keys", [["j", "m"], ["j", "enter", "m"]], ids=["in the inbox", "in resolve"])
async def test_where_nothing_is_remembered_the_key_says_so(keys: list[str]) -> None:
    async with driven(FakeDesk(with_memory())) as driver:
        await driver.press(*keys)
        assert "decided before" in driver.said


async def test_a_quiet_reading_marks_what_moved_and_counts_what_is_new_and_moves_no_row() -> None:
    desk = FakeDesk(services())
    async with driven(desk) as driver:
        await driver.press("j", "j")
        before, cursor = driver.inbox.pane.items.rows, driver.inbox.pane.items.cursor
        desk.items = (*desk.items[:-1], waiting()[9])
        driver.inbox.poll()
        await driver.settle()
        assert (driver.inbox.pane.items.rows, driver.inbox.pane.items.cursor) == (before, cursor)
        assert "1 moved, 1 new: R shows" in driver.text
        await driver.press("k")
        line = next(line for line in driver.text.splitlines() if "redis" in line)
        assert line.split()[:1] == ["R"]
        assert "moved" in line
        await driver.press("R")
        assert "R shows" not in driver.text
        assert "shop-prod-west/payments" in driver.text


async def test_what_was_carried_out_stays_in_view_as_done_until_the_inbox_is_read_again() -> None:
    async with driven(FakeDesk(services())) as driver:
        await driver.press("j", "enter", "1", "A")
        await read_and_write(driver)
        await driver.press("enter")
        assert len(driver.inbox.pane.items.rows) == 5
        assert "2 open" in driver.text
        await driver.press("R")
        assert len(driver.inbox.pane.items.rows) == 4


async def test_a_quiet_reading_that_fails_bothers_nobody() -> None:
    desk = FakeDesk(services())
    async with driven(desk) as driver:
        desk.refuses["inbox"] = SideMoved("x", why="y", next_step="z")
        driver.inbox.poll()
        await driver.settle()
        assert driver.said == ""
