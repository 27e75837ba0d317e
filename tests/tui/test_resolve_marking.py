"""Fields marked in an item are decided together, and undone together; long values are shown whole."""

from core.merge.places import Side
from tests.tui.driving import driven


async def test_a_side_is_taken_for_all_marked_fields_at_once_and_undone_at_once() -> None:
    async with driven() as driver:
        await driver.press("j", "enter", "g", "space", "j", "j", "space")
        marked = [field.key for field in driver.resolve.marked]
        assert sum(line.startswith("+") for line in driver.text.splitlines()) == 2
        await driver.press("2")
        assert driver.resolve.resolution.choices == tuple((key, Side.HUB) for key in marked)
        assert driver.resolve.marked == ()
        await driver.press("u")
        assert driver.resolve.resolution.choices == ()


async def test_a_range_and_all_are_marked_t_names_them_first_and_esc_takes_the_marks_away() -> None:
    async with driven() as driver:
        await driver.press("j", "enter", "g", "v", "j", "v", "j")
        assert len(driver.resolve.marked) == 2
        await driver.press("t")
        assert " 2 marked fields" in driver.text
        await driver.press("escape", "a")
        assert len(driver.resolve.marked) == len(driver.resolve.pane.grid.shown)
        await driver.press("escape")
        assert not driver.resolve.marked


async def test_a_value_too_long_for_its_line_is_shown_whole_below_it() -> None:
    async with driven(size=(60, 24)) as driver:
        await driver.press("slash")
        await driver.type("banner")
        await driver.press("enter", "enter")
        before = driver.text
        await driver.press("w")
        field = driver.resolve.pane.field
        assert field is not None
        assert len(driver.text.split("2 Hub")[-1].splitlines()) > len(before.split("2 Hub")[-1].splitlines())
        await driver.press("w")
        assert driver.text == before


async def test_choices_are_taken_back_and_made_again_from_the_inbox() -> None:
    async with driven() as driver:
        await driver.press("j", "enter", "1", "escape", "escape")
        item = driver.inbox.targets[0]
        assert driver.app.context.drafts.left_of(item) == 2
        await driver.press("u")
        assert (driver.app.context.drafts.left_of(item), "1 choice taken back" in driver.said) == (3, True)
        await driver.press("U")
        assert (driver.app.context.drafts.left_of(item), "1 choice made again" in driver.said) == (2, True)


async def test_what_is_hidden_is_counted_in_words_that_fit() -> None:
    async with driven(size=(80, 24)) as driver:
        await driver.press("j", "enter")
        assert "1 alike (= shows)" in driver.text
        await driver.resize(120, 24)
        assert "1 moved alike, hidden (= shows)" in driver.text
