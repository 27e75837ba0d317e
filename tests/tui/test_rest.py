"""ctrl+z gives the terminal back to a shell that waits, and asks for nothing where none does."""

from tests.tui.on_a_pty import OnPty
from tests.tui.test_driver import RUN

SHELL = f"""
import os, signal, sys
pid = os.fork()
if not pid:
    os.setpgid(0, 0)
    os.execv(sys.executable, [sys.executable, "-c", {RUN!r}])
assert os.WIFSTOPPED(os.waitpid(pid, os.WUNTRACED)[1])
print("the shell again", flush=True)
sys.stdin.readline()
os.kill(pid, signal.SIGCONT)
os.waitpid(pid, 0)
"""


def test_a_shell_has_the_terminal_until_it_calls_us_again() -> None:
    with OnPty(SHELL) as terminal:
        terminal.until("16 of 16 shown")
        terminal.send("\x1a")
        terminal.until("the shell again")
        terminal.send("\n")
        terminal.until("16 of 16 shown")
        terminal.send("q")
        assert terminal.ended() == 0


def test_in_a_window_of_its_own_it_goes_on() -> None:
    with OnPty(RUN) as terminal:
        terminal.until("16 of 16 shown")
        terminal.send("\x1a")
        terminal.until("No shell waits")
