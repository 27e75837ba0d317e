"""``headgate`` as Git's merge driver and mergetool, in real repositories, started by git itself."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.builders.repo import commit, git, repository
from tests.builders.terminal import TOP, OnTerminal, run

WEB: Final = """\
# owned by shop
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2  # floor
  paused: false
  template:
    spec:
      containers:
      - name: app
        image: app:1
      - name: proxy
        image: proxy:1
"""
APP: Final = "      - name: app\n        image: app:1\n"
PROXY: Final = "      - name: proxy\n        image: proxy:1\n"
ADJACENT: Final = (WEB.replace("replicas: 2", "replicas: 3"), WEB.replace("paused: false", "paused: true"))
BOTH: Final = WEB.replace("replicas: 2", "replicas: 3").replace("paused: false", "paused: true")
UNLIKE: Final = (WEB.replace("replicas: 2", "replicas: 3"), WEB.replace("replicas: 2", "replicas: 4"))


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose Git merges with headgate, and a PATH on which it finds it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "headgate"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{TOP}" exec "{sys.executable}" -m tui "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    made = repository(tmp_path / "repo")
    assert run(made, "init", "--git", "--yes").code == 0
    return made


def branched(
    top: Path, base: str | bytes, current: str | bytes, merged: str | bytes, name: str = "web.yaml"
) -> None:
    """Commit a file, and change it on two branches; the current one is checked out."""
    commit(top, {name: base}, "base")
    git(top, "switch", "--quiet", "--create", "other")
    commit(top, {name: merged}, "theirs")
    git(top, "switch", "--quiet", "main")
    commit(top, {name: current}, "ours")


def merging(top: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [
            "git",
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.com",
            *(arguments or ("merge", "--no-edit", "other")),
        ],
        cwd=top,
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("current", "merged", "text"),
    [
        pytest.param(*ADJACENT, BOTH, id="fields on adjacent lines"),
        pytest.param(
            WEB.replace(APP + PROXY, PROXY + APP),
            WEB.replace("proxy:1", "proxy:2"),
            WEB.replace(APP + PROXY, PROXY.replace(":1", ":2") + APP),
            id="items in another order, and a field of one",
        ),
        pytest.param(
            WEB.replace("# floor", "# at least"),
            UNLIKE[0],
            WEB.replace("replicas: 2  # floor", "replicas: 3  # at least"),
            id="a field and the comment beside it",
        ),
    ],
)
def test_git_merges_two_branches_that_do_not_collide(top: Path, current: str, merged: str, text: str) -> None:
    branched(top, WEB, current, merged)
    done = merging(top)
    assert (done.returncode, done.stderr) == (0, "")
    assert (top / "web.yaml").read_text() == text
    assert git(top, "status", "--porcelain") == ""


def test_without_the_driver_git_finds_a_conflict_there(top: Path) -> None:
    git(top, "config", "--remove-section", "merge.headgate")
    branched(top, WEB, *ADJACENT)
    assert merging(top).returncode == 1


def test_a_true_conflict_leaves_the_file_conflicted_and_names_the_field(top: Path) -> None:
    branched(top, WEB, *UNLIKE)
    done = merging(top)
    assert done.returncode == 1
    assert git(top, "status", "--porcelain") == "UU web.yaml"
    assert (
        "<<<<<<< current branch\n  replicas: 3  # floor\n=======\n"
        "  replicas: 4  # floor\n>>>>>>> merged branch\n  paused: false\n"
    ) in (top / "web.yaml").read_text()
    assert "headgate: web.yaml: 1 field was changed on both branches, unlike:\n" in done.stderr
    row = next(line for line in done.stderr.splitlines() if "spec.replicas" in line)
    assert row.split() == ["Deployment/web", "spec.replicas", "2", "3", "4"]


@pytest.mark.parametrize("word", ["ours", "theirs", "hub", "Git "])
def test_what_is_said_of_a_conflict_names_branches_and_no_sides(top: Path, word: str) -> None:
    branched(top, WEB, *UNLIKE)
    said = [line for line in merging(top).stderr.splitlines() if "headgate" in line or "BRANCH" in line]
    assert said
    assert [line for line in said if word in line] == []


def test_markers_are_as_long_as_the_attribute_says_and_hold_the_base_where_it_is_wanted(top: Path) -> None:
    commit(top, {".gitattributes": "*.yaml merge=headgate conflict-marker-size=10\n"})
    git(top, "config", "merge.conflictStyle", "diff3")
    branched(top, WEB, *UNLIKE)
    merging(top)
    assert f"\n{'|' * 10} base\n  replicas: 2  # floor\n{'=' * 10}\n" in (top / "web.yaml").read_text()


def test_a_file_that_holds_no_resources_is_merged_line_by_line(top: Path) -> None:
    lines = [f"key{at}: {at}\n" for at in range(9)]
    branched(top, "".join(lines), "".join(["key0: x\n", *lines[1:]]), "".join([*lines[:8], "key8: y\n"]))
    done = merging(top)
    assert (done.returncode, (top / "web.yaml").read_text()) == (
        0,
        "".join(["key0: x\n", *lines[1:8], "key8: y\n"]),
    )
    assert "headgate: web.yaml: merged line by line, as Git does: the base" in done.stderr


def test_a_conflict_in_such_a_file_has_gits_own_markers(top: Path) -> None:
    branched(top, "a: 1\n", "a: 2\n", "a: 3\n")
    assert merging(top).returncode == 1
    assert (top / "web.yaml").read_text() == (
        "<<<<<<< current branch\na: 2\n=======\na: 3\n>>>>>>> merged branch\n"
    )


def test_binary_content_keeps_the_current_branchs_and_stays_conflicted(top: Path) -> None:
    branched(top, b"\0", b"\0\1", b"\0\2")
    done = merging(top)
    assert (done.returncode, (top / "web.yaml").read_bytes()) == (1, b"\0\1")
    assert "git merge-file could not merge" in done.stderr


def test_a_file_of_any_name_is_merged(top: Path) -> None:
    name = "-o it's $HOME.yaml"
    branched(top, WEB, *ADJACENT, name=name)
    assert merging(top).returncode == 0
    assert (top / name).read_text() == BOTH


def test_a_rebase_merges_with_it_too(top: Path) -> None:
    branched(top, WEB, *ADJACENT)
    assert merging(top, "rebase", "other").returncode == 0
    assert (top / "web.yaml").read_text() == BOTH


def test_a_side_that_cannot_be_read_is_said_and_exits_6(top: Path) -> None:
    for name in ("base", "merged"):
        (top / name).write_text(WEB)
    (top / "current").mkdir()
    ran = run(top, "merge", "--git-driver", "base", "current", "merged", "web.yaml")
    assert (ran.code, "Could not read" in ran.err, "Changed: nothing" in ran.err) == (6, True, True)


@pytest.mark.parametrize(
    "argv", [["--git-driver"], ["--git-driver", "a", "b", "c"], ["--git-mergetool", "a"]]
)
def test_too_few_files_exit_2(top: Path, argv: list[str]) -> None:
    ran = run(top, "merge", *argv)
    assert (ran.code, "4 are needed" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        pytest.param("--base b --git g", "these are missing: --hub", id="a side is missing"),
        pytest.param("--base b --git g --hub h x", "FILE... is for", id="one file too many"),
    ],
)
def test_a_merge_of_files_wants_three_named_sides(top: Path, argv: str, why: str) -> None:
    ran = run(top, "merge", *argv.split())
    assert (ran.code, ran.out) == (2, "")
    assert why in ran.err


def conflicted(top: Path) -> None:
    """Leave a conflict, and the files that git would name to a mergetool."""
    sides = {"base": WEB, "local": ADJACENT[0], "remote": ADJACENT[1].replace("replicas: 2", "replicas: 4")}
    branched(top, *sides.values())
    assert merging(top).returncode == 1
    for name, text in sides.items():
        (top / name).write_text(text)


MERGETOOL: Final = ("merge", "--git-mergetool", "base", "local", "remote", "web.yaml")


def test_the_mergetool_leaves_markers_where_nobody_can_be_asked(top: Path) -> None:
    conflicted(top)
    done = merging(top, "mergetool", "--no-prompt", "--tool=headgate")
    assert done.returncode == 1
    assert "<<<<<<< current branch\n  replicas: 3" in (top / "web.yaml").read_text()
    assert git(top, "status", "--porcelain").splitlines()[0] == "UU web.yaml"


@pytest.mark.parametrize(("answer", "replicas"), [("1", 3), ("2", 4), ("0", 2)])
def test_the_mergetool_asks_for_each_conflict_and_writes_the_answers(
    top: Path, answer: str, replicas: int
) -> None:
    conflicted(top)
    for name, text in (
        ("base", WEB),
        ("local", ADJACENT[0]),
        ("remote", ADJACENT[1].replace("s: 2", "s: 4")),
    ):
        (top / name).write_text(text)
    there = OnTerminal(top, *MERGETOOL)
    there.wait_for("spec.replicas: 1 current branch, 2 merged branch, 0 base")
    there.type(answer)
    assert there.end() == 0
    wanted = WEB.replace("replicas: 2", f"replicas: {replicas}").replace("paused: false", "paused: true")
    assert (top / "web.yaml").read_text() == wanted


def test_the_mergetool_decides_nothing_where_one_conflict_stays_open(top: Path) -> None:
    conflicted(top)
    before = (top / "web.yaml").read_text()
    for name, text in (
        ("base", WEB),
        ("local", ADJACENT[0]),
        ("remote", ADJACENT[1].replace("s: 2", "s: 4")),
    ):
        (top / name).write_text(text)
    there = OnTerminal(top, *MERGETOOL)
    there.wait_for("Enter leaves all open")
    there.type("")
    assert (there.end(), (top / "web.yaml").read_text()) == (1, before)


def test_init_git_prints_the_set_up_and_writes_nothing(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo")
    before = (top / ".git" / "config").read_text()
    ran = run(top, "init", "--git")
    assert ran.code == 0
    assert "\n*.yaml merge=headgate\n" in ran.out
    assert (
        "\ngit config --local merge.headgate.driver 'headgate merge --git-driver -- %O %A %B %P %L'\n"
        in ran.out
    )
    assert [path.name for path in top.iterdir()] == [".git"]
    assert (top / ".git" / "config").read_text() == before


def test_what_init_git_prints_sets_git_up(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo")
    lines = run(top, "init", "--git").out.splitlines()
    commands = [line for line in lines if line.startswith("git config ")]
    subprocess.run(["sh", "-e"], cwd=top, input="\n".join(commands), text=True, check=True)
    (top / ".gitattributes").write_text("\n".join(line for line in lines if line.startswith("*")))
    assert json.loads(run(top, "init", "--git", "-o", "json").out)["installed"] is True


def test_init_git_shows_what_it_installs_and_adds_to_what_is_there(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo")
    (top / ".gitattributes").write_text("*.png binary")
    ran = run(top, "init", "--git", "--yes")
    assert "*.yaml merge=headgate" in ran.err
    assert "git config --local merge.headgate.driver" in ran.err
    assert (
        top / ".gitattributes"
    ).read_text() == "*.png binary\n*.yaml merge=headgate\n*.yml merge=headgate\n"
    assert git(top, "config", "--local", "mergetool.headgate.trustExitCode") == "true"
    assert not (top / "headgate.yaml").exists()


def test_init_git_a_second_time_changes_nothing(top: Path) -> None:
    files = [top / ".gitattributes", top / ".git" / "config"]
    before = [file.read_text() for file in files]
    ran = run(top, "init", "--git", "--yes")
    assert ran.out == "git merge and git mergetool -t headgate use headgate here.\n"
    assert [file.read_text() for file in files] == before


def test_init_git_says_that_git_will_not_find_headgate(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo")
    assert "not on the PATH" in run(top, "init", "--git", env={"PATH": "/usr/bin:/bin"}).err


def test_init_git_leaves_a_configuration_alone_that_git_cannot_read(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo")
    (top / ".git" / "config").write_text("[merge\n")
    ran = run(top, "init", "--git", "--yes")
    assert (ran.code, (top / ".git" / "config").read_text()) == (6, "[merge\n")
    assert not (top / ".gitattributes").exists()


def test_init_git_writes_through_no_link_of_the_clone(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo")
    (tmp_path / "victim").write_text("mine\n")
    (top / ".gitattributes").symlink_to(tmp_path / "victim")
    ran = run(top, "init", "--git", "--yes")
    assert (ran.code, "it is a symbolic link" in ran.err) == (6, True)
    assert (tmp_path / "victim").read_text() == "mine\n"
    assert "headgate" not in (top / ".git" / "config").read_text()


def test_yes_alone_is_refused(tmp_path: Path) -> None:
    ran = run(repository(tmp_path / "repo"), "init", "--yes")
    assert ran.code == 2
