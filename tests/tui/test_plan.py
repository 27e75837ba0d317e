"""The plan: read, say why, type the word; what is refused, what moved, what was done."""

import threading
from dataclasses import replace

import pytest

from core.errors import Blocked, HeadgateError, OutcomeUnknown, SideMoved
from core.merge.resolution import Resolution
from core.model.item import Opened
from core.model.plan import Check, Plan, Receipt
from core.progress import Progress, Stop
from tests.fakes.desk import FakeDesk
from tests.fakes.waiting import moved
from tests.tui.driving import Driver, driven
from tui.screens.inbox import InboxScreen
from tui.screens.inbox_words import named
from tui.screens.plan import PlanScreen
from tui.screens.resolve import ResolveScreen
from tui.widgets.reader import Reader

WEB = "it-web-conflict"
MOVED = SideMoved(
    "Could not write shop-prod-east/web", why="Head is 42, seen was 41", next_step="look at the marked fields"
)


async def planned(driver: Driver) -> None:
    """Decide the conflict and ask for its plan."""
    await driver.press("j", "enter", "1", "2", "1", "A")


async def ready(driver: Driver, why: str = "raise floor") -> None:
    """Read the plan to its end and say why."""
    await planned(driver)
    while isinstance(driver.app.focused, Reader):
        await driver.press("enter")
    await driver.type(why)
    await driver.press("enter")


async def applied(driver: Driver) -> None:
    """Type the word, too."""
    await ready(driver)
    await driver.type("shop-prod-east")
    await driver.press("enter")


async def test_the_plan_says_what_is_written_where_and_what_is_overwritten() -> None:
    async with driven(size=(120, 40)) as driver:
        await planned(driver)
        for words in (
            "revision 42, if Head is still 41",
            "branch headgate/shop-prod-east/",
            "not touched",
            "OVERWRITES  live spec.replicas: 5 becomes 3",
            "2 fields merged by rule, nobody looked at them",
            "-  spec.replicas: 2",
            "+  spec.replicas: 3",
            "Type shop-prod-east to write",
        ):
            assert words in driver.text


async def test_nothing_is_written_by_reading_or_by_keys() -> None:
    async with driven() as driver:
        await planned(driver)
        await driver.press("y", "space", "1", "A", "enter", "enter")
        assert (driver.desk.carried, isinstance(driver.app.screen, PlanScreen)) == ([], True)


async def test_enter_reads_on_and_where_that_reaches_the_end_it_asks_why() -> None:
    async with driven() as driver:
        await planned(driver)
        assert " lines read" in driver.text.splitlines()[0]
        assert isinstance(driver.app.focused, Reader)
        await driver.press("enter")
        assert "nothing is written yet" in driver.text.splitlines()[0]
        assert driver.plan.reason.input.has_focus


async def test_a_word_typed_before_all_was_on_screen_writes_nothing() -> None:
    async with driven() as driver:
        await planned(driver)
        await driver.press("tab")
        await driver.type("raise floor")
        await driver.press("enter")
        await driver.type("shop-prod-east")
        await driver.press("enter")
        assert ("were not on screen yet" in driver.said, driver.desk.carried) == (True, [])
        await driver.press("enter", "enter", "enter", "enter")
        assert len(driver.desk.carried) == 1


async def test_who_will_not_read_on_types_so_and_the_record_says_how_much_was_read() -> None:
    async with driven() as driver:
        await planned(driver)
        await driver.press("tab")
        await driver.type("raise floor")
        await driver.press("enter")
        read = f"{driver.plan.reader.seen} of {driver.plan.reader.total} lines read"
        await driver.type("shop-prod-east unread")
        await driver.press("enter")
        assert [plan.read for plan in driver.desk.carried] == [read]
        assert not read.startswith(read.split()[2] + " ")


async def test_what_was_read_to_its_end_is_not_called_unread() -> None:
    async with driven() as driver:
        await ready(driver)
        await driver.type("shop-prod-east unread")
        await driver.press("enter")
        assert ("That is not shop-prod-east" in driver.said, driver.desk.carried) == (True, [])


async def test_a_reason_is_needed() -> None:
    async with driven() as driver:
        await ready(driver, why="")
        assert "Say why" in driver.said


