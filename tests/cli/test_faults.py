"""What goes wrong outside of us: what is said, which code is given, and that nothing is lost."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders.children import UNPRIVILEGED, finished
from tests.builders.shop import CART, DEV, PROD, WEB, conflicted, deployment, drifted, shop
from tests.builders.terminal import TOP, Ran, process, run
from tests.builders.world import World

REASON = ("--reason", "load test L-9")
AS_NOBODY = f"""{UNPRIVILEGED}
import io, json, os, sys
from tui.cli.main import main
from tui.cli.signals import Signals
from tui.cli.world import World
out, err = io.StringIO(), io.StringIO()
folder, *argv = sys.argv[1:]
around = World(stdin=io.StringIO(), stdout=out, stderr=err, env=os.environ, folder=folder, signals=Signals())
code = main(argv, around)
print(json.dumps([code, out.getvalue(), err.getvalue()]))
"""
"""Runs a command line without the rights of root, for which no file is read-only."""


def as_nobody(folder: Path, *argv: str) -> Ran:
    code, out, err = json.loads(finished(AS_NOBODY, folder, *argv))
    return Ran(code=code, out=out, err=err)


def state_of(made: World) -> Path:
    return made.workspace().state


def test_malformed_yaml_in_git_exits_8_names_the_place_and_changes_nothing(tmp_path: Path) -> None:
    made = shop(tmp_path)
    made.commit({"prod/web.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web\n"})
    ran = run(made.top, "propose")
    assert (ran.code, made.head(WEB)) == (8, 1)
    assert "prod/web.yaml" in ran.err
    assert "line " in ran.err
    assert "\nChanged: nothing\n" in ran.err


def test_a_space_that_cannot_be_rendered_stops_no_other(tmp_path: Path) -> None:
    made = shop(tmp_path)
    cart = deployment("cart", image="shop/cart:2")
    made.commit({"prod/web.yaml": "a: {", "dev/cart.yaml": cart})
    ran = run(made.top, "propose", "-o", "json")
    form = json.loads(ran.out)
    assert (ran.code, made.text(CART)) == (8, cart)
    assert [(one["what"], one["code"]) for one in form["failed"]] == [(f"{PROD}/*", 8)]


def test_a_missing_kustomize_exits_6_and_says_what_to_install(tmp_path: Path) -> None:
    made = shop(tmp_path)
    settings = (made.top / "headgate.yaml").read_text().replace('{files: "dev/*.yaml"}', "{kustomize: dev}")
    settings = "one-per-resource".join(settings.rsplit("one-per-file", 1))
    made.commit({"headgate.yaml": settings, "dev/kustomization.yaml": "resources: [cart.yaml]\n"})
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "git").symlink_to(str(shutil.which("git")))
    ran = process(made.top, "propose", "--space", DEV, env={"PATH": str(tools)})
    assert (ran.code, made.head(CART)) == (6, 1)
    assert "kustomize" in ran.err
    assert "\nNext: " in ran.err


def test_a_hub_file_that_is_none_exits_6_and_is_left_alone(tmp_path: Path) -> None:
    made = shop(tmp_path)
    hub = state_of(made) / "hub.db"
    hub.write_bytes(b"not a database, but long enough to be one" * 100)
    ran = run(made.top, "resolve", WEB, "--take", "git", *REASON, "--yes")
    assert ran.code == 6
    assert hub.read_bytes().startswith(b"not a database")
    assert run(made.top, "status").code == 6


def test_a_hub_file_without_rights_exits_6(tmp_path: Path) -> None:
    made = shop(tmp_path)
    (state_of(made) / "hub.db").chmod(0)
    ran = as_nobody(made.top, "status")
    assert (ran.code, ran.out) == (6, "")
    assert "hub.db" in ran.err


@pytest.mark.parametrize(
    "argv",
    [
        pytest.param(["resolve", WEB, "--take", "git"], id="resolve"),
        pytest.param(["set", WEB, "spec.replicas=9"], id="set"),
        pytest.param(["restore", f"{WEB}@1"], id="restore"),
    ],
)
def test_a_read_only_state_folder_exits_9_and_nothing_is_written(argv: list[str], tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    state = state_of(made)
    read_only(state)
    ran = as_nobody(made.top, *argv, *REASON, "--yes")
    assert (ran.code, made.head(WEB)) == (9, 2)
    assert "\nChanged: nothing\n" in ran.err


def test_a_read_only_state_folder_can_still_be_looked_at(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    read_only(state_of(made))
    assert as_nobody(made.top, "show", WEB).code == 0


def test_doctor_says_that_the_state_folder_cannot_be_written(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    read_only(state_of(made))
    ran = as_nobody(made.top, "doctor", "-o", "json")
    bad = {one["name"] for one in json.loads(ran.out)["findings"] if one["ok"] is False}
    assert (ran.code, bad) == (6, {"state"})


def test_doctor_says_that_a_hub_file_cannot_be_written(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    (state_of(made) / "hub.db").chmod(0o400)
    ran = as_nobody(made.top, "doctor")
    (bad,) = [line for line in ran.out.splitlines() if line.startswith("[NO]")]
    assert (ran.code, "hub.db" in bad) == (6, True)


def test_live_that_cannot_be_written_after_the_hub_was_exits_7_and_says_what_stands(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    read_only(tmp_path / "live" / PROD)
    ran = as_nobody(made.top, "resolve", WEB, "--take", "git", "--apply", *REASON, "--yes")
    assert (ran.code, made.head(WEB)) == (7, 3)
    assert "hub yes (revision 3)" in ran.err
    assert "live no" in ran.err


def test_a_secret_is_never_captured_from_live_and_exits_4(tmp_path: Path) -> None:
    made = shop(tmp_path)
    document = (
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: key, namespace: shop}}\nstringData: {{token: {}}}\n"
    )
    made.commit({"dev/key.yaml": document.format("one")})
    assert run(made.top, "propose").code == 0
    made.mark_applied(f"{DEV}/key")
    made.live(DEV, {"key.yaml": document.format("pa55word")})
    ran = run(made.top, "resolve", f"{DEV}/key", "--take", "live", *REASON, "--yes")
    shown = run(made.top, "show", f"{DEV}/key", "-o", "json")
    assert (ran.code, made.head(f"{DEV}/key")) == (4, 1)
    assert "pa55word" not in ran.err + ran.out + shown.out + shown.err


def test_wrong_settings_exit_2_and_name_the_nearest_key(tmp_path: Path) -> None:
    made = shop(tmp_path)
    (made.top / "headgate.yaml").write_text("version: 1\nhubb: embedded\n")
    ran = run(made.top, "status")
    assert ran.code == 2
    assert "'hub'" in ran.err


@pytest.mark.parametrize("how", ["option", "variable"])
def test_settings_are_found_where_they_are_named(how: str, tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    file = str(made.top / "headgate.yaml")
    argv, env = (["--config", file], {}) if how == "option" else ([], {"HEADGATE_CONFIG": file})
    assert run(tmp_path, "show", WEB, *argv, env=env).code == 0


def test_a_current_folder_that_is_gone_exits_2_with_a_way_out(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = "import os, sys; from tui.__main__ import main; os.rmdir(os.getcwd()); sys.exit(main())"
    ran = subprocess.run(
        [sys.executable, "-c", script, "status"],
        cwd=gone,
        env={**os.environ, "PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "\nNext: cd into a folder" in ran.stderr


def test_a_second_reader_of_the_inbox_gets_the_same_ids(tmp_path: Path) -> None:
    made = drifted(tmp_path)
    first, second = (json.loads(run(made.top, "status", "-o", "json").out)["items"] for _ in range(2))
    assert [one["id"] for one in first] == [one["id"] for one in second]


def read_only(folder: Path) -> None:
    for path in folder.rglob("*"):
        path.chmod(0o500 if path.is_dir() else 0o400)
    folder.chmod(0o500)
