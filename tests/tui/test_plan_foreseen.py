"""The plan says what comes of it beyond the hub: live fields, Git's way back; its receipt goes into files."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.merge.resolution import Resolution
from core.model.foreseen import Foreseen
from core.model.item import Opened
from core.model.past import Account
from core.model.plan import Plan
from tests.fakes.desk import FakeDesk
from tests.fakes.past import account
from tests.tui.driving import Driver, driven
from tests.tui.test_plan import applied
from tui.widgets.lines import plain

DIFF = (
    "--- a/deploy/web.yaml",
    "+++ b/deploy/web.yaml",
    "@@ -1,1 +1,1 @@",
    "-  replicas: 3",
    "+  replicas: 9",
)


class LiveDesk(FakeDesk):
    """Its plans write live, too."""

    def plan(self, opened: Opened, resolution: Resolution, *, reason: str, apply_live: bool = False) -> Plan:
        made = super().plan(opened, resolution, reason=reason, apply_live=apply_live)
        return replace(made, live_fields=("Deployment web  spec.replicas  5 -> 3",))


async def lines_of(driver: Driver) -> list[str]:
    """Plan the second item and read the plan."""
    await driver.press("j", "enter", "1", "2", "2", "A")
    return [plain(line).strip() for line in driver.plan.reader.read_lines]


async def test_the_edit_of_the_source_comes_below_the_hubs_and_stays_while_the_plan_does() -> None:
    desk = FakeDesk()
    desk.foresees = Foreseen(diff=DIFF, left_out=("spec.paused: no file writes it",))
    async with driven(desk) as driver:
        lines = await lines_of(driver)
        at = next(number for number, line in enumerate(lines) if "what sync-back will offer to Git" in line)
        assert lines[at + 1] == "# by hand: spec.paused: no file writes it"
        assert lines[at + 2 : at + 7] == [line.strip() for line in DIFF]
        await driver.press("R")
        assert desk.asked.count("foreseen") == 1
        assert any("replicas: 9" in plain(line) for line in driver.plan.reader.read_lines)


async def test_what_cannot_be_foreseen_says_why() -> None:
    desk = FakeDesk()
    desk.foresees = Foreseen(why="kustomize failed")
    async with driven(desk) as driver:
        assert any("not known: kustomize failed" in line for line in await lines_of(driver))


async def test_live_fields_are_listed_one_by_one() -> None:
    async with driven(LiveDesk()) as driver:
        lines = await lines_of(driver)
        assert "Deployment web  spec.replicas  5 -> 3" in lines


class TellingDesk(FakeDesk):
    """Knows the decision that was just made."""

    def account(self, decision: str) -> Account:
        assert decision
        return account("01J8Z40002")


async def test_o_writes_the_receipt_to_two_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with driven(TellingDesk()) as driver:
        await applied(driver)
        await driver.press("o")
        assert "headgate-01J8Z40002.json and headgate-01J8Z40002.md" in driver.said
    assert json.loads((tmp_path / "headgate-01J8Z40002.json").read_text())["outcome"] == "applied"


async def test_after_a_plan_that_did_not_fit_the_receipts_keys_are_shown() -> None:
    async with driven(size=(60, 20)) as driver:
        await lines_of(driver)
        await driver.press("end", "enter")
        await driver.type("floor")
        await driver.press("enter")
        await driver.type("shop-prod-east")
        await driver.press("enter")
        assert driver.text.splitlines()[-1].split() == ["Enter", "next", "item", "o", "export", "?", "help"]
