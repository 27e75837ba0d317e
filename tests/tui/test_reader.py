"""What counts as read: lines that were on screen one after another, whole; and how one is found again."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.screen import Screen

from tui.widgets.lines import Line, Span, wrap
from tui.widgets.paint import PARTS
from tui.widgets.reader import Reader


class Styled(Screen[None]):
    """Knows the parts of lines."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(PARTS)


class Reading(App[None]):
    """A hundred lines."""

    def get_default_screen(self) -> Styled:
        return Styled()

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


class Warned(App[None]):
    """Long lines, of which two warn."""

    def get_default_screen(self) -> Styled:
        return Styled()

    def compose(self) -> ComposeResult:
        yield Reader(lambda width: [line for number in range(40) for line in spoken(number, width)])


def spoken(number: int, width: int) -> list[Line]:
    """Wrap a line as every source does."""
    style = "alert" if number in {5, 30} else ""
    return [(Span(row, style),) for row in wrap(f"line {number} {'word ' * 20}", width - 2)]


async def test_what_is_cut_is_not_read_and_reading_on_shows_it_whole() -> None:
    app = Warned()
    async with app.run_test(size=(40, 20)) as pilot:
        reader = app.query_one(Reader)
        reader.cut(on=True)
        reader.action_bottom()
        await pilot.pause()
        assert (reader.seen, reader.is_read, reader.virtual_size.height) == (20, False, 40)
        reader.read_on()
        await pilot.pause()
        assert (reader.is_cut, reader.virtual_size.height) == (False, reader.total)


async def test_the_next_line_that_warns_is_found_around_the_ends() -> None:
    app = Warned()
    async with app.run_test(size=(40, 20)) as pilot:
        reader = app.query_one(Reader)
        reader.cut(on=True)
        await pilot.pause()
        found = []
        for way in (1, 1, 1, -1):
            assert reader.seek(way, lambda line: line[0].style == "alert")
            await pilot.pause()
            found.append(reader.found)
        assert found == [5, 30, 5, 30]
        assert not reader.seek(1, lambda line: line[0].style == "danger")
