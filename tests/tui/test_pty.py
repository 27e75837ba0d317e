"""On a real pty: nothing from outside reaches the terminal raw, and every end is a clean one."""

import re
import signal

import pytest

from tests.tui.on_a_pty import OnPty

RUN = "import sys; from tests.tui.preview import main; sys.exit(main())"
RAW = {
    "OSC 52": b"\x1b]52",
    "C1 CSI": "\x9b".encode(),
    "DEL": b"\x7f",
    "NUL": b"\x00",
    "bidi override": "\u202e".encode(),
    "bidi isolate": "\u2066".encode(),
    "zero width space": "\u200b".encode(),
    "zero width joiner": "\u200d".encode(),
}
ALT_SCREEN_LEFT = b"\x1b[?1049l"
OURS = re.compile(rb"\x1b(?:\[[0-9;:?<>=]*[ -/]*[@-~]|\](?:0|2|22);|[=>78PM\\]|\(B)")


def stray_escapes(raw: bytes) -> list[bytes]:
    """Find escape sequences that are none of those a drawing program needs; the last may be cut short."""
    rest = OURS.sub(b"", raw[: raw.rindex(b"\x1b")])
    return [rest[at.start() : at.start() + 12] for at in re.finditer(rb"\x1b", rest)]


def open_filtered(terminal: OnPty, word: str) -> None:
    """Filter the inbox down to one item, with the list in focus again."""
    terminal.until("16 of 16 shown")
    terminal.send(f"/{word}")
    terminal.until("1 of 16 shown")
    terminal.until("Esc back")
    terminal.send("\r")
    terminal.until("/ filter")


def walk_through_hostile_text(terminal: OnPty) -> None:
    """Look at the hostile item on every screen there is."""
    open_filtered(terminal, "banner")
    terminal.send("x")
    terminal.until("Why it is here")
    terminal.send("q")
    terminal.until("/ filter")
    terminal.send("\r")
    terminal.until("4 undecided of 4")
    terminal.send("\r")
    terminal.until("1 Git  text")
    terminal.send("Gq")
    terminal.until("A apply..")
    terminal.send("x")
    terminal.until("Worth knowing")
    terminal.send("q")
    terminal.until("A apply..")
    terminal.send("1")
    terminal.until("3 undecided")
    terminal.send("121A")
    terminal.until("Plan shop-dev-east/banner")
    terminal.until("checks")
    terminal.send("G")
    terminal.until("same as")


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)], ids=str)
def test_no_control_byte_of_a_payload_reaches_the_terminal(size: tuple[int, int]) -> None:
    with OnPty(RUN, size=size) as terminal:
        walk_through_hostile_text(terminal)
        assert {name for name, payload in RAW.items() if payload in terminal.raw} == set()
        assert stray_escapes(terminal.raw) == []


def test_keys_that_come_in_one_burst_are_none_lost() -> None:
    with OnPty(RUN) as terminal:
        open_filtered(terminal, "kind:hold")
        terminal.send("\r")
        terminal.until("1 undecided of 1")
        terminal.send("e")
        terminal.until("Reads as")
        terminal.send("7\r")
        terminal.until("27 edit")


def test_markup_in_a_value_is_shown_letter_by_letter() -> None:
    with OnPty(RUN) as terminal:
        open_filtered(terminal, "banner")
        terminal.send("\r")
        terminal.until("4 undecided of 4")
        terminal.send("\r")
        terminal.until("Value: ")
        terminal.until("[red]x[/nope]")
        terminal.until(":bomb:")


@pytest.mark.parametrize(
    ("number", "code"),
    [pytest.param(signal.SIGHUP, 129, id="SIGHUP"), pytest.param(signal.SIGTERM, 143, id="SIGTERM")],
)
def test_a_signal_ends_in_good_order(number: signal.Signals, code: int) -> None:
    with OnPty(RUN) as terminal:
        terminal.until("pending-apply")
        terminal.process.send_signal(number)
        assert (terminal.ended(), ALT_SCREEN_LEFT in terminal.raw) == (code, True)


