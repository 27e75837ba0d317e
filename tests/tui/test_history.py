"""History: what happened, found, read, compared, taken back by a plan, and written to files."""

import json
from pathlib import Path

import pytest

from core.errors import DecisionPending
from tests.fakes.desk import FakeDesk
from tests.fakes.past import past
from tests.fakes.waiting import NOW
from tests.tui.driving import Driver, driven
from tui.history_filter import fitting
from tui.screens.history import HistoryScreen
from tui.screens.inbox import InboxScreen
from tui.screens.plan import PlanScreen
from tui.screens.reading import ReadingScreen
from tui.screens.receipt import ReceiptScreen
from tui.screens.resolve import ResolveScreen


def history(driver: Driver) -> HistoryScreen:
    """Give the history, which must be in front."""
    assert isinstance(driver.app.screen, HistoryScreen)
    return driver.app.screen


async def shown(driver: Driver) -> HistoryScreen:
    """Open the history from the inbox."""
    await driver.press("H")
    return history(driver)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("", 4, id="nothing in particular"),
        pytest.param("unit:web", 2, id="a unit"),
        pytest.param("space:shop-dev", 2, id="a space"),
        pytest.param("by:ada", 1, id="a person"),
        pytest.param("did:set", 1, id="a verb"),
        pytest.param("since:1h", 1, id="a span of time"),
        pytest.param("since:2d did:decided", 1, id="terms together"),
        pytest.param("since:soon", 0, id="no span of time"),
        pytest.param("INC-7", 1, id="an incident"),
        pytest.param("01j8z40001", 1, id="a decision's id"),
        pytest.param("unit:", 4, id="a term that is not said yet"),
    ],
)
def test_a_filter_finds(text: str, found: int) -> None:
    assert len(fitting(past(), text, NOW)) == found


async def test_it_lists_what_happened_with_the_row_in_hand_in_full() -> None:
    async with driven() as driver:
        await shown(driver)
        assert all(
            words in driver.text
            for words in ("op2", "decided", "keep pods during", "2 fields chosen", "INC-7")
        )


async def test_nothing_in_it_reaches_the_terminal_raw() -> None:
    async with driven() as driver:
        await shown(driver)
        await driver.press("j")
        assert not {"\x1b", "\x9b", "\u202e", "\u200b"} & set(driver.text)
        assert "[red]x[/nope]" in driver.text


async def test_a_filter_is_typed_and_cleared_and_esc_leads_back() -> None:
    async with driven() as driver:
        await shown(driver)
        await driver.press("slash")
        await driver.type("did:set")
        await driver.press("enter")
        assert "1 of 4" in driver.text
        await driver.press("escape")
        assert "4 of 4" in driver.text
        await driver.press("escape")
        assert isinstance(driver.app.screen, InboxScreen)


async def test_from_an_item_it_is_that_units_own() -> None:
    async with driven() as driver:
        await driver.press("j", "enter", "H")
        assert history(driver).filter.text == "unit:shop-prod-east/web"
        assert "2 of 4" in driver.text
        await driver.press("escape")
        assert isinstance(driver.app.screen, ResolveScreen)


async def test_enter_shows_a_decisions_receipt() -> None:
    async with driven() as driver:
        await shown(driver)
        await driver.press("enter")
        assert isinstance(driver.app.screen, ReceiptScreen)
        assert all(
            words in driver.text for words in ("keep pods", "spec.replicas", "live", "recorded", "closed")
        )
        await driver.press("escape")
        assert isinstance(driver.app.screen, HistoryScreen)


@pytest.mark.parametrize(
    ("keys", "asked"),
    [
        pytest.param(["d"], "diff shop-prod-east/web 40..41", id="with the one before"),
        pytest.param(["space", "j", "j", "d"], "diff shop-prod-east/web 40..41", id="with the marked one"),
        pytest.param(["j", "j", "enter"], "diff shop-prod-east/web 39..40", id="Enter on what CI promoted"),
    ],
)
async def test_d_compares_two_revisions(keys: list[str], asked: str) -> None:
    async with driven() as driver:
        await shown(driver)
        await driver.press(*keys)
        assert (driver.desk.asked[-1], isinstance(driver.app.screen, ReadingScreen)) == (asked, True)
        assert "+  replicas: 3" in driver.text


async def test_what_cannot_be_done_says_so_and_stays() -> None:
    async with driven() as driver:
        await shown(driver)
        for keys, words in (
            (["j", "d"], "made no revision"),
            (["B"], "made no revision"),
            (["space"], "made no revision"),
            (["j", "T"], "No decision of this workspace"),
            (["G", "d"], "first revision"),
            (["g", "space", "G", "d"], "The marked one is of"),
        ):
            await driver.press(*keys)
            assert (words in driver.said, isinstance(driver.app.screen, HistoryScreen)) == (True, True)


