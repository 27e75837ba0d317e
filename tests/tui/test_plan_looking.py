"""Finding one's way in a plan: from warning to warning, to what went by rule, long lines whole or cut."""

from tests.tui.driving import driven
from tui.widgets.lines import plain


async def test_n_goes_to_what_warns_a_to_what_went_by_rule_and_w_cuts_what_is_long() -> None:
    async with driven(size=(60, 20)) as driver:
        await driver.press("j", "enter", "1", "2", "2", "A")
        reader = driver.plan.reader
        await driver.press("n")
        assert reader.found is not None
        assert plain(reader.read_lines[reader.found]).startswith(" ! OVERWRITES")
        await driver.press("a")
        assert plain(reader.read_lines[reader.found]).startswith(" ~ ")
        read = reader.seen
        await driver.press("w", "G")
        assert (reader.is_cut, reader.seen, "none counts as read" in driver.said) == (True, read, True)
        await driver.press("w")
        assert (reader.is_cut, driver.said) == (False, "")
