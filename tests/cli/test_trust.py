"""headgate trust: a program of a kubeconfig is read, then confirmed, and never started by it."""

import json
from pathlib import Path

import pytest

from tests.builders.shop import shop
from tests.builders.terminal import run

SECTION = """
apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "https://k8s.example"}}]
users:
  - {name: u, user: {exec: {command: aws, args: [eks, get-token], env: [{name: AWS_PROFILE, value: prod}]}}}
  - {name: t, user: {token: t0ken}}
contexts: [{name: prod, context: {cluster: c, user: u}}, {name: plain, context: {cluster: c, user: t}}]
"""
ARGV = "AWS_PROFILE=prod aws eks get-token"


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, and a kubeconfig that signs in with a program."""
    file = tmp_path / "kubeconfig"
    file.write_text(SECTION)
    file.chmod(0o600)
    monkeypatch.setenv("KUBECONFIG", str(file))
    return shop(tmp_path / "shop").top


def test_a_program_is_shown_and_waits_for_a_yes(top: Path) -> None:
    ran = run(top, "trust", "prod")
    assert (ran.code, ran.err) == (3, "")
    assert f"prod signs in with: {ARGV}\n" in ran.out
    assert "headgate trust prod --yes" in ran.out


def test_it_is_confirmed_once_and_stays_so(top: Path) -> None:
    assert run(top, "trust", "prod", "--yes").code == 0
    shown = json.loads(run(top, "trust", "prod", "-o", "json").out)
    assert (shown["confirmed"], shown["program"]) == (True, ARGV)


def test_another_argument_is_asked_about_again(top: Path, tmp_path: Path) -> None:
    run(top, "trust", "prod", "--yes")
    file = tmp_path / "kubeconfig"
    file.write_text(SECTION.replace("get-token", "get-token, --debug"))
    assert run(top, "trust", "prod").code == 3


@pytest.mark.parametrize(
    ("context", "code", "says"),
    [
        pytest.param("plain", 0, "plain starts no program", id="a context that starts nothing"),
        pytest.param("nowhere", 6, "known are: plain, prod", id="a context that is not there"),
    ],
)
def test_other_contexts_are_told_apart(top: Path, context: str, code: int, says: str) -> None:
    ran = run(top, "trust", context)
    assert (ran.code, says in ran.out + ran.err) == (code, True)
