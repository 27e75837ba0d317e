"""On a real pty the painter's screen is the one that Textual drew, also when the terminal was written on."""

import fcntl
import os
import signal
import struct
import termios

from tests.tui.on_a_pty import OnPty

RUN = "import sys; from tests.tui.preview import main; sys.exit(main())"


def test_help_and_palette_that_come_and_go_leave_the_inbox_as_it_was() -> None:
    with OnPty(RUN) as terminal:
        terminal.until("16 of 16 shown")
        terminal.until("break-glass   shop-prod-east/cart ")
        terminal.until("1Gi")
        before = terminal.text
        terminal.send("?")
        terminal.until("Keys here: Inbox")
        terminal.send("\x1b")
        terminal.until("16 of 16 shown")
        terminal.send(":")
        terminal.until("what to do here")
        terminal.send("\x1b")
        terminal.until(before)


def test_another_size_is_drawn_whole() -> None:
    with OnPty(RUN) as terminal:
        terminal.until("16 of 16 shown")
        terminal.screen.reset()
        terminal.screen.resize(30, 120)
        fcntl.ioctl(terminal._master, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 120, 0, 0))
        os.kill(terminal.process.pid, signal.SIGWINCH)
        terminal.until("Why it is here")
        terminal.until("break-glass")
        terminal.until("? help")


def test_ctrl_l_draws_everything_that_something_else_wrote_over() -> None:
    with OnPty(RUN) as terminal:
        terminal.until("16 of 16 shown")
        terminal.until("break-glass   shop-prod-east/cart ")
        terminal.until("1Gi")
        before = terminal.text
        terminal.screen.reset()
        assert terminal.text != before
        terminal.send("\x0c")
        terminal.until(before)


def test_the_mouse_is_given_to_the_terminal_and_taken_again() -> None:
    with OnPty(RUN) as terminal:
        terminal.until("16 of 16 shown")
        terminal.send("%")
        terminal.until("it selects text")
        assert terminal.raw.rfind(b"\x1b[?1003l") > terminal.raw.rfind(b"\x1b[?1003h")
        terminal.send("%")
        terminal.until("points and scrolls here")
        assert terminal.raw.rfind(b"\x1b[?1003h") > terminal.raw.rfind(b"\x1b[?1003l")