@pytest.mark.parametrize(
    ("keys", "verb", "words"),
    [
        pytest.param(["T"], "plan_undo", "undo 01J8Z40002", id="T takes a decision back"),
        pytest.param(["B"], "plan_restore", "restore revision 41", id="B goes back to a revision"),
    ],
)
async def test_a_step_back_is_a_plan_with_a_typed_word(keys: list[str], verb: str, words: str) -> None:
    async with driven(size=(120, 40)) as driver:
        await shown(driver)
        await driver.press(*keys)
        assert isinstance(driver.app.screen, PlanScreen)
        assert (verb in driver.desk.asked, words in driver.text, driver.desk.carried) == (True, True, [])
        await driver.type("it was wrong")
        await driver.press("enter")
        await driver.type("web")
        await driver.press("enter")
        assert "Done." in driver.text
        await driver.press("enter")
        assert isinstance(driver.app.screen, HistoryScreen)
        assert (len(driver.desk.carried), driver.desk.asked.count("past")) == (1, 2)


async def test_a_decision_that_was_changed_since_can_be_taken_back_in_part() -> None:
    desk = FakeDesk()
    desk.refuses["plan_undo"] = DecisionPending(
        "Not whole", why="changed since: spec.replicas", next_step="--partly"
    )
    async with driven(desk) as driver:
        await shown(driver)
        await driver.press("T")
        assert ("changed since" in driver.said, "l plans to take back the others" in driver.said) == (
            True,
            True,
        )
        await driver.press("l")
        assert "plan_undo partly" in driver.desk.asked


async def test_o_writes_what_is_listed_to_two_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with driven() as driver:
        await shown(driver)
        await driver.press("o")
        assert "headgate-history.json" in driver.said
    form = json.loads((tmp_path / "headgate-history.json").read_text())
    assert [one["decision"] for one in form["past"]] == ["01J8Z40002", "01J8Z40001", "", "01J8Z40000"]
    table = (tmp_path / "headgate-history.md").read_text().splitlines()
    assert (len(table), (tmp_path / "headgate-history.md").stat().st_mode & 0o777) == (6, 0o600)


async def test_o_writes_a_receipt_to_two_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with driven() as driver:
        await shown(driver)
        await driver.press("enter", "o")
        assert "headgate-01J8Z40002.json" in driver.said
    form = json.loads((tmp_path / "headgate-01J8Z40002.json").read_text())
    assert [record["event"] for record in form["records"]] == ["recorded", "begins", "done", "closed"]
    assert "# Decision 01J8Z40002" in (tmp_path / "headgate-01J8Z40002.md").read_text()


async def test_a_folder_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "headgate-history.json").mkdir()
    async with driven() as driver:
        await shown(driver)
        await driver.press("o")
        assert "Could not write" in driver.said


@pytest.mark.parametrize(
    ("key", "copied"),
    [
        pytest.param("c", "01J8Z40002", id="its name"),
        pytest.param("C", "headgate history --decision 01J8Z40002", id="its command"),
    ],
)
async def test_the_row_in_hand_is_copied(key: str, copied: str) -> None:
    async with driven() as driver:
        await shown(driver)
        await driver.press(key)
        assert copied in driver.said


async def test_the_days_are_gone_through_from_first_row_to_first_row() -> None:
    async with driven() as driver:
        rows = (await shown(driver)).rows
        seen = []
        for key in ("right_square_bracket", "right_square_bracket", "j", "left_square_bracket"):
            await driver.press(key)
            seen.append(rows.cursor)
        assert seen == [2, 3, 3, 2]
        await driver.press("G", "right_square_bracket")
        assert "No further day that way" in driver.said


async def test_a_wide_terminal_shows_the_row_in_hand_in_full_beside_the_list_and_tab_goes_there() -> None:
    async with driven(size=(120, 40)) as driver:
        screen = await shown(driver)
        await driver.settle()
        assert ("what was chosen" in driver.text, "replicas: 3" in driver.text) == (True, True)
        await driver.press("tab")
        assert screen.focused is screen.beside
        await driver.press("tab", "j", "j")
        assert ("commit 4be1f00" in driver.text, "what was chosen" in driver.text) == (True, False)


async def test_where_the_terminal_is_narrow_nothing_is_read_for_a_pane_that_is_not_there() -> None:
    async with driven() as driver:
        await shown(driver)
        await driver.press("j", "tab")
        assert ("account" in driver.desk.asked, "Enter reads it" in driver.said) == (False, True)
