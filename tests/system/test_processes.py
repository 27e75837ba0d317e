import os
import select
import sys
from pathlib import Path

import pytest

from core.errors import InputRefused, SourceUnreadable, ToolMissing
from core.ports.processes import Finished, Run
from core.system.processes import run

PYTHON = sys.executable


def finished(
    script: str, *, fed: bytes | None = None, cwd: Path | None = None, seconds: float = 20
) -> Finished:
    start: Run = run
    return start(
        [PYTHON, "-c", script], input=fed, cwd=cwd, env={}, timeout_seconds=seconds, limit_bytes=3_000_000
    )


def test_a_program_gives_its_code_and_both_outputs() -> None:
    script = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    assert finished(script) == Finished(code=3, out=b"out\n", err=b"err\n")


def test_a_program_killed_by_a_signal_shows_the_signal_as_a_negative_code() -> None:
    assert finished("import os; os.kill(os.getpid(), 9)").code == -9


def test_more_input_than_a_pipe_holds_goes_through_and_comes_back() -> None:
    data = b"x" * 1_000_000
    copied = finished("import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())", fed=data)
    assert copied == Finished(code=0, out=data, err=b"")


def test_a_program_that_reads_none_of_its_input_still_ends_well() -> None:
    assert finished("print('done')", fed=b"x" * 1_000_000) == Finished(code=0, out=b"done\n", err=b"")


def test_without_input_a_program_reads_the_end_at_once() -> None:
    assert finished("import sys; print(repr(sys.stdin.read()))").out == b"''\n"


def test_a_program_runs_in_the_folder_it_was_given(tmp_path: Path) -> None:
    (tmp_path / "here").touch()
    assert finished("import os; print(os.listdir())", cwd=tmp_path).out == b"['here']\n"


def test_no_shell_reads_the_arguments(tmp_path: Path) -> None:
    word = "$(touch made); `touch made` && touch made"
    shown = run(
        [PYTHON, "-c", "import sys; print(sys.argv[1])", word],
        cwd=tmp_path,
        env={},
        timeout_seconds=20,
        limit_bytes=1000,
    )
    assert (shown.out.decode().strip(), list(tmp_path.iterdir())) == (word, [])


def test_a_program_sees_few_of_our_variables_and_all_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_SSH_COMMAND", "evil")
    monkeypatch.setenv("LD_PRELOAD", "")
    monkeypatch.setenv("TZ", "ours")
    seen = run(
        [PYTHON, "-c", "import os; print(sorted(os.environ), os.environ['TZ'])"],
        env={"TZ": "given", "EXTRA": "1"},
        timeout_seconds=20,
        limit_bytes=10_000,
    ).out.decode()
    assert "GIT_SSH_COMMAND" not in seen
    assert "LD_PRELOAD" not in seen
    assert "'EXTRA'" in seen
    assert seen.endswith("] given\n")


@pytest.mark.parametrize(
    ("argv", "folder", "why"),
    [
        pytest.param(
            ["no-such-program-here"], ".", "no program no-such-program-here was found", id="not on PATH"
        ),
        pytest.param(["/"], ".", "Permission denied", id="not a program"),
        pytest.param([PYTHON], "gone", "the folder gone to run it in is not there", id="its folder is gone"),
        pytest.param([PYTHON, "a\0b"], ".", "embedded null byte", id="an argument with a null byte"),
    ],
)
def test_what_cannot_be_started_is_a_missing_tool(argv: list[str], folder: str, why: str) -> None:
    with pytest.raises(ToolMissing) as missing:
        run(argv, cwd=Path(folder), env={}, timeout_seconds=20, limit_bytes=1000)
    assert (missing.value.why, missing.value.changed, missing.value.exit_code) == (why, "nothing", 6)


PARENT_AND_CHILD = """
import os, signal
held = os.open("held", os.O_WRONLY)
os.write(held, b"x")
child = os.fork()
ENDING
signal.pause()
"""


@pytest.mark.parametrize(
    "ending",
    [
        pytest.param("", id="both wait"),
        pytest.param("if child: os._exit(0)", id="only the child is left, and holds the output open"),
    ],
)
def test_a_program_past_its_time_is_killed_with_its_children(tmp_path: Path, ending: str) -> None:
    os.mkfifo(tmp_path / "held")
    ours = os.open(tmp_path / "held", os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(SourceUnreadable) as late:
            finished(PARENT_AND_CHILD.replace("ENDING", ending), cwd=tmp_path, seconds=1.5)
        first = os.read(ours, 10)
        all_who_held_it_are_gone, _, _ = select.select([ours], [], [], 10)
        assert (first, bool(all_who_held_it_are_gone), os.read(ours, 10)) == (b"x", True, b"")
    finally:
        os.close(ours)
    assert "1.5 seconds" in late.value.why


def test_a_program_that_writes_without_end_is_killed_at_its_limit() -> None:
    with pytest.raises(InputRefused) as refused:
        finished("while True: print('y' * 10_000)")
    assert "3000000 bytes" in refused.value.why


def test_both_outputs_together_may_just_reach_the_limit() -> None:
    script = "import sys; sys.stdout.write('a' * 6); sys.stderr.write('b' * 4)"
    exact = run([PYTHON, "-c", script], env={}, timeout_seconds=20, limit_bytes=10)
    assert exact == Finished(code=0, out=b"aaaaaa", err=b"bbbb")
    with pytest.raises(InputRefused):
        run([PYTHON, "-c", script], env={}, timeout_seconds=20, limit_bytes=9)
