"""Resolve, to read: values in words and marks, who set them, the whole document; what is no value."""

from dataclasses import replace

import pytest

from core.model.item import Opened
from tests.fakes.desk import FakeDesk
from tests.tui.driving import driven
from tests.tui.test_resolve import choices, opened
from tui.screens.reading import ReadingScreen
from tui.widgets.lines import plain
from tui.widgets.reader import Reader


async def test_what_reads_as_no_value_is_not_taken() -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("e", "ctrl+u")
        await driver.type("[1")
        assert "Not a value yet: line 1" in driver.text
        await driver.press("enter", "escape")
        assert choices(driver) == {}


async def test_a_value_of_another_type_is_taken_and_warned_of() -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("e", "ctrl+u")
        await driver.type("many")
        assert "The sides hold number here" in driver.text


async def test_plus_shows_the_whole_document_as_the_choices_leave_it() -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("3", "plus")
        assert isinstance(driver.app.screen, ReadingScreen)
        lines = [plain(line).split() for line in driver.app.screen.query_one(Reader).read_lines]
        assert [line for line in lines if "replicas:" in line] == [
            ["-", "replicas:", "2"],
            ["+", "replicas:", "5"],
        ]
        assert any(line[-2:] == ["<-", "undecided"] for line in lines if line)


async def test_a_wide_screen_shows_the_document_beside_the_fields() -> None:
    async with driven(size=(200, 60)) as driver:
        await opened(driver)
        await driver.press("3")
        assert "result, whole document" in driver.text
        assert "+   replicas: 5" in driver.text


async def test_x_says_why_the_field_in_hand_is_as_it_is() -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("1", "k", "k", "x")
        assert "a person decides" in driver.text
        assert "You chose git" in driver.text


async def test_a_text_that_changed_in_a_word_shows_that_word() -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("j", "enter")
        lines = [plain(line) for line in driver.app.screen.query_one(Reader).read_lines]
        assert any("-{" in line and "+{" in line for line in lines)


async def test_who_set_a_value_says_where_and_how_sure_that_is() -> None:
    async with driven() as driver:
        await opened(driver)
        await driver.press("enter")
        lines = " ".join(plain(line) for line in driver.app.screen.query_one(Reader).read_lines)
        assert "deploy/web.yaml:12" in lines
        assert "sure: exact" in lines
        await driver.press("escape", "n")
        assert "whole file: commit" in driver.text


class ForgedDesk(FakeDesk):
    """Git's side is from a commit whose author and committer differ, and which the branch has left."""

    def open(self, item_id: str) -> Opened:
        found = super().open(item_id)
        assert found.commit is not None
        commit = replace(found.commit, committer="Mallory <m@example.com>", signed=False)
        return replace(found, commit=commit, stale="commit 4be1f00 is in the history of main no more")


@pytest.mark.parametrize("key", ["x", "enter"], ids=["why", "value"])
async def test_who_made_the_commit_and_that_nobody_checked_it_is_said_with_git_s_side(key: str) -> None:
    async with driven(ForgedDesk(), size=(160, 50)) as driver:
        await opened(driver)
        assert "STALE: commit 4be1f00" in driver.said
        await driver.press(key)
        assert "committed by Mallory <m@example.com>, not signed" in driver.text
        assert "in the history of main no more" in driver.text
