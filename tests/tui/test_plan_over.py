"""Taking live over from another manager asks for the manager's name, typed."""

from dataclasses import replace

from core.fieldpath import FieldPath
from core.krm.resource import ResourceId
from core.merge.resolution import Resolution
from core.model.item import Opened
from core.model.plan import LiveChange, Plan
from tests.fakes.desk import FakeDesk
from tests.tui.driving import driven
from tests.tui.test_inbox_many import SERVICES, plan_screen, services
from tests.tui.test_plan import applied

REPLICAS = LiveChange(
    resource=ResourceId("apps/v1", "Deployment", "shop", "web"),
    path=FieldPath.parse("spec.replicas"),
    value=3,
    seen=5,
)


class OwnedDesk(FakeDesk):
    """Live's fields were set by somebody with kubectl."""

    def plan(self, opened: Opened, resolution: Resolution, *, reason: str, apply_live: bool = False) -> Plan:
        made = super().plan(opened, resolution, reason=reason, apply_live=apply_live)
        return replace(made, managers=("kubectl-edit",), effects=replace(made.effects, live=(REPLICAS,)))


async def test_the_word_alone_takes_nothing_over() -> None:
    async with driven(OwnedDesk()) as driver:
        await applied(driver)
        assert driver.desk.carried == []
        assert "kubectl-edit set these live fields last" in driver.said


async def test_with_the_managers_name_just_that_is_taken_over() -> None:
    async with driven(OwnedDesk()) as driver:
        await applied(driver)
        await driver.type(" over kubectl-edit")
        await driver.press("enter")
        assert [plan.effects.live_over for plan in driver.desk.carried] == [("kubectl-edit",)]


async def test_of_many_units_live_is_taken_over_only_with_the_managers_name_too() -> None:
    async with driven(OwnedDesk(services())) as driver:
        await driver.press("j", "enter", "1", "A")
        screen = plan_screen(driver)
        await driver.press("tab")
        screen.why.value = "alike"
        await driver.press("enter")
        screen.word.value = "shop-prod-west unread"
        await driver.press("enter")
        assert driver.desk.carried == []
        screen.word.value = "shop-prod-west over kubectl-edit unread"
        await driver.press("tab", "tab", "enter")
        assert [plan.effects.live_over for plan in driver.desk.carried] == [("kubectl-edit",)] * len(SERVICES)
