"""Where all is only looked at: the same screens, the verbs that lead to a write grey, nothing carried out."""

from tests.tui.driving import driven
from tui.jobs import JobKind
from tui.messages import StandStill
from tui.terminal import Terminal
from tui.widgets.bars import KeyBar

WHY = "it was opened with --read-only"


async def test_a_plan_is_shown_asks_for_nothing_and_is_refused_whoever_asks() -> None:
    async with driven(terminal=Terminal(read_only=WHY)) as driver:
        assert "READ-ONLY" in driver.text
        bar = driver.inbox.query_one(KeyBar).lines(80)[0]
        assert next(span.style for span in bar if span.text == "A") == "quiet"
        assert next(span.style for span in bar if span.text == "Enter") == "key"
        await driver.press("question_mark")
        assert WHY in driver.text
        await driver.press("escape", "j", "j", "enter", "1", "A")
        assert "READ-ONLY" in driver.text
        await driver.press("enter", "enter", "enter")
        assert driver.app.focused is driver.plan.reader
        assert (" to write" in driver.text, f"from here: {WHY}" in driver.said) == (False, True)
        await driver.press("escape")
        driver.app.jobs.ask(JobKind.CARRY_OUT, driver.plan, lambda *_: StandStill())
        await driver.settle()
        assert ("Nothing is carried out from here" in driver.said, driver.desk.carried) == (True, [])


async def test_no_session_is_begun_and_the_inbox_says_why() -> None:
    async with driven(terminal=Terminal(read_only=WHY)) as driver:
        await driver.press("S")
        assert "No session is begun or decided from here" in driver.text
        assert WHY in " ".join(driver.text.split())
        assert driver.inbox.is_current
