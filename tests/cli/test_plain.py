"""Questions and answers instead of screens: for dumb terminals, screen readers, and whoever likes it."""

from pathlib import Path

import pytest

from tests.builders.shop import PROD, WEB, conflicted
from tests.builders.terminal import OnTerminal, run
from tests.builders.world import World

DUMB = {"TERM": "dumb"}
LIST = "Number of an item: "


def asked(made: World, *argv: str, env: dict[str, str] | None = None) -> OnTerminal:
    """Open the questions and wait for the first one."""
    terminal = OnTerminal(made.top, *argv, env=env)
    terminal.wait_for(LIST)
    return terminal


def answer(terminal: OnTerminal, typed: str, then: str) -> str:
    """Type an answer; gives what was printed up to the next question."""
    before = len(terminal.seen)
    terminal.type(typed)
    while then not in terminal.seen[before:]:
        terminal.wait_for_more()
    return terminal.seen[before:]


@pytest.mark.parametrize(
    ("argv", "env"),
    [
        pytest.param((), DUMB, id="a dumb terminal"),
        pytest.param(("--plain",), {}, id="asked for on the command line"),
        pytest.param((), {"HEADGATE_PLAIN": "1"}, id="asked for in the environment"),
    ],
)
def test_the_inbox_is_a_numbered_list_without_a_control_sequence(
    argv: tuple[str, ...], env: dict[str, str], tmp_path: Path
) -> None:
    terminal = asked(conflicted(tmp_path), *argv, env=env)
    terminal.type("q")
    assert terminal.end() == 0
    assert f"1  {WEB}: conflict, 1 of 2 undecided" in terminal.seen
    assert "\x1b[?1049h" not in terminal.seen


def test_a_conflict_is_decided_by_numbers_and_its_word(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    terminal = asked(made, env=DUMB)
    assert "1  git: 3" in answer(terminal, "1", "Take: ")
    assert "spec.replicas: 3 (git's)" in answer(terminal, "1", "Then: ")
    answer(terminal, "a", "Why (the record says it): ")
    assert "revision 3, if Head is still 2" in answer(terminal, "load test", "carry it out: ")
    assert "is carried out" in answer(terminal, PROD, LIST)
    terminal.type("q")
    assert (terminal.end(), made.head(WEB)) == (0, 3)


def test_a_wrong_answer_does_nothing_and_asks_again(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    terminal = asked(made, env=DUMB)
    assert "'7' is none of the answers" in answer(terminal, "7", LIST)
    terminal.type("q")
    assert (terminal.end(), made.head(WEB)) == (0, 2)


def test_an_open_field_cannot_be_applied(tmp_path: Path) -> None:
    terminal = asked(conflicted(tmp_path), env=DUMB)
    answer(terminal, "1", "Take: ")
    assert "a  see what applying" not in answer(terminal, "s", "Then: ")
    answer(terminal, "b", LIST)
    terminal.type("q")
    assert terminal.end() == 0


@pytest.mark.parametrize("word", ["y", "", WEB])
def test_without_the_word_nothing_is_written_and_the_choices_stand(word: str, tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    terminal = asked(made, env=DUMB)
    answer(terminal, "1", "Take: ")
    answer(terminal, "1", "Then: ")
    answer(terminal, "a", "Why (the record says it): ")
    answer(terminal, "load test", "carry it out: ")
    assert "spec.replicas: 3 (git's)" in answer(terminal, word, "Then: ")
    terminal.end_of_input()
    assert (terminal.end(), made.head(WEB)) == (0, 2)


def test_read_only_shows_the_plan_and_asks_for_no_word(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    terminal = asked(made, "--read-only", env=DUMB)
    answer(terminal, "1", "Take: ")
    answer(terminal, "1", "Then: ")
    answer(terminal, "a", "Why (the record says it): ")
    assert "Nothing is carried out from here" in answer(terminal, "load test", "Then: ")
    terminal.end_of_input()
    assert (terminal.end(), made.head(WEB)) == (0, 2)


def test_choices_of_a_dropped_line_are_there_the_next_time(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    terminal = asked(made, env=DUMB)
    answer(terminal, "1", "Take: ")
    answer(terminal, "1", "Then: ")
    terminal.hang_up()
    again = asked(made, env=DUMB)
    assert "spec.replicas: 3 (git's)" in answer(again, "1", "Then: ")
    again.end_of_input()
    assert again.end() == 0


def test_questions_need_somebody_to_answer(tmp_path: Path) -> None:
    ran = run(conflicted(tmp_path).top, "--plain")
    assert (ran.code, "Nobody is here to answer" in ran.err) == (2, True)