async def test_the_reason_is_planned_with_and_kept_for_the_next_plan() -> None:
    async with driven() as driver:
        await applied(driver)
        assert [plan.reason for plan in driver.desk.carried] == ["raise floor"]
        await driver.press("enter", "enter", "1", "A")
        while isinstance(driver.app.focused, Reader):
            await driver.press("enter")
        assert "Enter says again: raise floor" in driver.text
        await driver.press("enter")
        await driver.type("shop-prod-west")
        await driver.press("enter")
        assert [plan.reason for plan in driver.desk.carried] == ["raise floor", "raise floor"]


async def test_a_wrong_word_writes_nothing_and_stays() -> None:
    async with driven() as driver:
        await ready(driver)
        await driver.type("yes")
        await driver.press("enter")
        assert ("That is not shop-prod-east" in driver.said, driver.desk.carried) == (True, [])


async def test_a_reason_changed_after_the_plan_is_planned_again_first() -> None:
    async with driven() as driver:
        await ready(driver)
        await driver.press("shift+tab")
        await driver.type("x")
        await driver.press("tab")
        await driver.type("shop-prod-east")
        await driver.press("enter")
        assert ("The reason was changed" in driver.said, driver.desk.carried) == (True, [])
        await driver.press("enter", "enter")
        assert [plan.reason for plan in driver.desk.carried] == ["raise floorx"]


async def test_the_right_word_carries_the_plan_out_and_shows_the_receipt() -> None:
    async with driven() as driver:
        await applied(driver)
        assert [plan.item for plan in driver.desk.carried] == [WEB]
        for words in ("Done.", "revision 42", "later: headgate sync-back"):
            assert words in driver.text


@pytest.mark.parametrize("key", [pytest.param("enter", id="Enter"), pytest.param("escape", id="Esc")])
async def test_after_the_receipt_the_inbox_has_the_next_item_in_hand(key: str) -> None:
    async with driven() as driver:
        await applied(driver)
        await driver.press(key)
        row = driver.inbox.pane.row
        assert row is not None
        assert named(row) == "shop-prod-west/checkout"
        assert driver.inbox.pane.done == {WEB}
        await driver.press("R")
        assert WEB not in {row.id for row in driver.inbox.inbox.items} if driver.inbox.inbox else False
        assert len(driver.app.context.drafts) == 0


async def test_esc_goes_back_one_step_at_a_time_and_keeps_the_choices() -> None:
    async with driven() as driver:
        await ready(driver)
        await driver.press("escape")
        assert isinstance(driver.app.focused, Reader)
        await driver.press("escape")
        assert len(driver.resolve.resolution.choices) == 3
        await driver.press("escape", "escape")
        assert isinstance(driver.app.screen, InboxScreen)


async def test_l_plans_with_live_and_the_changed_plan_must_be_read_again() -> None:
    async with driven() as driver:
        await planned(driver)
        await driver.press("l")
        assert "applied right after the hub" in driver.text
        await driver.press("l")
        assert "not touched" in driver.text


async def test_copying_plan_and_command() -> None:
    async with driven() as driver:
        await planned(driver)
        await driver.press("C")
        assert driver.app.clipboard.startswith("headgate resolve it-web-conflict")
        await driver.press("c")
        assert "OVERWRITES" in driver.app.clipboard


async def test_planning_again_asks_the_desk_again() -> None:
    async with driven() as driver:
        await planned(driver)
        await driver.press("R")
        assert driver.desk.asked.count("plan") == 2


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(
            Blocked("Blocked by policy", why="no change on Friday", next_step="wait"), id="a policy"
        ),
        pytest.param(
            OutcomeUnknown(
                "Could not confirm", why="line lost", next_step="headgate resume", changed="hub UNKNOWN"
            ),
            id="an unknown outcome",
        ),
    ],
)
async def test_a_refusal_is_said_with_all_its_parts_and_nothing_crashes(error: HeadgateError) -> None:
    async with driven() as driver:
        driver.desk.refuses["carry_out"] = error
        await applied(driver)
        for words in (error.what, error.why, error.changed, error.next_step):
            assert words in driver.text
        await driver.press("escape", "escape")
        assert len(driver.resolve.resolution.choices) == 3


async def test_a_plan_that_cannot_be_made_is_said_and_esc_leads_back() -> None:
    async with driven() as driver:
        driver.desk.refuses["plan"] = Blocked("Could not plan", why="[/x] policy", next_step="ask Ada")
        await planned(driver)
        assert "[/x] policy" in driver.text
        await driver.press("escape", "escape")
        assert isinstance(driver.app.screen, ResolveScreen)


