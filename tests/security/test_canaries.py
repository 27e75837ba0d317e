"""Canary tokens in every slot come out nowhere: no output, no file of ours, no argument, no crash report."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.system import processes
from tests.builders.canaried import SPACE, canaried
from tests.builders.canaries import ENVIRONMENT, canary, found_in, found_in_files, private_files
from tests.builders.terminal import Ran, run
from tests.builders.world import World

REASON = ("--reason", "load test L-9")
UNITS = ("app", "db", "web")


@pytest.fixture(scope="module")
def mould(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Build the world once; every test gets a copy at the same place."""
    folder = tmp_path_factory.mktemp("canaried")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        canaried(folder)
    shutil.copytree(folder, folder.parent / "mould")
    yield folder
    shutil.rmtree(folder.parent / "mould")


@pytest.fixture
def made(mould: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Lay the world out anew, with tokens in the environment."""
    shutil.rmtree(mould)
    shutil.copytree(mould.parent / "mould", mould, symlinks=True)
    monkeypatch.setenv("XDG_STATE_HOME", str(mould / "state"))
    for name, token in ENVIRONMENT.items():
        monkeypatch.setenv(name, token)
    return World(mould / "repo")


def left_by(made: World) -> dict[str, list[str]]:
    """Find canaries in what Headgate keeps for itself."""
    return found_in_files(private_files(made.top.parent / "state"))


def clean(ran: Ran) -> bool:
    """Tell whether a run said anything, and no canary."""
    return bool(ran.out or ran.err) and found_in(ran.out + ran.err) == []


def decided(made: World) -> list[str]:
    """Name the decisions that the record knows of."""
    records = [json.loads(line) for line in run(made.top, "audit", "export").out.splitlines()]
    return sorted({record["decision"] for record in records if record.get("decision")})


OF_A_UNIT = (
    ("show",),
    ("show", "--explain"),
    ("history",),
    ("history", "--show", "1"),
    ("history", "--show", "2"),
    ("history", "--diff", "1..2"),
    ("blame",),
    ("resolve", "--take", "git", "--dry-run", *REASON),
    ("resolve", "--take", "live", "--dry-run", *REASON),
    ("capture", "--dry-run"),
)
READING = (
    ("status",),
    ("status", "--all"),
    ("status", "--group"),
    ("drift",),
    ("drift", "--explain"),
    ("audit", "verify"),
    ("audit", "export"),
    ("audit", "export", "--markdown"),
    ("doctor",),
    ("resume",),
    ("propose", "--dry-run"),
    ("capture", "--dry-run"),
    ("sync-back", "--dry-run"),
    *((verb, f"{SPACE}/{unit}", *more) for unit in UNITS for verb, *more in OF_A_UNIT),
)


@pytest.mark.parametrize("form", ["table", "json", "yaml"])
def test_nothing_that_is_read_says_one(made: World, form: str) -> None:
    said = {argv: run(made.top, *argv, "-o", form) for argv in READING}
    assert {argv: found_in(ran.out + ran.err) for argv, ran in said.items() if not clean(ran)} == {}
    assert {argv: ran.err for argv, ran in said.items() if ran.code in {1, 2}} == {}
    assert left_by(made) == {}


@pytest.mark.parametrize("side", ["git", "hub", "live"])
def test_nothing_that_is_written_leaves_one_behind(made: World, side: str) -> None:
    said = [run(made.top, "capture")]
    said += [
        run(made.top, "resolve", f"{SPACE}/{unit}", "--take", side, *REASON, "--yes", "--debug")
        for unit in UNITS
    ]
    said += [run(made.top, "sync-back"), run(made.top, "status"), run(made.top, "audit", "export")]
    said += [run(made.top, "undo", decision, *REASON, "--yes") for decision in decided(made)]
    said.append(run(made.top, "restore", f"{SPACE}/web@1", *REASON, "--yes"))
    assert [found_in(ran.out + ran.err) for ran in said if not clean(ran)] == []
    assert 1 not in {ran.code for ran in said}
    assert left_by(made) == {}


def test_no_program_is_told_one_by_argument(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    start = processes._started

    def noted(argv: list[str], cwd: Path | None, env: dict[str, str], *, fed: bool) -> object:
        told.extend(argv)
        return start(argv, cwd, env, fed=fed)

    monkeypatch.setattr(processes, "_started", noted)
    taken = ("resolve", f"{SPACE}/web", "--take", "hub", *REASON, "--yes")
    for argv in (("status",), ("propose",), taken, ("blame", f"{SPACE}/web"), ("doctor",), ("sync-back",)):
        run(made.top, *argv)
    assert "ls-remote" in told
    assert "ls-remote" in told
    assert found_in("\0".join(told)) == []


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        pytest.param(
            f"version: 1\nhub: https://bot:{canary('hub')}@hub.example.com\n", 2, id="the hub's address"
        ),
        pytest.param(f"version: 1\nhub: embedded\ntoken: {canary('unknown')}\n", 2, id="an unknown key"),
        pytest.param(f"version: 1\npassword: [{canary('broken')}\n", 2, id="a file that cannot be read"),
        pytest.param(f"version: 1\nhub: [--token={canary('type')}]\n", 2, id="a value of the wrong type"),
    ],
)
def test_no_error_about_the_settings_quotes_one(made: World, settings: str, code: int) -> None:
    (made.top / "headgate.yaml").write_text(settings)
    ran = run(made.top, "status")
    assert (ran.code, found_in(ran.err + ran.out)) == (code, [])


def test_the_search_finds_what_is_planted(made: World) -> None:
    assert found_in((made.top / "prod" / "web.yaml").read_bytes())
    assert found_in((made.top / "prod" / "db.yaml").read_bytes())
    assert len(found_in(os.environ["GITHUB_TOKEN"])) == 1
    hub = next((made.top.parent / "state").rglob("hub.db"))
    assert found_in(hub.read_bytes())
