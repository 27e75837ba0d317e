"""A hostile environment changes nothing: no key pressed, no file written, no code loaded, no other output."""

import sys
from pathlib import Path

import pytest

from core.system.processes import run as run_program
from tests.builders.shop import WEB, conflicted
from tests.builders.terminal import TOP, OnTerminal, Ran, process
from tests.builders.world import World
from tui.environment import scrub

CODE = "open({file!r}, 'w')"
HOSTILE = {
    "TEXTUAL": "devtools,debug", "TEXTUAL_PRESS": "q,A,enter", "TEXTUAL_DRIVER": "hostile_module:Driver",
    "TEXTUAL_LOG": "{canary}/textual.log", "TEXTUAL_SCREENSHOT": "1",
    "TEXTUAL_SCREENSHOT_LOCATION": "{canary}", "TEXTUAL_SCREENSHOT_FILENAME": "shot.svg",
    "TEXTUAL_ANIMATIONS": "full", "TEXTUAL_DEVTOOLS_HOST": "127.0.0.1", "TEXTUAL_DEVTOOLS_PORT": "1",
    "TEXTUAL_SHOW_RETURN": "1", "TEXTUAL_SLOW_THRESHOLD": "1", "TEXTUAL_THEME": "no-such-theme",
    "TEXTUAL_COLOR_SYSTEM": "none", "TEXTUAL_FPS": "1", "TEXTUAL_TRANSPARENT_STYLES": "1",
    "TEXTUAL_DIM_FACTOR": "0", "TEXTUAL_ALLOW_SIGNALS": "1", "TEXTUAL_DISABLE_KITTY_KEY": "1",
    "PYTHONINSPECT": "1", "PYTHONSTARTUP": "{module}", "PYTHONWARNINGS": "always", "PYTHONDEVMODE": "1",
    "PYTHONBREAKPOINT": "hostile_module.run", "PYTHONASYNCIODEBUG": "1", "PYTHONTRACEMALLOC": "5",
    "PYTHONUSERBASE": "{canary}", "PYTHONOPTIMIZE": "2",
    "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.fsmonitor", "GIT_CONFIG_VALUE_0": "{trap}",
    "GIT_SSH_COMMAND": "{trap}", "GIT_EXTERNAL_DIFF": "{trap}", "GIT_ASKPASS": "{trap}",
    "GIT_PAGER": "{trap}", "GIT_EDITOR": "{trap}", "GIT_EXEC_PATH": "{canary}",
    "GIT_TRACE": "{canary}/trace", "GIT_TRACE2": "{canary}/trace2", "GIT_DIR": "{canary}",
    "GIT_WORK_TREE": "{canary}", "GIT_OBJECT_DIRECTORY": "{canary}", "GIT_PROXY_COMMAND": "{trap}",
    "GIT_TEMPLATE_DIR": "{canary}", "GIT_REDIRECT_STDERR": "{canary}/err", "GIT_INDEX_FILE": "{canary}/index",
    "SSLKEYLOGFILE": "{canary}/keys", "SSL_CERT_FILE": "{canary}/none", "SSL_CERT_DIR": "{canary}",
    "HTTPS_PROXY": "http://127.0.0.1:1", "https_proxy": "http://127.0.0.1:1",
    "ALL_PROXY": "socks5://127.0.0.1:1", "LD_PRELOAD": "", "LD_LIBRARY_PATH": "{canary}", "LD_AUDIT": "",
    "BROWSER": "{trap}", "EDITOR": "{trap}", "VISUAL": "{trap}", "PAGER": "{trap}", "BASH_ENV": "{module}",
    "LESSOPEN": "|{trap} %s", "ENV": "{module}", "JUPYTER_COLUMNS": "1", "UNICODE_VERSION": "4",
}  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Build a shop once; nothing here writes to it."""
    folder = tmp_path_factory.mktemp("shop")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        return conflicted(folder)


def hostile(folder: Path) -> dict[str, str]:
    """Set the traps: whatever runs or is written leaves a file in ``canary``."""
    canary = folder / "canary"
    canary.mkdir()
    trap = folder / "trap"
    trap.write_text(f'#!/bin/sh\ntouch "{canary}/ran"\nexit 1\n')
    trap.chmod(0o755)
    module = folder / "hostile_module.py"
    module.write_text(CODE.format(file=str(canary / "loaded")))
    places = {"canary": canary, "trap": trap, "module": module}
    return {name: value.format(**places) for name, value in HOSTILE.items()}


def left(folder: Path) -> list[str]:
    """List what the traps caught."""
    return sorted(file.name for file in (folder / "canary").iterdir())


def test_there_are_sixty_variables_and_more() -> None:
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize(
    "argv", [("status",), ("propose", "--dry-run"), ("show", WEB, "-o", "json"), ("--help",)], ids=" ".join
)
def test_a_command_says_the_same_and_leaves_nothing(
    argv: tuple[str, ...], world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(world.top.parent / "state"))
    plain = process(world.top, *argv)
    attacked = process(world.top, *argv, env=hostile(tmp_path))
    assert (without_times(attacked), left(tmp_path)) == (without_times(plain), [])
    assert attacked.code in {0, 3}


def without_times(ran: Ran) -> tuple[int, list[str], str]:
    """Leave out the lines that say when a side was read, and how long ago something was."""
    told = [line for line in ran.out.splitlines() if "read" not in line and "age_seconds" not in line]
    return ran.code, told, ran.err


def test_the_screens_open_no_key_is_pressed_and_no_prompt_stays(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(world.top.parent / "state"))
    terminal = OnTerminal(world.top, env={**hostile(tmp_path), "TERM": "xterm-256color"})
    terminal.wait_for("conflict")
    assert terminal.process.poll() is None
    terminal.type("q")
    assert (terminal.end(), left(tmp_path)) == (0, [])
    assert ">>>" not in terminal.seen


def test_a_program_that_is_started_sees_none_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in hostile(tmp_path).items():
        monkeypatch.setenv(name, value)
    seen = run_program(["env"], env={}, timeout_seconds=10, limit_bytes=1 << 20).out.decode()
    assert {line.partition("=")[0] for line in seen.splitlines()} & HOSTILE.keys() == set()


def test_what_an_operator_set_for_good_reason_stays() -> None:
    kept = {"TERM": "xterm", "NO_COLOR": "1", "EDITOR": "vi", "PYTHONUNBUFFERED": "1", "XDG_STATE_HOME": "/s"}
    environment = {**kept, "TEXTUAL_PRESS": "y", "https_proxy": "x", "LD_PRELOAD": "y"}
    scrub(environment)
    assert environment == kept


def test_no_core_is_dumped_and_nobody_may_attach(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(world.top.parent / "state"))
    asked = (
        "import ctypes, resource, sys; from tui.cli import main; from tui import __main__ as door\n"
        "door.dispatch = lambda *_: print(resource.getrlimit(resource.RLIMIT_CORE),"
        " ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)) or 0\n"
        "sys.argv = ['headgate', 'status']; sys.exit(door.main())"
    )
    ran = run_program(
        [sys.executable, "-c", asked], env={"PYTHONPATH": str(TOP)}, timeout_seconds=30, limit_bytes=1 << 20
    )
    assert (ran.code, ran.out) == (0, b"(0, 0) 0\n")
