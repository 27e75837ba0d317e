"""No program of a repository ever runs (reliability.md §2.4, T20)."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import Blocked, HeadgateError
from core.git.repository import NO_REMOTE, GitRepository, open_repository
from core.system.processes import run
from tests.builders.hostile import arm, hostile_clone
from tests.builders.repo import NOON, branch_tip, clone_bare, commit, git, repository


def opened(top: Path, *, remote: str = NO_REMOTE) -> GitRepository:
    return open_repository(
        top, branch="main", remote=remote, state=top.parent / "state", run=run, environment={}
    )


def put(source: GitRepository, oid: str) -> None:
    source.commit_files(
        "headgate/x/y", parent=oid, files={"a.yaml": "a: 2\n"}, message="m", author="A <a@b>", when=NOON
    )


def every_call(source: GitRepository, oid: str) -> None:
    source.head()
    source.resolve("HEAD~0")
    source.log(limit=5, path="a.yaml")
    source.contains(oid, oid)
    source.files(oid)
    source.tree(oid)
    source.read(oid, ["a.yaml"])
    source.contents(oid, ["a.yaml"])
    source.last_change(oid, "a.yaml")
    source.branch("headgate/x/y")
    put(source, oid)
    source.branch("headgate/x/y")


@pytest.mark.parametrize(
    "careless",
    [
        pytest.param(["status"], id="status"),
        pytest.param(["log", "-p"], id="log with patches"),
        pytest.param(["update-ref", "refs/heads/x", "HEAD"], id="writing a ref"),
        pytest.param(["fetch", "origin"], id="fetch"),
    ],
)
def test_the_traps_work(tmp_path: Path, careless: list[str]) -> None:
    top, _ = hostile_clone(tmp_path / "clone", tmp_path / "canary")
    git(top, "config", "remote.origin.url", "ssh://nowhere.invalid/x")
    subprocess.run(["git", *careless], cwd=top, capture_output=True, check=False)
    assert list((tmp_path / "canary").iterdir())


def test_no_call_runs_a_program_of_the_clone(tmp_path: Path) -> None:
    top, oid = hostile_clone(tmp_path / "clone", tmp_path / "canary")
    every_call(opened(top), oid)
    assert list((tmp_path / "canary").iterdir()) == []
    assert branch_tip(top, "headgate/x/y")


def test_no_call_runs_a_program_of_the_clone_or_of_a_remote_in_a_folder(tmp_path: Path) -> None:
    top = repository(tmp_path / "clone")
    oid = commit(top, {"a.yaml": "a: 1\n"})
    far = clone_bare(top, tmp_path / "far.git")
    arm(top / ".git", tmp_path / "canary")
    arm(far, tmp_path / "canary")
    source = opened(top, remote="origin")
    every_call(source, oid)
    assert list((tmp_path / "canary").iterdir()) == []
    assert branch_tip(far, "headgate/x/y")
    other = repository(tmp_path / "other")
    commit(other, {"b.yaml": "b: 1\n"})
    subprocess.run(["git", "push", str(far), "main:careless"], cwd=other, capture_output=True, check=False)
    assert list((tmp_path / "canary").iterdir())


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda source, oid: source.read(oid, ["a.yaml"]), id="reading"),
        pytest.param(lambda source, _: source.resolve("main:a.yaml"), id="looking up"),
        pytest.param(lambda source, oid: source.resolve(f"{oid}~1"), id="walking"),
    ],
)
def test_what_a_partial_clone_lacks_is_not_fetched(
    tmp_path: Path, ask: Callable[[GitRepository, str], object]
) -> None:
    top, oid = hostile_clone(tmp_path / "clone", tmp_path / "canary")
    blob = git(top, "rev-parse", "HEAD:a.yaml")
    (top / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    git(top, "config", "remote.origin.url", "ssh://nowhere.invalid/x")
    source = opened(top)
    with pytest.raises(HeadgateError):
        ask(source, oid)
    assert list((tmp_path / "canary").iterdir()) == []


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("ext::sh -c touch% {canary}/x", id="a helper that runs commands"),
        pytest.param("--upload-pack=touch {canary}/x", id="an option"),
        pytest.param("fd::17", id="a helper that talks to a descriptor"),
        pytest.param("http://example.invalid/x", id="plain http"),
        pytest.param("evil://example.invalid/x", id="a helper of any name"),
    ],
)
def test_a_remote_that_is_no_plain_address_is_blocked(tmp_path: Path, url: str) -> None:
    top, oid = hostile_clone(tmp_path / "clone", tmp_path / "canary")
    git(top, "config", "remote.origin.url", url.format(canary=tmp_path / "canary"))
    with pytest.raises(Blocked):
        put(opened(top, remote="origin"), oid)
    assert list((tmp_path / "canary").iterdir()) == []
    assert branch_tip(top, "headgate/x/y") == ""
