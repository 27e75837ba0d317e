"""Resolve: every key, undo and redo, the menu for many, typed values, and a side that moves."""

from dataclasses import replace

import pytest

from core.errors import NotFound
from core.krm.values import ABSENT, Absent, Value
from core.merge.places import Side
from core.merge.resolution import Edited
from core.model.item import ItemKind, Opened
from core.model.names import ItemId
from tests.fakes.desk import FakeDesk
from tests.fakes.waiting import Story, moved
from tests.fakes.waiting import opened as opened_item
from tests.tui.driving import Driver, driven
from tui.screens.plan import PlanScreen
from tui.screens.reading import ReadingScreen
from tui.widgets.lines import plain
from tui.widgets.reader import Reader

REPLICAS = "spec.replicas"
LEVEL = "spec.template.spec.containers[name=web].env[name=LOG_LEVEL].value"
PAUSED = "spec.paused"


async def opened(driver: Driver, unit: str = "shop-prod-east/web") -> None:
    """Open an item from the inbox."""
    driver.inbox.pane.items.point_at(driver.desk.item(unit).id)
    await driver.settle()
    await driver.press("enter")


def choices(driver: Driver) -> dict[str, object]:
    """Read the choices by path."""
    return {key.partition("#")[2]: choice for key, choice in driver.resolve.resolution.choices}


def in_hand(driver: Driver) -> str:
    """Name the field under the cursor."""
    field = driver.resolve.pane.field
    return str(field.path) if field else ""


@pytest.mark.parametrize(
    ("keys", "made", "hand"),
    [
        pytest.param([], {}, REPLICAS, id="it opens on the first undecided field"),
        pytest.param(["1"], {REPLICAS: Side.GIT}, LEVEL, id="1 takes Git and goes on"),
        pytest.param(["2"], {REPLICAS: Side.HUB}, LEVEL, id="2 takes hub and goes on"),
        pytest.param(["3"], {REPLICAS: Side.LIVE}, LEVEL, id="3 takes live and goes on"),
        pytest.param(["0"], {REPLICAS: Side.BASE}, LEVEL, id="0 takes base and goes on"),
        pytest.param(["1", "k", "k", "3"], {REPLICAS: Side.LIVE}, REPLICAS, id="choosing anew stays"),
        pytest.param(["1", "u"], {}, LEVEL, id="u takes it back"),
        pytest.param(["1", "z"], {}, LEVEL, id="z too"),
        pytest.param(["1", "2", "u", "u", "u"], {}, PAUSED, id="undo ends at the beginning"),
        pytest.param(["1", "u", "U"], {REPLICAS: Side.GIT}, LEVEL, id="U chooses it again"),
        pytest.param(["1", "u", "Z"], {REPLICAS: Side.GIT}, LEVEL, id="Z too"),
        pytest.param(["1", "u", "2", "U"], {LEVEL: Side.HUB}, PAUSED, id="a new choice ends the redo"),
        pytest.param(["1", "k", "k", "minus"], {}, REPLICAS, id="minus leaves the field open"),
        pytest.param(["n"], {}, LEVEL, id="n goes to the next undecided field"),
        pytest.param(["p"], {}, PAUSED, id="p goes to the previous, around"),
        pytest.param(["j"], {}, "spec.template.spec.containers[name=web].image", id="j goes to any field"),
    ],
)
async def test_a_key_chooses_or_moves(keys: list[str], made: dict[str, object], hand: str) -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press(*keys)
        assert (choices(driver), in_hand(driver)) == (made, hand)


async def test_a_side_that_was_not_read_cannot_be_taken_and_says_so() -> None:
    async with driven() as driver:
        await opened(driver, "shop-dev-west/search")
        await driver.press("3")
        assert (choices(driver), "Live was not read here" in driver.said) == ({}, True)


async def test_absence_can_be_taken() -> None:
    async with driven() as driver:
        await opened(driver, "shop-prod-east/legacy-api")
        await driver.press("1")
        assert "(absent) git" in driver.text


