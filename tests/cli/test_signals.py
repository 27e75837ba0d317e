"""Signals of a run: a step that does not end is not waited for, and the run stops only between two steps."""

import os
import signal

from tests.builders.children import child, finished

TOO_LONG = """
import os, signal, threading
from tui.cli.signals import Interrupted, Signals
signals = Signals(step_seconds=0.05)
signals.catch()
try:
    with signals:
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(30)
        print("waited")
except Interrupted as ended:
    print(ended.exit_code)
"""


def test_a_step_that_does_not_end_is_not_waited_for() -> None:
    assert finished(TOO_LONG) == "143\n"


IN_TIME = """
import os, signal
from tui.cli.signals import Interrupted, Signals
signals = Signals(step_seconds=30)
signals.catch()
try:
    with signals:
        os.kill(os.getpid(), signal.SIGHUP)
        print("the step ended")
except Interrupted as ended:
    print(ended.exit_code, signal.getitimer(signal.ITIMER_REAL)[0])
"""


def test_a_step_that_ends_is_waited_for() -> None:
    assert finished(IN_TIME) == "the step ended\n129 0.0\n"


STOPPED = """
import os, signal
from tui.cli.signals import Signals
signals = Signals()
signals.catch()
with signals:
    os.kill(os.getpid(), signal.SIGTSTP)
    print("in the middle of a step", flush=True)
    signals.rest()
    print("the next step", flush=True)
    os.kill(os.getpid(), signal.SIGTSTP)
print("through", flush=True)
os.kill(os.getpid(), signal.SIGTSTP)
"""


def test_a_run_stops_between_two_steps_and_goes_on() -> None:
    said = []
    with child(STOPPED) as process:
        assert process.stdout is not None
        for _ in range(3):
            _, status = os.waitpid(process.pid, os.WUNTRACED)
            assert os.WIFSTOPPED(status)
            said.append(os.read(process.stdout.fileno(), 4096).decode())
            process.send_signal(signal.SIGCONT)
        assert process.wait(20) == 0
    assert said == ["in the middle of a step\n", "the next step\n", "through\n"]
