"""Where all is only looked at: the same screens, the verbs that lead to a write grey, nothing carried out."""

from tests.fakes.desk import FakeDesk
from tests.tui.driving import WAIT_SECONDS, Driver, driven
from tui.app import HeadgateApp
from tui.look import Look
from tui.terminal import Terminal
from tui.widgets.bars import KeyBar

WHY = "it was opened with --read-only"


async def test_a_plan_is_shown_and_refused_with_the_reason_when_the_word_is_typed() -> None:
    desk = FakeDesk()
    app = HeadgateApp(desk, look=Look(), rest_seconds=0, terminal=Terminal(read_only=WHY))
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, desk, pilot)
        await driver.settle()
        assert "READ-ONLY" in driver.text
        bar = app.screen.query_one(KeyBar).lines(80)[0]
        assert next(span.style for span in bar if span.text == "A") == "quiet"
        assert next(span.style for span in bar if span.text == "Enter") == "key"
        await driver.press("question_mark")
        assert WHY in driver.text
        await driver.press("escape", "j", "j", "enter", "1", "A")
        assert "READ-ONLY" in driver.text
        while not driver.plan.reader.is_read:
            await driver.press("enter")
        if driver.app.focused is driver.plan.reader:
            await driver.press("enter")
        await driver.type("why")
        await driver.press("enter")
        await driver.type("shop-prod-west")
        await driver.press("enter")
        assert "Nothing is carried out from here" in driver.said
        assert desk.carried == []
    app.jobs.close(WAIT_SECONDS)


async def test_no_session_is_begun_and_the_inbox_says_why() -> None:
    async with driven(terminal=Terminal(read_only=WHY)) as driver:
        await driver.press("S")
        assert "No session is begun or decided from here" in driver.text
        assert WHY in " ".join(driver.text.split())
        assert driver.inbox.is_current
