"""Every command over every payload in every outside field: one inert line an event, JSON in plain ASCII."""

import json
import re
import shutil
from pathlib import Path
from typing import Final

import pytest
import yaml

from tests.builders.poison import PAYLOADS
from tests.builders.repo import commit
from tests.builders.terminal import OnTerminal, Ran, run
from tests.builders.world import World, world
from tests.security.test_screens import FORBIDDEN

SPACE: Final = "shop-prod"
APP: Final = f"{SPACE}/app"
SETTINGS: Final = f"""\
version: 1
hub: embedded
git: {{branch: main, remote: none}}
spaces:
  {SPACE}:
    labels: {{environment: prod}}
    source: {{files: "prod/*.yaml"}}
    units: one-per-file
    live: {{folder: ../live/{SPACE}}}
"""
IN_GIT: Final = {name: text for name, text in PAYLOADS.items() if name not in {"half a pair", "NUL"}}
"""Git keeps no NUL in a message, and YAML no half of a pair."""


def document(side: str) -> str:
    """Write a ConfigMap with every payload as key and as value."""
    data = {f"{at} {text[:60]}": f"{text}{side}" for at, text in enumerate(IN_GIT.values())}
    labels = {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "app", "namespace": "shop"}}
    text: str = yaml.safe_dump({**labels, "data": data}, width=1_000_000)
    return text


@pytest.fixture(scope="module")
def mould(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the world once: base, Git, hub and live differ in every field, and each commit is a payload."""
    folder = tmp_path_factory.mktemp("poisoned")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        made = world(folder, SETTINGS, {"prod/app.yaml": document("base")})
        made.live(SPACE, {"app.yaml": document("base")})
        made.desk("ci").propose()
        made.mark_applied(APP)
        everything = "".join(IN_GIT.values()).replace("\n", " ")
        made.set(APP, "data.mode", everything[:3000], reason=everything[:2000])
        author = re.sub(r"[<>\n]", "", everything)[:500]
        commit(
            made.top,
            {"prod/app.yaml": document("git")},
            f"subject {everything}"[:3000],
            author=f"{author} <a@b>",
        )
        made.desk("ci").propose()
        made.live(SPACE, {"app.yaml": document("live")})
    return folder


@pytest.fixture
def made(mould: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Sit down in that world."""
    monkeypatch.setenv("XDG_STATE_HOME", str(mould / "state"))
    return World(mould / "repo")


REASON: Final = ("--reason", "".join(PAYLOADS.values())[:3000].replace("\ud800", ""))
COMMANDS: Final = (
    ("status",), ("status", "--all"), ("status", "--group"), ("show", APP), ("show", APP, "--explain"),
    ("history", APP), ("history", APP, "--show", "2"), ("history", APP, "--diff", "1..2"), ("blame", APP),
    ("drift",), ("drift", "--explain"), ("propose", "--dry-run"), ("capture", "--dry-run"), ("resume",),
    ("sync-back", "--dry-run"), ("doctor",), ("audit", "export"), ("audit", "export", "--markdown"),
    ("audit", "verify"), ("resolve", APP, "--take", "git", "--dry-run", *REASON),
    ("resolve", APP, "--take", "hub", "--dry-run", *REASON),
)  # fmt: skip


def steers(ran: Ran) -> list[str]:
    """Find what would steer a terminal in what a run said."""
    said = ran.out + ran.err
    return [
        said[max(0, at.start() - 20) : at.end()] for at in re.finditer(f"{FORBIDDEN.pattern}|\x1b|\r", said)
    ]


@pytest.mark.parametrize(
    "argv", [argv for argv in COMMANDS if "--show" not in argv], ids=lambda argv: " ".join(argv[:3])
)
def test_nothing_raw_is_printed_and_no_line_is_forged(argv: tuple[str, ...], made: World) -> None:
    ran = run(made.top, *argv)
    assert (ran.code in {0, 3}, steers(ran)) == (True, [])
    assert [line for line in (ran.out + ran.err).splitlines() if line.startswith("ERROR forged")] == []


@pytest.mark.parametrize("argv", COMMANDS, ids=lambda argv: " ".join(argv[:3]))
@pytest.mark.parametrize("form", ["json", "yaml"])
def test_data_for_machines_is_printable_ascii(argv: tuple[str, ...], form: str, made: World) -> None:
    ran = run(made.top, *argv, "-o", form)
    if "--markdown" not in argv:
        assert re.fullmatch(r"[ -~\n]*", ran.out)


@pytest.mark.parametrize("argv", [("show", APP), ("history", APP, "--show", "2"), ("status",)], ids=" ".join)
def test_on_a_terminal_only_colours_are_sent(argv: tuple[str, ...], made: World) -> None:
    terminal = OnTerminal(made.top, *argv)
    assert terminal.end() == 0
    plain = re.sub("\x1b\\[(?:[0-9;]*m|K)", "", terminal.seen).replace("\r\n", "\n")
    assert steers(Ran(code=0, out=re.sub(r"\r[^\n]*? of \d+", "", plain).replace("\r", ""), err="")) == []


@pytest.mark.parametrize("name", IN_GIT)
def test_an_error_quotes_what_is_inert(name: str, made: World) -> None:
    text = IN_GIT[name]
    said = [run(made.top, "show", text), run(made.top, "history", f"{SPACE}/{text}"), run(made.top, text)]
    said.append(run(made.top, "resolve", APP, "--take", text, *REASON))
    said.append(run(made.top, "status", "--config", f"/nowhere/{text}"))
    assert [steers(ran) for ran in said if steers(ran)] == []
    assert 1 not in {ran.code for ran in said}


def test_broken_settings_are_quoted_inert(made: World, tmp_path: Path) -> None:
    shutil.copytree(made.top, tmp_path / "repo")
    for text in IN_GIT.values():
        settings = f"version: 1\nhub: {json.dumps(text)}\n{json.dumps(text)}: 1\n"
        (tmp_path / "repo" / "headgate.yaml").write_text(settings)
        ran = run(tmp_path / "repo", "status")
        assert (ran.code, steers(ran)) == (2, [])


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        pytest.param(("show", APP), True, id="a table"),
        pytest.param(("history", APP), True, id="who and why"),
        pytest.param(("resolve", APP, "--take", "git", "--dry-run", "--reason", "x"), True, id="a plan"),
        pytest.param(("show", APP, "-o", "json"), False, id="not in JSON, where they are escaped"),
        pytest.param(("show", APP, "--quiet"), False, id="not where nothing but data is wanted"),
        pytest.param(("audit", "verify"), False, id="not where there is none"),
    ],
)
def test_hidden_characters_are_told_in_words(argv: tuple[str, ...], told: bool, made: World) -> None:  # noqa: FBT001
    ran = run(made.top, *argv)
    assert ("contains hidden characters" in ran.err) is told
    assert "contains hidden characters" not in ran.out