def test_a_dropped_line_ends_the_program() -> None:
    with OnPty(RUN) as terminal:
        terminal.until("pending-apply")
        terminal.hang_up()
        terminal.process.send_signal(signal.SIGHUP)
        assert terminal.ended() == 129


def test_q_leaves_with_code_0_and_a_restored_terminal() -> None:
    with OnPty(RUN) as terminal:
        terminal.until("pending-apply")
        terminal.send("q")
        assert (terminal.ended(), ALT_SCREEN_LEFT in terminal.raw) == (0, True)


def test_variables_that_press_keys_are_scrubbed_before_the_library_is_loaded() -> None:
    with OnPty(RUN, environment={"TEXTUAL_PRESS": "q", "TEXTUAL": "devtools"}) as terminal:
        terminal.until("pending-apply")
        terminal.send("j")
        terminal.until("shop-prod-east/web")
        assert terminal.process.poll() is None


def test_unscrubbed_variables_are_refused() -> None:
    code = (
        "from tui.app import run_app\nfrom tui.look import Look\nfrom tests.fakes.desk import FakeDesk\n"
        "run_app(FakeDesk(), look=Look())"
    )
    with OnPty(code, environment={"TEXTUAL_PRESS": "q"}) as terminal:
        assert (terminal.ended(), "Refused to open the screens" in terminal.text) == (1, True)


CRASH = """
import sys
from tests.fakes.desk import FakeDesk
from tui.app import run_app
from tui.look import Look
class Faulty(FakeDesk):
    def now(self):
        token = "canary-" + "4711"
        raise ValueError(token)
sys.exit(run_app(Faulty(), look=Look()))
"""


def test_a_fault_of_ours_leaves_places_and_no_locals() -> None:
    with OnPty(CRASH) as terminal:
        assert terminal.ended() == 1
        assert "Headgate ended on a fault of its own: ValueError" in terminal.text
        assert b"canary-4711" not in terminal.raw


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"NO_COLOR": "1"}, id="NO_COLOR"),
        pytest.param({"NO_COLOR": "1", "LANG": "C"}, id="NO_COLOR without UTF-8"),
    ],
)
def test_without_colour_none_is_sent_and_the_cursor_is_a_sign(environment: dict[str, str]) -> None:
    with OnPty(RUN, environment=environment) as terminal:
        terminal.until("pending-apply")
        terminal.send("jj\r")
        terminal.until("1 undecided of 1")
        assert re.findall(rb"\x1b\[[0-9;]*(?:38|48);[25][0-9;]*m", terminal.raw) == []


def test_without_utf8_nothing_outside_ascii_is_drawn() -> None:
    with OnPty(RUN, environment={"LANG": "C", "TERM": "linux", "COLORTERM": ""}) as terminal:
        terminal.until("pending-apply")
        terminal.send("jj\r")
        terminal.until("1 undecided of 1")
        terminal.send("1A")
        terminal.until("[ok]")
        assert terminal.text.isascii()
        terminal.send("\x1b")
        terminal.until("j k read")
        terminal.send("\x1b")
        terminal.until("1 2 3 take")
        terminal.send(":")
        terminal.until("what to do here")
        assert terminal.text.isascii()


def test_a_terminal_of_sixteen_colours_gets_its_own_sixteen() -> None:
    with OnPty(RUN, environment={"TERM": "linux", "COLORTERM": ""}) as terminal:
        terminal.until("pending-apply")
        terminal.send("jj\r")
        terminal.until("1 undecided of 1")
        assert re.findall(rb"\x1b\[[0-9;]*(?:38|48);[25][0-9;]*m", terminal.raw) == []
        assert re.search(rb"\x1b\[(?:[0-9]*;)*3[0-7](?:;[0-9]*)*m", terminal.raw)