class BlockedDesk(FakeDesk):
    """Plans are blocked by a failed check."""

    def plan(self, opened: Opened, resolution: Resolution, *, reason: str, apply_live: bool = False) -> Plan:
        made = super().plan(opened, resolution, reason=reason, apply_live=apply_live)
        return replace(made, checks=(Check(name="policy", ok=False, what="memory under 1Gi"), *made.checks))


async def test_a_blocked_plan_can_be_read_and_not_carried_out() -> None:
    async with driven(BlockedDesk()) as driver:
        await planned(driver)
        assert "BLOCKED  policy: memory under 1Gi" in driver.text
        await driver.press("enter", "enter", "enter")
        assert ("blocked by a check" in driver.said, isinstance(driver.app.focused, Reader)) == (True, True)


class TellingDesk(FakeDesk):
    """A check has much to say, and forbids nothing."""

    def plan(self, opened: Opened, resolution: Resolution, *, reason: str, apply_live: bool = False) -> Plan:
        made = super().plan(opened, resolution, reason=reason, apply_live=apply_live)
        words = " ".join(f"word-{number}" for number in range(20))
        return replace(made, checks=(Check(name="ConfigHub's merge", ok=None, what=words), *made.checks))


async def test_what_a_check_says_is_not_cut() -> None:
    async with driven(TellingDesk()) as driver:
        await planned(driver)
        assert [number for number in range(20) if f"word-{number}" not in driver.text] == []


class ShiftingDesk(FakeDesk):
    """Each plan differs from the last."""

    def plan(self, opened: Opened, resolution: Resolution, *, reason: str, apply_live: bool = False) -> Plan:
        made = super().plan(opened, resolution, reason=reason, apply_live=apply_live)
        return replace(made, effects=replace(made.effects, text=f"text {self.asked.count('plan')}"))


async def test_a_plan_that_changed_while_the_reason_was_typed_must_be_read_again() -> None:
    async with driven(ShiftingDesk()) as driver:
        await ready(driver)
        assert ("The plan changed" in driver.said, isinstance(driver.app.focused, Reader)) == (True, True)


async def test_a_side_that_moved_leads_back_to_the_fields_with_the_picks_kept() -> None:
    async with driven() as driver:
        await ready(driver)
        driver.desk.refuses["carry_out"] = MOVED
        driver.desk.change(WEB, moved(driver.desk.open(WEB), 0, git=77))
        await driver.type("shop-prod-east")
        await driver.press("enter")
        assert len(driver.resolve.resolution.choices) == 2
        for words in (
            "Head is 42, seen was 41",
            "? moved",
            "77",
            "1 moved, 2 kept, 1 to choose again",
        ):
            assert words in driver.text


async def test_a_side_that_moved_before_the_plan_leads_back_too() -> None:
    async with driven() as driver:
        driver.desk.refuses["plan"] = MOVED
        await planned(driver)
        assert (len(driver.resolve.resolution.choices), "Head is 42" in driver.text) == (3, True)


class SlowDesk(FakeDesk):
    """Carries out in two steps, and waits before the second."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()
        self.stopped = False

    def carry_out(self, plan: Plan, *, progress: Progress, stop: Stop) -> Receipt:
        progress.step("hub", 1, 2)
        assert self.go_on.wait(20)
        self.stopped = stop.is_set()
        return super().carry_out(plan, progress=progress, stop=stop)


async def test_progress_is_shown_and_ctrl_c_stops_after_the_step_in_hand() -> None:
    desk = SlowDesk()
    async with driven(desk) as driver:
        await ready(driver)
        await driver.type("shop-prod-east")
        await driver.tap("enter")
        assert "hub 1 of 2" in driver.text
        await driver.tap("escape")
        assert "Being written" in driver.said
        await driver.tap("ctrl+c")
        desk.go_on.set()
        await driver.settle()
        assert (desk.stopped, "Done." in driver.text) == (True, True)


async def test_a_side_that_moved_leads_back_from_the_help_that_was_opened_meanwhile_too() -> None:
    desk = SlowDesk()
    async with driven(desk) as driver:
        await ready(driver)
        await driver.type("shop-prod-east")
        await driver.tap("enter")
        desk.refuses["carry_out"] = MOVED
        await driver.tap("tab")
        await driver.tap("question_mark")
        assert "Keys here: Plan" in driver.text
        desk.go_on.set()
        await driver.settle()
        assert ("Head is 42" in driver.text, len(driver.resolve.resolution.choices)) == (True, 3)
