"""The operator's own programs: what they are given, what comes back, and that nothing of it stays."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from core.errors import ToolMissing
from core.merge.resolution import Edited
from core.system.foreground import run_in_foreground
from tests.tui.driving import Driver, driven
from tests.tui.test_resolve import REPLICAS, choices, opened
from tui.outside import compare_texts, edit_text
from tui.terminal import Terminal

OURS = Terminal(foreground=run_in_foreground)
LOOKS = 'stat -c "%a %n" "$(dirname "$1")" "$@" > {log}; cat "$@" >> {log}'


def program(folder: Path, script: str) -> str:
    """Put a program into a folder; gives the command that starts it."""
    file = folder / "program"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return str(file)


def environment(folder: Path, **variables: str) -> Mapping[str, str]:
    """Make an environment with a folder for private files."""
    private = folder / "private"
    private.mkdir(exist_ok=True)
    return {"PATH": os.defpath, "XDG_RUNTIME_DIR": str(private), **variables}


def test_an_editor_gets_a_private_file_and_what_it_saved_comes_back(tmp_path: Path) -> None:
    log = tmp_path / "log"
    script = f'stat -c %a "$1" "$(dirname "$1")" > {log}; echo 7 > "$1"'
    env = environment(tmp_path, EDITOR=program(tmp_path, script))
    assert edit_text("3\n", "value.yaml", env, run_in_foreground) == "7\n"
    assert log.read_text().split() == ["600", "700"]
    assert list((tmp_path / "private").iterdir()) == []


@pytest.mark.parametrize(
    ("variable", "value", "why"),
    [
        pytest.param("EDITOR", "false", "status 1", id="it ended badly"),
        pytest.param("EDITOR", "/nowhere/vi", "No such file", id="it is not there"),
        pytest.param("HOME", "/", "neither VISUAL nor EDITOR", id="none is named and none is installed"),
    ],
)
def test_an_editor_that_fails_says_so_and_leaves_nothing(
    tmp_path: Path, variable: str, value: str, why: str
) -> None:
    env = {
        **environment(tmp_path, **{variable: value}),
        **({} if variable == "EDITOR" else {"PATH": "/nowhere"}),
    }
    with pytest.raises(ToolMissing) as caught:
        edit_text("3\n", "value.yaml", env, run_in_foreground)
    assert why in caught.value.why
    assert list((tmp_path / "private").iterdir()) == []


def test_a_diff_tool_gets_the_files_it_names_and_they_are_gone_afterwards(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = f"{program(tmp_path, LOOKS.format(log=log))} {{base}} {{result}}"
    env = environment(tmp_path, HEADGATE_DIFFTOOL=command)
    compare_texts({"base": "a: 1\n", "git": "a: 2\n", "result": "a: 3\n"}, env, run_in_foreground)
    lines = log.read_text().splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["700", "600", "600"]
    assert lines[3:] == ["a: 1", "a: 3"]
    assert list((tmp_path / "private").iterdir()) == []


def test_a_diff_tool_that_is_not_there_is_refused(tmp_path: Path) -> None:
    env = {**environment(tmp_path), "PATH": "/nowhere"}
    with pytest.raises(ToolMissing):
        compare_texts({"git": ""}, env, run_in_foreground)


async def edited(driver: Driver, folder: Path, patch: pytest.MonkeyPatch, script: str) -> None:
    """Press E with an editor that does something."""
    for name, value in environment(folder, EDITOR=program(folder, script)).items():
        patch.setenv(name, value)
    await driver.press("E")


async def test_e_in_the_editor_chooses_what_was_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driven(terminal=OURS) as driver:
        await opened(driver)
        await edited(driver, tmp_path, monkeypatch, 'sed -i "s/^2$/9/" "$1"')
        assert choices(driver) == {REPLICAS: Edited(9)}


async def test_what_is_no_value_is_refused_with_its_place_and_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driven(terminal=OURS) as driver:
        await opened(driver)
        await edited(driver, tmp_path, monkeypatch, 'echo "{a: " > "$1"')
        assert (choices(driver), "line 2" in driver.said, "E opens it again" in driver.said) == (
            {},
            True,
            True,
        )
        await edited(driver, tmp_path, monkeypatch, 'sed -i "s/{a: /8/" "$1"')
        assert choices(driver) == {REPLICAS: Edited(8)}


@pytest.mark.parametrize(
    ("script", "words"),
    [
        pytest.param("true", "Left as it was", id="saved as it was"),
        pytest.param('echo > "$1"', "changes nothing", id="emptied"),
        pytest.param("exit 3", "status 3", id="ended badly"),
    ],
)
async def test_nothing_is_chosen_where_nothing_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, words: str
) -> None:
    async with driven(terminal=OURS) as driver:
        await opened(driver)
        await edited(driver, tmp_path, monkeypatch, script)
        assert (choices(driver), words in driver.said) == ({}, True)


async def test_d_shows_the_documents_and_the_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log"
    command = f"{program(tmp_path, LOOKS.format(log=log))} {{git}} {{result}}"
    for name, value in environment(tmp_path, HEADGATE_DIFFTOOL=command).items():
        monkeypatch.setenv(name, value)
    async with driven(terminal=OURS) as driver:
        await opened(driver)
        await driver.press("3", "d")
        assert "Back from the diff tool" in driver.said
    assert [line.strip() for line in log.read_text().splitlines() if "replicas" in line] == [
        "replicas: 3",
        "replicas: 5",
    ]
