"""What happens on a real terminal: questions, signals, a race, colours, and the way to the screens."""

import signal
from pathlib import Path

import pytest

from tests.builders.shop import CART, PROD, WEB, conflicted, drifted, shop
from tests.builders.terminal import OnTerminal
from tests.builders.world import World

REASON = ("--reason", "load test L-9")
ASKED = f"Type {PROD} to carry it out: "


def resolving(made: World) -> OnTerminal:
    """Resolve the conflict up to the question."""
    terminal = OnTerminal(made.top, "resolve", made.items(PROD)[0].id, "--take", "git", *REASON)
    terminal.wait_for(ASKED)
    return terminal


def test_a_plan_is_shown_and_carried_out_when_its_word_is_typed(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    terminal = resolving(made)
    assert "revision 3, if Head is still 2" in terminal.seen
    assert made.head(WEB) == 2
    terminal.type(PROD)
    assert (terminal.end(), made.head(WEB)) == (0, 3)
    assert "is carried out" in terminal.seen


@pytest.mark.parametrize("typed", ["y", "yes", "", WEB])
def test_anything_but_the_word_writes_nothing_and_exits_4(typed: str, tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    terminal = resolving(made)
    terminal.type(typed)
    assert (terminal.end(), made.head(WEB)) == (4, 2)
    assert "was not carried out" in terminal.seen


def test_outside_production_the_word_is_the_units_name(tmp_path: Path) -> None:
    made = drifted(tmp_path)
    terminal = OnTerminal(made.top, "resolve", CART, "--take", "live", *REASON)
    terminal.wait_for("Type cart to carry it out: ")
    terminal.type("cart")
    assert (terminal.end(), made.head(CART)) == (0, 2)


def test_of_two_who_decide_at_once_one_wins_and_the_other_exits_5(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    both = [resolving(made), resolving(made)]
    for terminal in both:
        terminal.type(PROD)
    codes = [terminal.end() for terminal in both]
    loser = both[codes.index(5)]
    assert (sorted(codes), made.head(WEB)) == ([0, 5], 3)
    assert "Changed: nothing" in loser.seen


@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param(signal.SIGTERM, 143, id="TERM"),
        pytest.param(signal.SIGHUP, 129, id="HUP"),
        pytest.param(signal.SIGINT, 130, id="INT"),
    ],
)
def test_a_signal_at_the_question_ends_the_run_and_writes_nothing(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    made = conflicted(tmp_path)
    terminal = resolving(made)
    terminal.process.send_signal(number)
    assert (terminal.end(), made.head(WEB)) == (code, 2)
    assert "Traceback" not in terminal.seen


def test_control_c_at_the_question_ends_the_run(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    terminal = resolving(made)
    terminal.type("\x03")
    assert (terminal.end(), made.head(WEB)) == (130, 2)


def test_a_line_that_drops_at_the_question_ends_the_run_and_writes_nothing(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    terminal = resolving(made)
    assert (terminal.hang_up(), made.head(WEB)) == (129, 2)


def test_colours_are_for_terminals(tmp_path: Path) -> None:
    terminal = OnTerminal(shop(tmp_path).top, "history", WEB)
    assert terminal.end() == 0
    assert "\x1b[1mREVISION\x1b[0m" in terminal.seen


@pytest.mark.parametrize(
    ("argv", "env"),
    [
        pytest.param(["--no-color"], {}, id="by option"),
        pytest.param([], {"NO_COLOR": "1"}, id="by NO_COLOR"),
        pytest.param([], {"TERM": "dumb"}, id="by a dumb terminal"),
    ],
)
def test_colours_can_be_refused(argv: list[str], env: dict[str, str], tmp_path: Path) -> None:
    terminal = OnTerminal(shop(tmp_path).top, "history", WEB, *argv, env=env)
    assert terminal.end() == 0
    assert "REVISION" in terminal.seen
    assert "\x1b[1m" not in terminal.seen


def test_headgate_alone_opens_the_screens_on_a_terminal_whatever_steers_their_library(tmp_path: Path) -> None:
    pressed = {"TEXTUAL_PRESS": "q", "TEXTUAL_DRIVER": "nowhere:Driver"}
    terminal = OnTerminal(conflicted(tmp_path).top, env={**pressed, "TERM": "xterm-256color"})
    terminal.wait_for("\x1b[?1049h")
    terminal.wait_for("conflict")
    terminal.type("q")
    assert terminal.end() == 0