async def test_a_field_decided_by_rule_can_be_decided_by_hand() -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("j", "2")
        assert list(choices(driver).values()) == [Side.HUB]


async def test_what_moved_alike_is_hidden_counted_and_shown_on_demand() -> None:
    async with driven() as driver:
        await opened(driver)
        assert ("metadata.labels.team" in driver.text, "1 alike (= shows)" in driver.text) == (False, True)
        await driver.press("equals_sign")
        assert ("metadata.labels.team" in driver.text, "1 alike (= shows)" in driver.text) == (True, False)


async def test_b_shows_the_base_column() -> None:
    async with driven() as driver:
        await opened(driver)
        assert "Base" not in driver.text.splitlines()[1]
        await driver.press("b")
        assert "Base" in driver.text.splitlines()[1]


async def test_several_resources_stand_under_their_names() -> None:
    async with driven() as driver:
        await opened(driver, "shop-dev-east/storefront")
        lines = driver.text.splitlines()
        assert any(line.strip() == "Service shop/web" for line in lines)
        assert any(line.strip() == "Deployment shop/web" for line in lines)
        await driver.press("g", "k")
        assert in_hand(driver) == "spec.ports[port=80,protocol=TCP].name"


async def test_one_side_for_all_undecided_fields() -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("t")
        assert "3 undecided fields" in driver.text
        await driver.press("2")
        assert choices(driver) == {REPLICAS: Side.HUB, LEVEL: Side.HUB, PAUSED: Side.HUB}
        await driver.press("u")
        assert choices(driver) == {}


async def test_another_scope_and_leaving_the_menu() -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("t", "j", "j", "j", "1")
        assert len(choices(driver)) == 6
        await driver.press("u", "t", "k", "escape")
        assert choices(driver) == {}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        pytest.param("7", 7, id="a number"),
        pytest.param("{seven: 7}", {"seven": 7}, id="a map, as YAML has it"),
        pytest.param("", ABSENT, id="nothing removes the field"),
    ],
)
async def test_a_typed_value_is_a_choice(typed: str, value: Value | Absent) -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("e", "ctrl+u")
        await driver.type(typed)
        await driver.press("enter")
        assert choices(driver) == {REPLICAS: Edited(value)}


async def test_typing_says_what_it_reads_as_and_esc_leaves_all_as_it_was() -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("e")
        assert "Reads as: number 2" in driver.text
        await driver.press("1", "escape")
        assert (choices(driver), in_hand(driver)) == ({}, REPLICAS)


async def test_a_secret_is_shown_as_marks_and_not_typed() -> None:
    async with driven() as driver:
        await opened(driver, "shop-prod-east/db-credentials")
        assert "(secret B)" in driver.text
        await driver.press("e")
        assert "A secret is not typed" in driver.said


async def test_enter_shows_the_whole_value_on_every_side() -> None:
    async with driven() as driver:
        await opened(driver, "shop-dev-east/banner")
        await driver.press("enter")
        assert isinstance(driver.app.screen, ReadingScreen)
        lines = [plain(line) for line in driver.app.screen.query_one(Reader).read_lines]
        sides = [line.split()[1:3] for line in lines if line.startswith("\u2500\u2500 ")]
        assert sides == [["1", "Git"], ["2", "Hub"], ["3", "Live"], ["0", "Base"]]
        await driver.press("escape")
        assert in_hand(driver) == 'data["banner.txt"]'


async def test_x_lists_warnings_and_what_was_ignored_by_which_rule() -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("x")
        assert all(
            text in driver.text for text in ("an HPA may own this field", "N-UID", "set by the server")
        )


async def test_copying_the_value_and_the_command() -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("1", "k", "k", "c")
        assert driver.app.clipboard == "3"
        await driver.press("C")
        assert driver.app.clipboard == ("headgate resolve it-web-conflict --path spec.replicas=git --dry-run")


