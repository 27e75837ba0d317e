"""What counts as read: lines that were on screen one after another, not those that were jumped over."""

from textual.app import App, ComposeResult

from tui.widgets.lines import Span
from tui.widgets.reader import Reader


class Reading(App[None]):
    """A hundred lines."""

    def compose(self) -> ComposeResult:
        yield Reader(lambda _: [(Span(f"line {number}"),) for number in range(100)])


async def test_a_jump_to_the_end_reads_nothing_and_reading_on_goes_back_to_where_it_was() -> None:
    app = Reading()
    async with app.run_test(size=(40, 20)) as pilot:
        reader = app.query_one(Reader)
        reader.action_bottom()
        await pilot.pause()
        assert (reader.seen, reader.is_read) == (20, False)
        reader.read_on()
        await pilot.pause()
        assert reader.scroll_offset.y == 19
        for _ in range(6):
            reader.read_on()
            await pilot.pause()
        assert reader.is_read