async def test_brackets_go_to_the_neighbours_and_choices_stay() -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("1", "right_square_bracket")
        assert str(driver.resolve.opened.item.unit) == "shop-prod-west/checkout"
        await driver.press("left_square_bracket")
        assert choices(driver) == {REPLICAS: Side.GIT}
        await driver.press("left_square_bracket", "left_square_bracket")
        assert "No further item" in driver.said
        await driver.press("escape", "escape")
        assert driver.inbox.pane.items.cursor == 0


async def test_apply_with_something_undecided_goes_there_instead() -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("1", "A")
        assert "2 fields are undecided" in driver.said
        assert in_hand(driver) == PAUSED


async def test_apply_with_all_decided_shows_the_plan() -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("1", "1", "2")
        assert "All decided" in driver.said
        await driver.press("A")
        assert isinstance(driver.app.screen, PlanScreen)


async def test_apply_from_the_inbox_goes_straight_to_the_plan_of_a_clean_merge() -> None:
    async with driven() as driver:
        driver.inbox.pane.items.point_at("it-payments-proposal")
        await driver.settle()
        await driver.press("A")
        assert isinstance(driver.app.screen, PlanScreen)


def changed(driver: Driver, index: int) -> Opened:
    """Let Git move at one field of the item in hand."""
    before = driver.resolve.opened
    after = moved(before, index, git=77)
    driver.desk.change(before.item.id, after)
    return after


async def test_reading_again_keeps_the_choices_whose_values_stand() -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("1", "2")
        changed(driver, 0)
        await driver.press("R")
        assert choices(driver) == {LEVEL: Side.HUB}
        assert "1 moved, 1 kept, 1 to choose again" in driver.said
        assert "? moved" in driver.text


async def test_a_field_that_moved_and_asks_for_nothing_is_marked_too() -> None:
    async with driven() as driver:
        await opened(driver)
        by_rule = next(
            at
            for at, one in enumerate(driver.resolve.resolution.fields)
            if driver.resolve.resolution.settled(one)
        )
        changed(driver, by_rule)
        await driver.press("R")
        assert "1 moved, 0 kept, 0 to choose again" in driver.said
        assert [line for line in driver.text.splitlines() if line.rstrip().endswith("git moved")]


async def test_an_item_that_has_another_id_now_is_found_by_its_unit() -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("1")
        after = changed(driver, 2)
        renamed = replace_id(after)
        driver.desk.change(after.item.id, renamed)
        await driver.press("R")
        assert (driver.resolve.opened.item.id, choices(driver)) == ("it-new", {REPLICAS: Side.GIT})


def replace_id(opened_item: Opened) -> Opened:
    """Give an item another id, as a moved side does."""
    return replace(opened_item, item=replace(opened_item.item, id=ItemId("it-new")))


async def test_reading_again_what_is_gone_says_so_and_keeps_the_choices() -> None:
    desk = FakeDesk()
    async with driven(desk) as driver:
        await opened(driver)
        await driver.press("1")
        desk.refuses["open"] = NotFound("Could not open", why="it is gone", next_step="Esc")
        desk.refuses["inbox"] = NotFound("Could not find the unit", why="it is gone", next_step="Esc")
        await driver.press("R")
        assert ("it is gone" in driver.said, choices(driver)) == (True, {REPLICAS: Side.GIT})


async def test_esc_goes_back_one_level_and_choices_stay() -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("1", "q", "enter")
        assert choices(driver) == {REPLICAS: Side.GIT}


async def test_an_item_without_fields_can_be_looked_at_and_planned() -> None:
    empty = opened_item(Story(kind=ItemKind.PENDING_APPLY, unit="a/b", author="", since="", reason="ahead"))
    async with driven(FakeDesk((empty,))) as driver:
        await driver.press("enter", "1", "n", "p", "t", "j", "1", "e", "c", "equals_sign", "enter")
        assert "0 undecided of 0" in driver.text
        await driver.press("A")
        assert isinstance(driver.app.screen, PlanScreen)
